#include "driver/promises.hpp"

#include <fmt/format.h>

#include "driver/text.hpp"

namespace ringcheck::driver {

void SettleWatch::on_cause(std::string_view session) {
  if (const auto found = settled_at_ms_.find(session); found != settled_at_ms_.end())
    settled_at_ms_.erase(found);
}

void SettleWatch::on_settled(std::string_view session, std::int64_t now_ms) {
  settled_at_ms_.insert_or_assign(std::string(session), now_ms);
}

std::optional<std::string> SettleWatch::on_request(std::string_view session, std::string_view request,
                                                   std::int64_t now_ms) const {
  const auto found = settled_at_ms_.find(session);
  if (found == settled_at_ms_.end() || now_ms - found->second > window_ms_) return std::nullopt;
  return fmt::format(
      "settle of session {} was answered, and {} ms later the subject sent {} with no new cause; an "
      "adapter that cannot promise settle leaves it out of its actions",
      session, now_ms - found->second, shown(request));
}

std::string stopped_syncing(std::string_view session, std::int64_t silent_ms) {
  return fmt::format(
      "session {} opened no sync for {} ms after its last one was answered; the subject stopped syncing",
      session, silent_ms);
}

}  // namespace ringcheck::driver
