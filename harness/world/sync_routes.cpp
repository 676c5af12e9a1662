// The sync endpoint: reads what is asked, confirms what the client has by its token, answers or waits.

#include <algorithm>
#include <array>
#include <utility>

#include "value/json.hpp"
#include "world/route.hpp"
#include "world/sync.hpp"

namespace ringcheck::world {

namespace {

constexpr std::int64_t longest_wait_ms = 600'000;

bool is_true(const Request& request, std::string_view name) {
  const std::string* text = query_find(request, name);
  return text != nullptr && *text == "true";
}

StateStyle style_of(const Request& request) {
  if (is_true(request, "use_state_after")) return StateStyle::after_timeline;
  if (is_true(request, "org.matrix.msc4222.use_state_after")) return StateStyle::after_timeline_unstable;
  return StateStyle::before_timeline;
}

/// A filter is given by its id, or inline when it begins with a brace.
std::optional<Filter> filter_of(Call& call) {
  const std::string* text = query_find(call.request, "filter");
  if (text == nullptr || text->empty()) return Filter();
  if (text->starts_with('{')) {
    const Result<ParsedJson> parsed = parse_json(*text);
    return parsed ? std::optional(parse_filter(parsed->value)) : std::nullopt;
  }
  const auto id = whole_number(*text);
  const std::vector<Value>& filters = caller(call).filters;
  if (!id || *id >= static_cast<std::int64_t>(filters.size())) return std::nullopt;
  return parse_filter(filters[static_cast<std::size_t>(*id)]);
}

std::vector<std::string> take_confirmed(Device& device, std::int64_t since) {
  std::vector<std::string> event_ids;
  const auto is_confirmed = [&](const Delivery& delivery) { return delivery.position <= since; };
  for (const Delivery& delivery : device.unconfirmed) {
    if (!is_confirmed(delivery)) continue;
    for (const std::string& event_id : delivery.event_ids) {
      // The same since may have been asked twice, and told the same events twice.
      const bool is_known = std::find(event_ids.begin(), event_ids.end(), event_id) != event_ids.end();
      if (!is_known) event_ids.push_back(event_id);
    }
  }
  std::erase_if(device.unconfirmed, is_confirmed);
  return event_ids;
}

/// The token says what the client has: to-device messages up to it are deleted, and the trace learns of it.
void confirm(Call& call, std::int64_t since) {
  Device& device = *find_device(call.world, call.session.user_id, call.session.device_id);
  std::erase_if(device.inbox, [&](const ToDeviceMessage& message) { return message.position <= since; });
  if (since <= device.taken) return;
  device.taken = since;
  Fact fact;
  fact.kind = Fact::Kind::taken;
  fact.user_id = call.session.user_id;
  fact.device_id = call.session.device_id;
  fact.event_ids = take_confirmed(device, since);
  fact.token = make_sync_token(call.world, since);
  call.facts.push_back(std::move(fact));
}

/// A client that starts afresh has nothing, whatever an earlier one of this device had.
void forget(Call& call) {
  Device& device = *find_device(call.world, call.session.user_id, call.session.device_id);
  device.taken = -1;
  device.unconfirmed.clear();
}

Reply bad_parameter(std::string_view text) {
  return error_reply(400, "M_INVALID_PARAM", text);
}

Answer answer_or_wait(Call& call, SyncCursor cursor, std::int64_t timeout_ms) {
  SyncBody built = build_sync(call.world, call.session, cursor, call.now_ms);
  if (cursor.since && !cursor.full_state && !built.has_news && timeout_ms > 0) {
    return Wait{call.session.user_id, call.session.device_id, std::move(cursor),
                call.now_ms + std::min(timeout_ms, longest_wait_ms)};
  }
  Outcome outcome = deliver_sync(call.world, call.session, cursor, std::move(built));
  for (Fact& fact : outcome.facts) call.facts.push_back(std::move(fact));
  return std::move(outcome.answer);
}

Answer get_sync(Call& call) {
  const std::string* since = query_find(call.request, "since");
  const std::string* timeout = query_find(call.request, "timeout");
  const auto timeout_ms = timeout == nullptr ? 0 : whole_number(*timeout);
  auto filter = filter_of(call);
  if (!timeout_ms) return bad_parameter("timeout is no number of milliseconds");
  if (!filter) return bad_parameter("filter is neither an id given out here nor a JSON object");
  SyncCursor cursor;
  if (since != nullptr) cursor.since = parse_sync_token(call.world, *since);
  if (since != nullptr && !cursor.since) return bad_parameter("since is no token of this server");
  cursor.full_state = is_true(call.request, "full_state");
  cursor.state_style = style_of(call.request);
  cursor.filter = std::move(*filter);
  if (cursor.since) {
    confirm(call, *cursor.since);
  } else {
    forget(call);
  }
  return answer_or_wait(call, std::move(cursor), *timeout_ms);
}

constexpr std::array routes = {Route{"GET", "v3/sync", true, get_sync}};

}  // namespace

std::span<const Route> sync_routes() {
  return routes;
}

}  // namespace ringcheck::world
