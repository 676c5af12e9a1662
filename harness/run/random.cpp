#include "run/random.hpp"

namespace ringcheck::run {

// FNV-1a: std::hash may differ between standard libraries, and a seed must repeat everywhere.
Random::Random(std::uint64_t seed, std::string_view name) : state_(seed ^ 0xcbf29ce484222325U) {
  for (const char c : name) state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
}

// splitmix64 (Steele, Lea, Flood 2014).
std::uint64_t Random::operator()() {
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

std::string Random::opaque_id(std::size_t length) {
  static constexpr std::string_view letters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string id;
  for (std::size_t i = 0; i < length; ++i) id += letters[(*this)() % letters.size()];
  return id;
}

}  // namespace ringcheck::run
