#pragma once
// The schemas of schemas/matrix, each known by its set (the folder: v0, v1, room …) and its event type (the
// file).

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "check/json_schema.hpp"
#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::check {

/// Whether the content chooses the schemas of r0.6.1: its version is the integer 0, and nothing else (stance
/// S1).
bool is_version_0(const Value& content);

class SchemaSet {
 public:
  /// Reads `folder/*/*.json`. The error lists every fault of every file.
  static Result<std::unique_ptr<SchemaSet>> load(const std::string& folder);

  /// Null when the set has no such schema.
  const JsonSchema* find(std::string_view set, std::string_view type) const;
  /// The schema by which the content of an event is judged; null for types that no set knows.
  const JsonSchema* for_event(std::string_view type, const Value& content) const;

 private:
  using Key = std::pair<std::string, std::string>;
  std::map<Key, JsonSchema> schemas_;
};

}  // namespace ringcheck::check
