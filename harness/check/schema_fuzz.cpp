// Fuzz target: no JSON text may crash a schema of the project, and of each fault is told where it is, what
// was wanted and what came. Give it schemas/samples/matrix for seeds.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "check/json_schema.hpp"
#include "check/test_schemas.hpp"
#include "value/json.hpp"
#include "value/pointer.hpp"

namespace {

using ringcheck::Value;
using ringcheck::check::JsonSchema;
using ringcheck::check::SchemaFault;

[[noreturn]] void give_up(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::abort();
}

std::vector<JsonSchema> load() {
  const auto schemas = ringcheck::check::load_sampled_schemas();
  if (!schemas) give_up(schemas.error().text);
  std::vector<JsonSchema> compiled;
  for (const auto& each : *schemas) {
    auto schema = JsonSchema::compile(each.schema);
    if (!schema) give_up(schema.error().text);
    compiled.push_back(std::move(*schema));
  }
  return compiled;
}

/// The place of a fault is in the value, or one step beside it when something is missing there.
bool is_told_well(const SchemaFault& fault, const Value& value) {
  if (fault.keyword.empty() || fault.wanted.empty() || fault.came.empty()) return false;
  if (fault.keyword != "required") return ringcheck::pointer_find(value, fault.pointer) != nullptr;
  const std::string holder = fault.pointer.substr(0, fault.pointer.rfind('/'));
  return ringcheck::pointer_find(value, holder) != nullptr &&
         ringcheck::pointer_find(value, fault.pointer) == nullptr;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<JsonSchema> schemas = load();
  const auto parsed = ringcheck::parse_json({reinterpret_cast<const char*>(data), size});
  if (!parsed) return 0;
  // Of a key that stands twice, a pointer names only the first; the reader has told of it.
  const bool sound = parsed->findings.empty();
  for (const JsonSchema& schema : schemas) {
    for (const SchemaFault& fault : schema.validate(parsed->value)) {
      if (sound && !is_told_well(fault, parsed->value)) {
        give_up(
            fmt::format("{} {}: wanted {}, came {}", fault.pointer, fault.keyword, fault.wanted, fault.came));
      }
    }
  }
  return 0;
}
