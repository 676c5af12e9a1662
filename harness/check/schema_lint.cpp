#include "check/schema_lint.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "value/pointer.hpp"
#include "value/utf8.hpp"

namespace ringcheck::check {
namespace {

constexpr std::string_view ref_prefix = "#/definitions/";

bool is_one_of(std::string_view word, const std::vector<std::string_view>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_word(const Value& value) {
  return value.is_string() && !value.text.empty();
}

bool are_words(const Value& value) {
  return value.is_array() && !value.items.empty() &&
         std::all_of(value.items.begin(), value.items.end(), is_word);
}

bool is_type_name(const Value& value) {
  return is_one_of(value.as_string(), {"string", "integer", "number", "boolean", "null", "array", "object"});
}

bool is_type(const Value& value) {
  if (!value.is_array()) return is_type_name(value);
  return !value.items.empty() && std::all_of(value.items.begin(), value.items.end(), is_type_name);
}

class Lint {
 public:
  explicit Lint(const Value& root) : root_(root) {}

  void schema(const Value& value, const std::string& at) {
    if (!value.is_object()) return fault(at, "a schema is a map");
    if (const Value* reference = value.find("$ref")) return ref(value, *reference, at);
    for (const Member& member : value.members) keyword(member, at);
  }

  std::vector<std::string> take() { return std::move(faults_); }

 private:
  void fault(const std::string& at, const std::string& text) {
    faults_.push_back(fmt::format("{}: {}", at.empty() ? "/" : at, text));
  }

  void keyword(const Member& member, const std::string& at) {
    const Value& argument = member.value;
    const std::string& name = member.key;
    const std::string here = pointer_join(at, name);
    const auto want = [&](bool ok, std::string_view what) {
      if (!ok) fault(here, fmt::format("wants {}", what));
    };
    if (is_one_of(name, {"$schema", "title", "description"})) return want(argument.is_string(), "a string");
    if (name == "type") return want(is_type(argument), "the name of a JSON type, or a list of them");
    if (name == "required") return want(are_words(argument), "a list of keys");
    if (name == "enum") return want(argument.is_array() && !argument.items.empty(), "a list of values");
    if (name == "const") return;
    if (name == "minLength") return want(argument.as_int().value_or(-1) >= 0, "an integer, 0 or more");
    if (name == "definitions" || name == "properties") return schemas_by_key(argument, here);
    if (name == "items" || name == "not") return schema(argument, here);
    if (name == "anyOf" || name == "allOf") return schema_list(argument, here);
    if (name == "additionalProperties") {
      if (!argument.is_bool()) schema(argument, here);
      return;
    }
    fault(here, "this keyword is not in the list of those that are known to work");
  }

  void schemas_by_key(const Value& value, const std::string& at) {
    if (!value.is_object()) return fault(at, "wants a map of schemas");
    for (const Member& member : value.members) schema(member.value, pointer_join(at, member.key));
  }

  void schema_list(const Value& value, const std::string& at) {
    if (!value.is_array() || value.items.empty()) return fault(at, "wants a list of schemas");
    for (std::size_t i = 0; i < value.items.size(); ++i) schema(value.items[i], pointer_join(at, i));
  }

  void ref(const Value& holder, const Value& reference, const std::string& at) {
    const std::string_view target = reference.as_string();
    if (holder.members.size() > 1) fault(at, "keys beside $ref are ignored in draft-07");
    if (!target.starts_with(ref_prefix) ||
        target.substr(ref_prefix.size()).find_first_of("/~%") != target.npos) {
      return fault(at, fmt::format("$ref wants {}name", ref_prefix));
    }
    const Value* found = pointer_find(root_, target.substr(1));
    if (found == nullptr) return fault(at, fmt::format("{} does not exist", clip(target)));
    if (leads_back_to(*found, target, 0)) fault(at, fmt::format("{} refers to itself", clip(target)));
  }

  /// Whether a $ref below leads to the target again; nothing of ours nests so deep that the bound matters.
  bool leads_back_to(const Value& value, std::string_view target, int depth) const {
    constexpr int deepest = 50;
    if (depth > deepest) return true;
    const std::string_view next = value.string_at("$ref");
    if (next == target) return true;
    const Value* found = next.starts_with(ref_prefix) ? pointer_find(root_, next.substr(1)) : nullptr;
    if (found != nullptr && leads_back_to(*found, target, depth + 1)) return true;
    const auto leads = [&](const Value& each) { return leads_back_to(each, target, depth + 1); };
    return std::any_of(value.items.begin(), value.items.end(), leads) ||
           std::any_of(value.members.begin(), value.members.end(),
                       [&](const Member& member) { return leads(member.value); });
  }

  const Value& root_;
  std::vector<std::string> faults_;
};

}  // namespace

std::vector<std::string> lint_schema(const Value& schema) {
  Lint lint(schema);
  lint.schema(schema, {});
  return lint.take();
}

}  // namespace ringcheck::check
