#pragma once
// A part of the tests, for as many machines as one has: `run --shard 2/4`. Which part a test belongs to hangs
// on its name alone, so that a new scenario moves no other.

#include <string_view>

#include "report/model.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

/// More machines than anybody has; beyond it somebody mistook a number.
inline constexpr int most_shards = 1000;

/// From 1/1 to 1000/1000.
bool is_valid(const report::Shard& shard);

/// Reads `2/4`. The error says what is wrong with it.
Result<report::Shard> parse_shard(std::string_view text);

/// Whether the test belongs to this part; every test does to exactly one of them.
bool is_in_shard(std::string_view test_name, const report::Shard& shard);

}  // namespace ringcheck::run
