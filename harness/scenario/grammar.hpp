#pragma once
// The shape of the language as data: which verbs there are, which keys each takes, of what type. The loader
// checks by these tables, `schemas/scenario.schema.json` says the same for editors, and a test holds the two
// together.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/model.hpp"
#include "value/yaml.hpp"

namespace ringcheck::scenario {

/// What of a request, beside its body, a step may look at: keys of the step, and of the head of its entry.
constexpr const char* request_parts[] = {"headers", "query", "file"};

constexpr bool is_request_part(std::string_view key) {
  return key == request_parts[0] || key == request_parts[1] || key == request_parts[2];
}

/// Whether columns of cases and inputs of fragments stand in the step as references, or have been put in.
enum class Cells : std::uint8_t { open, put_in };

/// Checks the keys of one step (one verb, known keys, their types, operators well formed), with those of its
/// children, and reports what is wrong. Once the cells are put in, a reference may only stand where a value
/// is worked out when the step is played.
void check_step_shape(const Value& step, const std::string& file, std::vector<Fault>& faults,
                      Cells cells = Cells::open);

/// The verb of a step; `use` has none of its own because it is laid out at load.
std::optional<Verb> step_verb(const Value& step);

}  // namespace ringcheck::scenario
