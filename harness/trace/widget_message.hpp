#pragma once
// How a message of the widget API (MSC2764) stands in a trace: one entry for each message that one side
// posted to the other, on the channel `widget`.
//
//   kind   `ask` for a request, `reply` for a response, which is a message that has `response`. A message
//   that
//          is neither is an `ask` too.
//   from   the party that sent it: the subject, an actor, or the name of a frame that is nobody's
//   to     the party whose window it reached
//   type   the action as it was on the wire; empty when there is none that is a string
//   cause  for a reply: the seq of the ask that it answers, where the recorder knows it
//   head   what the recorder knows without believing the message: `session`, a name of one load of the page
//          (a page that is loaded again has another), and `side`, who sent it: `widget` for the page, `host`
//          for who framed it. Copied from the message, for people and filters: `request_id`, `widget_id`.
//   body   the message whole, in the form of clone_form.hpp
//
// An entry `opened` on this channel says that a page of the harness was loaded, which begins the session
// `head.session`: `from` loaded it, `to` is the widget or host whose page it is; the body has `href`,
// `origin` and the parts of the query by name. An entry `closed` says that the page of `head.session` was
// unloaded; `from` is who did it. Nothing of that session can come later but what is late.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "trace/entry.hpp"

namespace ringcheck::trace {

enum class Side : std::uint8_t { widget, host };

std::string_view side_name(Side side);
/// What `api` names requests of this side: `fromWidget`, `toWidget` (MSC2764, "Communication").
std::string_view api_of(Side side);
Side other(Side side);

/// An entry read as a message. It looks into the entry; what is absent or no string is empty.
struct WidgetMessage {
  const Entry* entry = nullptr;
  Side side = Side::widget;  ///< that sent it
  bool is_reply = false;

  const Value& body() const { return entry->body; }
  std::string_view session() const { return entry->head.string_at("session"); }
  std::string_view action() const { return body().string_at("action"); }
  std::string_view api() const { return body().string_at("api"); }
  std::string_view request_id() const { return body().string_at("requestId"); }
  std::string_view widget_id() const { return body().string_at("widgetId"); }
  const Value* data() const { return body().find("data"); }
  const Value* response() const { return body().find("response"); }
  /// A response that reports a failure (MSC2764, "Error responses").
  bool is_error() const { return response() != nullptr && response()->find("error") != nullptr; }
  /// The side that asked: of a reply, the other one.
  Side asker() const { return is_reply ? other(side) : side; }
};

/// Nothing for an entry that is no message of a widget, or does not say its session and side.
std::optional<WidgetMessage> as_widget_message(const Entry& entry);

/// The session that this entry ends; empty for all other entries.
std::string_view closed_session(const Entry& entry);

/// The entry of a message; seq, time and cause are for the caller to say.
Entry entry_of_message(Side side, std::string session, std::string from, std::string to, Value message);
/// The entry that begins a session; `href` is the address of the page as the page itself sees it.
Entry entry_of_load(std::string session, std::string from, std::string to, std::string_view href);
/// The entry that ends a session.
Entry entry_of_unload(std::string session, std::string from);

}  // namespace ringcheck::trace
