#include "run/slow.hpp"

#include <algorithm>

namespace ringcheck::run {
namespace {

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

bool has_virtual_clock(const std::vector<std::string>& claims) {
  return contains(claims, "clock.virtual");
}

bool is_slow(const scenario::Test& test, const std::vector<std::string>& claims) {
  return test.slow || (contains(test.uses.orders, advance_clock) && !has_virtual_clock(claims));
}

}  // namespace ringcheck::run
