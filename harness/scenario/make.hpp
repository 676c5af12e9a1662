#pragma once
// The makers of the scenario language: turns what a step says into the value that goes out. References are
// looked up, `$fresh`, `$less_than`, `$offer` and their kin are made; captured data is never read as syntax.

#include <cstdint>
#include <functional>
#include <string>

#include "scenario/names.hpp"
#include "value/result.hpp"

namespace ringcheck::scenario {

/// What makers need from outside; randomness and time are arguments.
struct Makers {
  std::function<std::string()> fresh_opaque_id;
  std::function<std::int64_t()> now_ms;
  /// A session description by the sending actor; `options` is the maker's argument.
  std::function<Result<std::string>(const Value& options)> offer;
  std::function<Result<std::string>(const Value& options)> answer;
  std::function<Result<std::string>(std::string_view path)> read_file;
  /// sdp_stream_metadata of the stream that the sending actor's newest description has.
  std::function<Value(const Value& options)> stream_metadata;
};

/// The value with all references and makers replaced. `$call` without a call yet becomes a fresh id.
/// The error names the place inside the value.
Result<Value> make(const Value& source, const Names& names, const Makers& makers);

}  // namespace ringcheck::scenario
