#pragma once
// One call as the subject's events and those of others have made it so far: a small state machine, fed with
// the events of the call in their order. It is what the checks remember; once the call is over only the
// little stays by which an event too late is known.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "check/call_event.hpp"
#include "sdp/parse.hpp"

namespace ringcheck::check {

/// Somebody else in the call, as (user_id, party_id) (client-server API, "Party Identifiers").
struct Party {
  std::string user_id;
  std::string party_id;  ///< empty for version 0, and for one that is no string
  bool version_0 = false;
};

/// An answer or a rejection by somebody else.
struct Reply {
  Party by;
  bool rejects = false;
};

/// Who the subject said to be in the first event of the call that told a party_id, and in which version.
struct OwnParty {
  std::string sender;
  Value party_id;       ///< null until it is known
  Value version;        ///< of the first event of all; null until there is one
  std::string on_type;  ///< the type of the event that told the party_id
};

/// A description of one side that is in force, and one that is offered only.
struct Descriptions {
  std::string settled;
  std::string offered;  ///< becomes settled with its answer
};

/// The offers of others that the subject has not answered yet. Only a single one is answered without a guess.
struct OpenOffers {
  int count = 0;
  std::string text;     ///< of the first one
  bool faulty = false;  ///< the first one was sent with a fault on purpose
  Party by;             ///< who sent the first one
};

/// What the subject's descriptions have said so far.
struct OwnMedia {
  bool described = false;  ///< there was one that could be read
  std::size_t sections = 0;
  std::vector<std::string> mids;
  std::vector<std::string> stream_ids;  ///< of all its descriptions together
  std::string ufrag;                    ///< the present generation of ICE
};

/// An empty candidate that the subject sent in the present generation of ICE.
struct EndMarker {
  std::string mid;
  std::string ufrag;
  std::int64_t t_us = 0;
};

/// Why there is nothing more to be sent.
struct End {
  std::string by;             ///< "its own m.call.hangup", for a sentence
  bool not_selected = false;  ///< the caller chose another party than the subject, which had answered
  std::int64_t t_us = 0;
};

struct Call {
  /// False when something of the call may have passed unseen: nothing is said then of what is missing.
  bool whole = true;
  bool named_by_others = false;  ///< somebody but the subject has used its call_id
  OwnParty own;
  std::optional<Party> inviter;          ///< somebody else who invited; the first one
  std::optional<std::size_t> own_offer;  ///< the SDP of the subject's first invite, as a hash
  bool own_invite_version_0 = false;
  int own_answers = 0;
  std::optional<std::string> selected;  ///< by the subject: the party_id
  std::vector<Reply> replies;           ///< by others
  bool replies_unclear = false;         ///< too many, or one without a party_id that could be read
  OpenOffers open_offers;
  Descriptions own_descriptions;
  Descriptions their_descriptions;  ///< of the partner
  OwnMedia media;
  std::vector<EndMarker> end_markers;
  std::optional<End> end;

  bool is_caller() const { return own_offer.has_value() && !inviter; }
  bool is_callee() const { return inviter.has_value() && !own_offer; }
};

/// The one party that the subject talks to, when there is no doubt: who invited it, or whose answer it took.
std::optional<Party> partner(const Call& call);

/// Takes an event in: what the call is after it. `own` is the description that an event of the subject
/// carries, null when there is none that could be read.
void advance(Call& call, const CallEvent& event, const sdp::Parsed* own);

/// Whether the event, once the subject has taken it in, is the end of the call for it, and how.
std::optional<End> ends_call(const Call& call, const CallEvent& event);

/// The call is over: what only a living call needs is let go.
void finish(Call& call, End end);

}  // namespace ringcheck::check
