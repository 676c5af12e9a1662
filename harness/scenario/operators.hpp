#pragma once
// The matchers and makers of the language as data: which there are, what they take, and on which side of a
// scenario each may stand. The loader checks by this table.

#include <string>
#include <vector>

#include "value/value.hpp"
#include "value/yaml.hpp"

namespace ringcheck::scenario {

/// Checks any value for operator maps: known names, not mixed with ordinary keys, arguments of the right
/// type. References pass, for a column of `cases` may stand anywhere.
void check_operators(const Value& value, const std::string& file, std::vector<Fault>& faults);

/// On which side of the scenario a value stands.
enum class Side : std::uint8_t {
  wanted,  ///< laid over what came: matchers only
  made,    ///< worked out: makers only
  sent,    ///< goes out in an actor's name: $offer and $answer too
  served,  ///< body of a response: $raw too
  posted,  ///< goes out by postMessage: what JSON cannot say too
  asked,   ///< body of a request: $raw too
};

/// Checks that a value whose columns were put in holds only operators of its side, and no reference where the
/// language wants a word of its own. A matcher that is never applied would pass whatever comes.
void check_side(const Value& value, Side side, const std::string& file, std::vector<Fault>& faults);

}  // namespace ringcheck::scenario
