#pragma once
// What a schema of ours may say. valijson ignores in silence what it does not know, so a keyword outside the
// list, or one with an argument that it would misread, is an error when the schema is loaded. Draft-07
// without `pattern` (its regular expressions overflow the stack on strings that a subject may legally send)
// and without `format`.

#include <string>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::check {

/// Every fault of the schema, each with the pointer to its place; empty when it may be compiled.
std::vector<std::string> lint_schema(const Value& schema);

}  // namespace ringcheck::check
