#pragma once
// Values that a pattern of the language must refuse, and values that it must take. They are made from the
// pattern alone and never tried with the matcher first: what the matcher overlooks would else hide itself.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "run/judge_mutant.hpp"
#include "scenario/names.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

/// What references mean where the pattern is laid.
struct Known {
  scenario::Names names;
  /// Names that the judged entry itself gives: a reference to them pins no value.
  std::set<std::string, std::less<>> open;
};

/// A value in place of the one that came, or none: its key is taken away.
struct MadeValue {
  Mutation kind = Mutation::value;  ///< value, type or key
  std::string words;                ///< "writes /state as null"; no captured data, the same in every run
  std::string pointer;              ///< to the place that was changed
  std::optional<Value> value;
};

/// Each a value that `pattern` must refuse, by one change of `actual`, which it took; `actual` is null when
/// nothing was there. Places that the pattern leaves open are left alone. Empty when no wrong value is known.
std::vector<MadeValue> wrong_values(const Value& pattern, const Value* actual, const Known& known,
                                    const std::string& at = "");

/// Each a value that `pattern` must take, laid on `base` where that has something else. More than one where
/// the pattern leaves a choice. Empty when none is known.
std::vector<MadeValue> fitting_values(const Value& pattern, const Value* base, const Known& known,
                                      const std::string& at = "");

/// The same for the argument of `$sdp`: texts of which one thing that it names is changed.
std::vector<MadeValue> wrong_descriptions(const Value& argument, const std::string& text,
                                          const std::string& at);

/// An offer of so many streams, each with a section of its own.
std::string description_of_streams(std::size_t count);

/// What `$values` reads of a map.
Value values_of(const Value& map);
/// The other way: `list` under the keys of `map`, in order; what is left over gets keys of its own.
Value map_of(const Value& map, const Value& list);

}  // namespace ringcheck::run
