#pragma once
// The matchers of the scenario language: does a value from the wire look as a step wants it? Strict about
// JSON types (`1` is not `"1"`), and telling every difference, not only the first.

#include <string>
#include <vector>

#include "scenario/names.hpp"
#include "value/value.hpp"

namespace ringcheck::scenario {

/// One difference. `wanted` and `came` name value and type, ready to be shown side by side.
struct Mismatch {
  std::string pointer;
  std::string wanted;
  std::string came;
};

struct Match {
  std::vector<Mismatch> mismatches;
  std::vector<std::string> warnings;  ///< `$prefer`: legal, but another value is better
  Names saved;                        ///< `$save`: kept only when the whole step is met

  bool ok() const { return mismatches.empty(); }
};

/// Lays `pattern` over `actual`; `actual` is null when the key is absent.
Match match(const Value& pattern, const Value* actual, const Names& names);

/// A value as error texts show it: its JSON, cut short, and its type.
std::string show(const Value* value);

}  // namespace ringcheck::scenario
