#pragma once
// Reads the cast of a scenario: the actors and rooms of its stage with what the scenario adds.

#include <string>
#include <vector>

#include "scenario/model.hpp"
#include "value/yaml.hpp"

namespace ringcheck::scenario {

struct Cast {
  std::vector<Actor> actors;
  std::vector<Room> rooms;
  Value homeserver;  ///< what it offers beyond the usual, a map; or null
};

/// Adds `actors:` and `rooms:` of one document to the cast, reporting what is wrong.
void read_cast(const Value& document, const std::string& file, Cast& cast, std::vector<Fault>& faults);

/// What holds for the whole cast: exactly one subject, members that exist, second devices of known actors.
void check_cast(const Cast& cast, const std::string& file, Place place, std::vector<Fault>& faults);

}  // namespace ringcheck::scenario
