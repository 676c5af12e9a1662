#include "check/schema_fault.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/pointer.hpp"
#include "value/utf8.hpp"

namespace ringcheck::check {
namespace {

using Schemas = std::vector<const Value*>;

/// Adds a schema and all that hold together with it: the target of its $ref and the parts of its allOf. The
/// lint has refused references in a circle.
void add_schema(const Value& root, const Value& schema, Schemas& schemas) {
  if (const Value* reference = schema.find("$ref")) {
    const Value* target = pointer_find(root, std::string(reference->as_string()).substr(1));
    if (target != nullptr) add_schema(root, *target, schemas);
    return;
  }
  schemas.push_back(&schema);
  if (const Value* all = schema.find("allOf")) {
    for (const Value& part : all->items) add_schema(root, part, schemas);
  }
}

/// The schemas one step down, for a member or an item.
Schemas below(const Value& root, const Schemas& schemas, const Value& parent, const std::string& key) {
  Schemas result;
  for (const Value* schema : schemas) {
    const Value* properties = schema->find("properties");
    const Value* next = nullptr;
    if (parent.is_array()) {
      next = schema->find("items");
    } else if (properties != nullptr && properties->find(key) != nullptr) {
      next = properties->find(key);
    } else {
      next = schema->find("additionalProperties");
    }
    if (next != nullptr && next->is_object()) add_schema(root, *next, result);
  }
  return result;
}

std::string describe_type(const std::string& name) {
  if (name == "object") return "a map";
  if (name == "array") return "a list";
  if (name == "null") return name;
  return (name == "integer" ? "an " : "a ") + name;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  return fmt::format("{}", fmt::join(parts, separator));
}

/// `{"not": {}}`, by which a schema says that a key must be absent.
bool takes_nothing(const Value& schema) {
  const Value* refused = schema.find("not");
  return refused != nullptr && refused->is_object() && refused->members.empty();
}

std::string describe_schema(const Value& schema);

std::string describe_keyword(const Value& schema, std::string_view keyword) {
  const Value* argument = schema.find(keyword);
  if (argument == nullptr) return {};
  std::vector<std::string> parts;
  if (keyword == "type") {
    if (argument->is_string()) return describe_type(argument->text);
    for (const Value& name : argument->items) parts.push_back(describe_type(name.text));
    return join(parts, " or ");
  }
  if (keyword == "enum") {
    for (const Value& each : argument->items) parts.push_back(to_json(each));
    return "one of " + join(parts, ", ");
  }
  if (keyword == "required") {
    for (const Value& name : argument->items) parts.push_back(name.text);
    return "the key " + join(parts, " and ");
  }
  if (keyword == "properties") {
    for (const Member& member : argument->members) {
      parts.push_back(takes_nothing(member.value)
                          ? "no key " + member.key
                          : fmt::format("{} that is {}", member.key, describe_schema(member.value)));
    }
    return join(parts, " and ");
  }
  if (keyword == "anyOf") {
    for (const Value& each : argument->items) parts.push_back(describe_schema(each));
    return join(parts, ", or ");
  }
  if (keyword == "not") return "no value with " + describe_schema(*argument);
  if (keyword == "minLength") return fmt::format("{} characters or more", argument->text);
  return to_json(*argument);
}

/// A schema in words, by the keyword that says most.
std::string describe_schema(const Value& schema) {
  for (const std::string_view keyword : {"const", "enum", "anyOf", "required", "type", "properties", "not"}) {
    std::string words = describe_keyword(schema, keyword);
    if (!words.empty()) return words;
  }
  return "a value";
}

const Value* schema_with(const Schemas& schemas, const RawFault& raw) {
  const auto found = std::find_if(schemas.begin(), schemas.end(), [&](const Value* schema) {
    const Value* argument = schema->find(raw.keyword);
    if (argument == nullptr || raw.keyword != "required") return argument != nullptr;
    return std::find(argument->items.begin(), argument->items.end(), Value(raw.name)) !=
           argument->items.end();
  });
  return found == schemas.end() ? nullptr : *found;
}

constexpr std::size_t shown_characters = 60;

/// As much of a value as its first characters can show: a subject may send megabytes, of any depth, and each
/// fault tells of them. Every value and every key costs at least one character of the budget.
Value beginning(const Value& value, std::size_t& budget) {
  constexpr std::size_t most_bytes = 4 * (shown_characters + 1);
  Value result;
  result.type = value.type;
  result.truth = value.truth;
  result.text = value.text.substr(0, most_bytes);
  for (const Value& item : value.items) {
    if (budget == 0) break;
    --budget;
    result.items.push_back(beginning(item, budget));
  }
  for (const Member& member : value.members) {
    if (budget == 0) break;
    --budget;
    result.members.push_back({member.key.substr(0, most_bytes), beginning(member.value, budget), {}});
  }
  return result;
}

}  // namespace

std::string describe_value(const Value* value) {
  if (value == nullptr) return "nothing";
  std::size_t budget = shown_characters + 1;
  return fmt::format("{} ({})", clip(to_json(beginning(*value, budget)), shown_characters),
                     type_name(*value));
}

std::optional<SchemaFault> explain_fault(const Value& schema, const Value& value, const RawFault& raw) {
  Schemas schemas;
  add_schema(schema, schema, schemas);
  std::string pointer;
  const Value* place = &value;
  for (const std::string& key : raw.path) {
    schemas = below(schema, schemas, *place, key);
    pointer = pointer_join(pointer, key);
    place = pointer_find(value, pointer);
    if (place == nullptr) return std::nullopt;
  }
  const Value* broken = schema_with(schemas, raw);
  if (broken == nullptr) return std::nullopt;
  if (raw.keyword == "required") {
    const Schemas missing = below(schema, {broken}, *place, raw.name);
    return SchemaFault{pointer_join(pointer, raw.name), raw.keyword,
                       missing.empty() ? "a value" : describe_schema(*missing.front()),
                       describe_value(nullptr)};
  }
  if (raw.keyword == "additionalProperties") {
    return SchemaFault{pointer_join(pointer, raw.name), raw.keyword, "no such key",
                       describe_value(place->find(raw.name))};
  }
  return SchemaFault{pointer, raw.keyword, describe_keyword(*broken, raw.keyword), describe_value(place)};
}

}  // namespace ringcheck::check
