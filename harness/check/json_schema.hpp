#pragma once
// A JSON Schema (draft-07, the part that schema_lint.hpp allows) that judges a Value. The only door to
// valijson, which is kept behind it: what it ignores in silence is refused when a schema is compiled, what it
// says badly is said again by schema_fault.hpp, and integers are judged by their text, since canonical JSON
// has no floats.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "check/schema_fault.hpp"
#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::check {

class JsonSchema {
 public:
  /// The error lists every fault of the schema, one a line.
  static Result<JsonSchema> compile(Value schema);

  JsonSchema(JsonSchema&&) noexcept;
  JsonSchema& operator=(JsonSchema&&) noexcept;
  ~JsonSchema();

  /// What is wrong with the value, in its own order and bounded in number; empty when it fits. May be called
  /// from several threads.
  std::vector<SchemaFault> validate(const Value& value) const;
  /// Whether the schema says anything of this member of the root.
  bool knows_member(std::string_view key) const;

 private:
  struct Compiled;
  explicit JsonSchema(std::unique_ptr<Compiled> compiled);
  std::unique_ptr<Compiled> compiled_;
};

}  // namespace ringcheck::check
