#pragma once
// What an adapter promises by speaking the driver protocol: one word for each, what is wanted, and what its
// author does when it does not hold. `ringcheck adapter check` shows them in this order.

#include <array>
#include <cstdint>
#include <string_view>

namespace ringcheck::driver {

enum class Promise : std::uint8_t {
  messages,
  initialize,
  offer,
  unknown,
  sessions,
  syncs,
  answers,
  deadlines,
  notes,
  settle,
  leaving,
  nothing_left
};

struct PromiseWords {
  Promise promise = Promise::messages;
  std::string_view name;
  std::string_view wanted;
  std::string_view next;
};

/// In the order of the enumeration.
const std::array<PromiseWords, 12>& all_promises();
const PromiseWords& words_of(Promise promise);

}  // namespace ringcheck::driver
