#include "run/operated_slot.hpp"

#include <utility>

#include <fmt/format.h>

namespace ringcheck::run {
namespace {

/// Putting away is some requests for each account; a server that has not answered them by then will not.
constexpr std::int64_t goodbye_ms = 60'000;

}  // namespace

Result<Done> OperatedSlot::start() {
  guest_.begin([this, alive = std::weak_ptr<bool>(alive_)](const Result<ServerName>& begun) {
    if (alive.expired() || finishing_) return;
    if (!begun) return leave(begun.error().text);
    ready_ = true;
    driver::Ready ready;
    ready.implementation = begun->name.empty() ? name_ : begun->name;
    ready.version = begun->version;
    events_.on_ready(ready);
  });
  return Done{};
}

Result<Done> OperatedSlot::request(std::string_view method, Value, std::int64_t, Answer) {
  return Error{fmt::format("{} is nothing that a homeserver of somebody else is told", method)};
}

void OperatedSlot::finish() {
  if (!std::exchange(finishing_, true)) leave("");
}

// Also when it cannot be used: accounts that were right may have sessions by then.
void OperatedSlot::leave(const std::string& why) {
  finishing_ = true;
  patience_ = loop_.after_ms(goodbye_ms, [this, why] { over(why); });
  guest_.close([this, why, alive = std::weak_ptr<bool>(alive_)] {
    if (!alive.expired()) over(why);
  });
}

void OperatedSlot::over(const std::string& sentence) {
  if (std::exchange(over_, true)) return;
  patience_.cancel();
  events_.on_over(sentence);
}

}  // namespace ringcheck::run
