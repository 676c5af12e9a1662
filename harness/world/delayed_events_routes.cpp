// The endpoints of delayed events (MSC4140): the merged text's, under stable and unstable names, and what
// clients of its drafts still ask.

#include <algorithm>
#include <array>
#include <utility>

#include "world/delayed_events.hpp"
#include "world/route.hpp"
#include "world/sticky_events.hpp"

namespace ringcheck::world {

namespace {

constexpr std::string_view stable_mark = "delay_id";
constexpr std::string_view unstable_mark = "org.matrix.msc4140.delay_id";

Reply unknown_delay_id() {
  return error_reply(404, "M_NOT_FOUND", "no such delayed event");
}

/// The delayed event of the path's argument. Who comes with a token must be who scheduled it.
DelayedEvent* own_delayed_event(Call& call) {
  auto& all = call.world.delayed_events;
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const DelayedEvent& each) { return each.delay_id == call.args[0]; });
  if (found == all.end()) return nullptr;
  const bool is_strangers = !call.session.user_id.empty() && found->draft.sender != call.session.user_id;
  return is_strangers ? nullptr : &*found;
}

/// A limit on how many there are is told with the time when the next of them goes (MSC4140, "Scheduling").
std::optional<Reply> check_limits(const Call& call, std::int64_t delay_ms) {
  const Features& features = call.world.features;
  if (features.max_scheduled == 0) return error_reply(403, "M_FORBIDDEN", "no delayed events are taken here");
  if (features.max_delay_ms && delay_ms > *features.max_delay_ms) {
    return error_reply(403, "M_FORBIDDEN", "the delay is longer than max_delay_ms");
  }
  std::int64_t scheduled = 0;
  std::int64_t next_ms = 0;
  for (const DelayedEvent& each : call.world.delayed_events) {
    if (each.finalised_ms || each.draft.sender != call.session.user_id) continue;
    next_ms = scheduled == 0 ? each.due_ms() : std::min(next_ms, each.due_ms());
    ++scheduled;
  }
  if (!features.max_scheduled || scheduled < *features.max_scheduled) return std::nullopt;
  Reply reply = error_reply(429, "M_LIMIT_EXCEEDED", "the maximum number of delayed events has been reached");
  const std::int64_t left_ms = std::max<std::int64_t>(0, next_ms - call.now_ms);
  reply.headers.emplace_back("Retry-After", std::to_string((left_ms + 999) / 1000));
  return reply;
}

std::optional<Reply> check_body(const Value& body) {
  const Value* delay = body.find("delay_ms");
  const Value* content = body.find("content");
  const Value* state_key = body.find("state_key");
  if (delay == nullptr || content == nullptr) {
    return error_reply(400, "M_MISSING_PARAM", "delay_ms and content are needed");
  }
  if (delay->as_int().value_or(0) <= 0) {
    return error_reply(400, "M_INVALID_PARAM", "delay_ms is no whole number above 0");
  }
  if (!content->is_object()) return error_reply(400, "M_INVALID_PARAM", "content is no object");
  const bool is_key = state_key == nullptr || state_key->is_string();
  if (!is_key) return error_reply(400, "M_INVALID_PARAM", "state_key is no string");
  return std::nullopt;
}

Answer put_delayed_event(Call& call, std::string_view mark_key) {
  if (const Reply* earlier = earlier_answer(call)) return *earlier;
  if (auto fault = need_object(call)) return *fault;
  const Value& body = call.request.body;
  if (auto fault = check_body(body)) return *fault;
  Event draft = draft_of(call, call.args[1], *body.find("content"));
  if (const Value* state_key = body.find("state_key")) draft.state_key = state_key->text;
  if (auto fault = read_sticky(call, draft)) return *fault;
  Reply reply = schedule(call, std::move(draft), body.find("delay_ms")->as_int().value_or(0), mark_key);
  return reply.status == 200 ? remember_answer(call, std::move(reply)) : reply;
}

Answer put_stable(Call& call) {
  return put_delayed_event(call, stable_mark);
}
Answer put_unstable(Call& call) {
  return put_delayed_event(call, unstable_mark);
}

Reply conflict() {
  return error_reply(409, "M_UNKNOWN", "the delayed event has come to another end already");
}

Reply send_now(Call& call, DelayedEvent& delayed) {
  if (!delayed.event_id.empty()) return ok();
  if (delayed.finalised_ms) return conflict();
  if (const auto refusal = send_delayed(call.world, delayed, call.now_ms, call.facts))
    return refuse(*refusal);
  return ok();
}

Reply cancel(Call& call, DelayedEvent& delayed) {
  if (!delayed.event_id.empty()) return conflict();
  if (!delayed.finalised_ms) delayed.finalised_ms = call.now_ms;
  return ok();
}

/// The text names no answer for what is sent already; it is as much at an end as what is cancelled.
Reply restart(Call& call, DelayedEvent& delayed) {
  if (delayed.finalised_ms) return conflict();
  delayed.since_ms = call.now_ms;
  return ok();
}

Reply manage(Call& call, std::string_view action) {
  using Manage = Reply (*)(Call&, DelayedEvent&);
  static constexpr std::array<std::pair<std::string_view, Manage>, 3> actions = {
      {{"send", send_now}, {"cancel", cancel}, {"restart", restart}}};
  for (const auto& [name, act] : actions) {
    if (name != action) continue;
    DelayedEvent* delayed = own_delayed_event(call);
    return delayed == nullptr ? unknown_delay_id() : act(call, *delayed);
  }
  return error_reply(404, "M_UNRECOGNIZED", "a delayed event is sent, cancelled or restarted");
}

Answer post_action(Call& call) {
  return manage(call, call.args[1]);
}

/// The form of drafts before 2026, to which clients fall back.
Answer post_action_in_body(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  const std::string_view action = call.request.body.string_at("action");
  if (action.empty()) return error_reply(400, "M_MISSING_PARAM", "action is missing");
  Reply reply = manage(call, action);
  if (reply.body.string_at("errcode") == "M_UNRECOGNIZED")
    return error_reply(400, "M_INVALID_PARAM", "no such action");
  return reply;
}

/// What has become of it, as the merged text tells it; the text of July 2026 had these at the top level.
Value finalised(const DelayedEvent& delayed) {
  Value end = make_object({{"finalised_ts", *delayed.finalised_ms}});
  if (!delayed.error.is_null()) end.set("error", delayed.error);
  if (!delayed.event_id.empty()) end.set("event_id", delayed.event_id);
  return end;
}

Value told(const DelayedEvent& delayed) {
  Value body = make_object({{"delay_id", delayed.delay_id},
                            {"room_id", delayed.room_id},
                            {"type", delayed.draft.type},
                            {"delay_ms", delayed.delay_ms},
                            {"scheduled_at", delayed.since_ms},
                            {"delayed_since_ts", delayed.since_ms},
                            {"content", delayed.draft.content}});
  if (delayed.draft.state_key) body.set("state_key", *delayed.draft.state_key);
  if (!delayed.error.is_null()) body.set("error", delayed.error);
  if (!delayed.event_id.empty()) body.set("event_id", delayed.event_id);
  if (delayed.finalised_ms)
    body.set("finalised_ts", *delayed.finalised_ms).set("finalised", finalised(delayed));
  return body;
}

Answer get_delayed_event(Call& call) {
  const DelayedEvent* delayed = own_delayed_event(call);
  if (delayed == nullptr) return unknown_delay_id();
  return ok(told(*delayed));
}

Answer get_delayed_events(Call& call) {
  std::vector<const DelayedEvent*> scheduled;
  for (const DelayedEvent& each : call.world.delayed_events) {
    if (!each.finalised_ms && each.draft.sender == call.session.user_id) scheduled.push_back(&each);
  }
  std::stable_sort(scheduled.begin(), scheduled.end(), goes_before);
  Value list = make_array();
  for (const DelayedEvent* each : scheduled) list.push(told(*each));
  return ok(make_object({{"delayed_events", list}}));
}

constexpr std::string_view stable = feature::stable_delayed_events;
constexpr std::string_view unstable = feature::delayed_events;

// Deployed servers let anyone who knows the id manage a delayed event, as drafts of before July 2026 had it;
// who comes without a token is let in under the unstable names, so that such clients can be tested.
constexpr std::array routes = {
    Route{"PUT", "v3/rooms/*/delayed_event/*/*", true, put_stable, stable},
    Route{"POST", "v1/delayed_events/*/*", true, post_action, stable},
    Route{"GET", "v1/delayed_events/*", true, get_delayed_event, stable},
    Route{"GET", "v1/delayed_events", true, get_delayed_events, stable},
    Route{"PUT", "unstable/org.matrix.msc4140/rooms/*/delayed_event/*/*", true, put_unstable, unstable},
    Route{"POST", "unstable/org.matrix.msc4140/delayed_events/*/*", false, post_action, unstable},
    Route{"POST", "unstable/org.matrix.msc4140/delayed_events/*", false, post_action_in_body, unstable},
    Route{"GET", "unstable/org.matrix.msc4140/delayed_events/*", true, get_delayed_event, unstable},
    Route{"GET", "unstable/org.matrix.msc4140/delayed_events", true, get_delayed_events, unstable},
};

}  // namespace

Reply schedule(Call& call, Event draft, std::int64_t delay_ms, std::string_view mark_key) {
  if (auto fault = check_limits(call, delay_ms)) return *fault;
  const std::string delay_id = keep_for_later(call.world, call.args[0], std::move(draft),
                                              {delay_ms, call.now_ms, std::string(mark_key)});
  return ok(make_object({{"delay_id", delay_id}}));
}

std::span<const Route> delayed_events_routes() {
  return routes;
}

}  // namespace ringcheck::world
