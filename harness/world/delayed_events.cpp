#include "world/delayed_events.hpp"

#include <utility>
#include <variant>

#include "world/send.hpp"
#include "world/sticky_events.hpp"
#include "world/world.hpp"

namespace ringcheck::world {

namespace {

/// The one whose time comes first, of those that still wait.
DelayedEvent* next_of(World& world) {
  DelayedEvent* next = nullptr;
  for (DelayedEvent& each : world.delayed_events) {
    if (!each.finalised_ms && (next == nullptr || goes_before(&each, next))) next = &each;
  }
  return next;
}

Fact failure_fact(const DelayedEvent& delayed) {
  Fact fact;
  fact.kind = Fact::Kind::delay_failed;
  fact.room_id = delayed.room_id;
  fact.type = delayed.draft.type;
  fact.sender = delayed.draft.sender;
  fact.device_id = delayed.draft.device_id;
  fact.delay_id = delayed.delay_id;
  fact.content = delayed.error;
  return fact;
}

}  // namespace

std::string keep_for_later(World& world, std::string_view room_id, Event draft, Delay delay) {
  DelayedEvent delayed;
  delayed.delay_id = make_id(world, 20);
  delayed.room_id = room_id;
  delayed.delay_ms = delay.delay_ms;
  delayed.since_ms = delay.since_ms;
  draft.delay_mark = {std::move(delay.mark_key), delayed.delay_id};
  delayed.draft = std::move(draft);
  world.delayed_events.push_back(std::move(delayed));
  return world.delayed_events.back().delay_id;
}

std::optional<Refusal> send_delayed(World& world, DelayedEvent& delayed, std::int64_t now_ms,
                                    std::vector<Fact>& facts) {
  Event draft = delayed.draft;
  draft.origin_server_ts_ms = now_ms;
  // Stickiness begins when the event is sent, not when it was scheduled (MSC4354).
  if (draft.sticky_duration_ms) make_sticky(draft, *draft.sticky_duration_ms, now_ms);
  auto accepted = accept_event(world, delayed.room_id, std::move(draft), facts);
  if (const auto* refusal = std::get_if<Refusal>(&accepted)) return *refusal;
  delayed.event_id = std::get<std::string>(std::move(accepted));
  delayed.finalised_ms = now_ms;
  return std::nullopt;
}

bool goes_before(const DelayedEvent* one, const DelayedEvent* other) {
  return one->due_ms() < other->due_ms();
}

std::string schedule_event(World& world, const SendOptions& options, std::int64_t delay_ms,
                           std::int64_t now_ms) {
  Event draft = make_draft(options, now_ms);
  draft.transaction_id.reset();
  return keep_for_later(world, options.room_id, std::move(draft),
                        {delay_ms, now_ms, "org.matrix.msc4140.delay_id"});
}

std::optional<std::int64_t> next_due_ms(const World& world) {
  std::optional<std::int64_t> next_ms;
  for (const DelayedEvent& each : world.delayed_events) {
    if (!each.finalised_ms && (!next_ms || each.due_ms() < *next_ms)) next_ms = each.due_ms();
  }
  return next_ms;
}

std::vector<Fact> pass_time(World& world, std::int64_t now_ms) {
  std::vector<Fact> facts;
  for (DelayedEvent* next = next_of(world); next != nullptr && next->due_ms() <= now_ms;
       next = next_of(world)) {
    const auto refusal = send_delayed(world, *next, now_ms, facts);
    if (!refusal) continue;
    next->finalised_ms = now_ms;
    next->error = refuse(*refusal).body;
    facts.push_back(failure_fact(*next));
  }
  return facts;
}

}  // namespace ringcheck::world
