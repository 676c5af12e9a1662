#include "world/sticky_events.hpp"

#include <algorithm>

namespace ringcheck::world {

void make_sticky(Event& draft, std::int64_t duration_ms, std::int64_t now_ms) {
  draft.sticky_duration_ms = duration_ms;
  draft.sticky_until_ms =
      std::min(now_ms, draft.origin_server_ts_ms) + std::min(duration_ms, longest_sticky_ms);
}

std::optional<std::int64_t> sticky_left_ms(const Event& event, std::int64_t now_ms) {
  if (!event.sticky_duration_ms || event.sticky_until_ms <= now_ms) return std::nullopt;
  return event.sticky_until_ms - now_ms;
}

std::optional<Reply> read_sticky(const Call& call, Event& draft) {
  const std::string* text = query_find(call.request, "org.matrix.msc4354.sticky_duration_ms");
  if (text == nullptr || !offers(call.world.features, feature::sticky_events)) return std::nullopt;
  const auto duration_ms = whole_number(*text);
  if (!duration_ms || *duration_ms > longest_sticky_ms) {
    return error_reply(400, "M_INVALID_PARAM", "sticky_duration_ms is no number from 0 to 3600000");
  }
  make_sticky(draft, *duration_ms, call.now_ms);
  return std::nullopt;
}

}  // namespace ringcheck::world
