#include "run/shard.hpp"

#include <charconv>

#include <fmt/format.h>

#include "run/random.hpp"

namespace ringcheck::run {
namespace {

bool read_number(std::string_view text, int& number) {
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return !text.empty() && read.ec == std::errc() && read.ptr == text.data() + text.size();
}

}  // namespace

bool is_valid(const report::Shard& shard) {
  return shard.index >= 1 && shard.index <= shard.of && shard.of <= most_shards;
}

Result<report::Shard> parse_shard(std::string_view text) {
  report::Shard shard;
  const std::size_t slash = text.find('/');
  const bool reads = slash != std::string_view::npos && read_number(text.substr(0, slash), shard.index) &&
                     read_number(text.substr(slash + 1), shard.of);
  if (!reads || !is_valid(shard)) {
    return Error{fmt::format("--shard {}: write which part of how many, from 1/4 to 4/4; at most {} parts",
                             text, most_shards)};
  }
  return shard;
}

bool is_in_shard(std::string_view test_name, const report::Shard& shard) {
  if (shard.of == 0) return true;
  Random hash(0, test_name);
  return hash() % static_cast<std::uint64_t>(shard.of) == static_cast<std::uint64_t>(shard.index - 1);
}

}  // namespace ringcheck::run
