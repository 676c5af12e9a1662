#pragma once
// The verbs of the language as a table: what each looks like, and which keys it takes.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scenario/model.hpp"

namespace ringcheck::scenario {

/// What must stand under a key.
enum class Shape : std::uint8_t {
  string,    ///< not empty
  text,      ///< any string
  word,      ///< of a-z, 0-9 and _
  time,      ///< prompt, network, ice, timer, human
  drop,      ///< before, after
  delivery,  ///< lost
  page,      ///< reload, frame, unframe, leave, finish_load
  through,   ///< hostile
  only_to,   ///< parent_url
  request,   ///< GET /path
  boolean,
  natural,
  map,
  names,  ///< a map that is not empty
  words,
  value,
  steps,
  sends,
  seen,
  pointers,
  ids,
  status
};

/// What a step may say beside its verb.
struct Key {
  std::string_view name;
  Shape shape;
};

struct VerbRule {
  std::string_view name;
  std::optional<Verb> verb;
  Shape shape;  ///< of the verb's own value
  std::vector<Key> keys;
};

const std::vector<VerbRule>& verb_rules();
/// Null when there is no such verb.
const VerbRule* find_rule(std::string_view name);
/// Keys that any step may have.
const std::vector<Key>& common_keys();

}  // namespace ringcheck::scenario
