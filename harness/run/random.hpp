#pragma once
// Randomness as a value: each test draws from its own stream, made of the run's seed and the test's name, so
// that the order and number of tests change nothing.

#include <cstdint>
#include <string>
#include <string_view>

namespace ringcheck::run {

class Random {
 public:
  Random(std::uint64_t seed, std::string_view name);
  std::uint64_t operator()();
  /// An opaque identifier: letters and digits, so that it is also a legal device id.
  std::string opaque_id(std::size_t length = 16);

 private:
  std::uint64_t state_;
};

}  // namespace ringcheck::run
