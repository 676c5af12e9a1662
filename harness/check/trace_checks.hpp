#pragma once
// All checks that read every trace, in one table. Each is a pure function of one moment of the trace and
// judges what the subject did; entries of others are context. A check counts an entry as looked at only when
// it has read the field that the requirement speaks of.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "check/call.hpp"
#include "check/call_event.hpp"
#include "check/described.hpp"
#include "check/schema_set.hpp"
#include "check/tally.hpp"
#include "check/traffic.hpp"
#include "check/widget_session.hpp"

namespace ringcheck::check {

/// What a room may hide from us.
struct RoomView {
  bool unclear = false;              ///< events are encrypted, or a peer's event names no call
  bool invite_under_way = false;     ///< the subject has sent an invite that is not accepted, or not yet
  bool answer_under_way = false;     ///< the same of an answer
  bool negotiate_under_way = false;  ///< and of a negotiation

  /// A description of the subject may be known to it that is not known to us.
  bool description_under_way() const { return invite_under_way || answer_under_way || negotiate_under_way; }
};

/// An event of a call by the subject, and all that is known besides.
struct CallMoment {
  const CallEvent& event;
  const Call& call;  ///< as it was before the event
  const RoomView& room;
  const std::optional<Described>& described;  ///< the description that the event carries
  const sdp::Parsed* parsed = nullptr;        ///< the same, read; null where there is none
  std::optional<std::int64_t> sent_us;        ///< when the subject sent it, where the trace has its request
  const SchemaSet& schemas;

  /// Whether the subject sent the event when it must have known of what was at `t_us`. What was under way
  /// then may have been overtaken; so it is no fault.
  bool sent_after(std::int64_t t_us) const;
};

/// Any entry by the subject: an event, a request; or an answer, when it is a homeserver.
struct EntryMoment {
  const trace::Entry& entry;
  const Traffic& traffic;  ///< as it was before the entry
  const SchemaSet& schemas;
};

/// A message of the widget API by the subject, or the end of a session. What others send is context.
struct WidgetMoment {
  const trace::Entry& entry;
  const trace::WidgetMessage* message = nullptr;     ///< null at the end of a session, or of the trace
  const WidgetSession& session;                      ///< as it was before
  const Recent<std::string, WidgetSession>& others;  ///< all sessions by name, this one among them
  const WidgetSchemas& schemas;

  /// Of a reply: the request that it answers; null when none is known.
  const WidgetAsk* ask() const;
  /// The action of the message, or of the request that it answers; null when the table does not have it.
  const WidgetAction* action() const;
  /// Whether the subject sent the message when it must have known of what was at `t_us`.
  bool sent_after(std::int64_t t_us) const;
};

struct TraceCheck {
  std::string_view name;
  std::string_view what;
  std::span<const std::string_view> requirements;  ///< all that its findings and counts may name
  void (*of_call)(const CallMoment& moment, Tally& tally) = nullptr;      ///< null when it judges no calls
  void (*of_entry)(const EntryMoment& moment, Tally& tally) = nullptr;    ///< null when it judges calls only
  void (*of_widget)(const WidgetMoment& moment, Tally& tally) = nullptr;  ///< null when it judges no widgets
  void (*of_answer)(const EntryMoment& moment, Tally& tally) = nullptr;   ///< null when it judges no servers
};

std::span<const TraceCheck> trace_checks();

void check_schema(const CallMoment& moment, Tally& tally);
void check_channel(const CallMoment& moment, Tally& tally);
void check_identifiers(const CallMoment& moment, Tally& tally);
void check_party(const CallMoment& moment, Tally& tally);
void check_begin(const CallMoment& moment, Tally& tally);
void check_end(const CallMoment& moment, Tally& tally);
void check_replies(const CallMoment& moment, Tally& tally);
void check_lifetime(const CallMoment& moment, Tally& tally);
void check_candidates(const CallMoment& moment, Tally& tally);
void check_negotiation(const CallMoment& moment, Tally& tally);
void check_streams(const CallMoment& moment, Tally& tally);
void check_sdp(const CallMoment& moment, Tally& tally);
void check_event(const EntryMoment& moment, Tally& tally);
void check_size(const EntryMoment& moment, Tally& tally);
void check_canonical(const EntryMoment& moment, Tally& tally);
void check_token(const EntryMoment& moment, Tally& tally);
void check_transaction(const EntryMoment& moment, Tally& tally);
void check_rate(const EntryMoment& moment, Tally& tally);
void check_error_form(const EntryMoment& moment, Tally& tally);
void check_widget_envelope(const WidgetMoment& moment, Tally& tally);
void check_widget_shape(const WidgetMoment& moment, Tally& tally);
void check_widget_members(const WidgetMoment& moment, Tally& tally);
void check_widget_answers(const WidgetMoment& moment, Tally& tally);
void check_widget_handshake(const WidgetMoment& moment, Tally& tally);
void check_widget_approval(const WidgetMoment& moment, Tally& tally);
void check_widget_capability(const WidgetMoment& moment, Tally& tally);

}  // namespace ringcheck::check
