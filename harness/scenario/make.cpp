#include "scenario/make.hpp"

#include <fmt/format.h>

namespace ringcheck::scenario {
namespace {

// The identifier just below or above another one in byte order: a shorter prefix is lesser, a longer one
// greater (stance S13).
Result<Value> neighbour(const Value& of, bool greater) {
  if (!of.is_string() || (!greater && of.text.size() < 2))
    return Error{"needs a string of two characters or more"};
  std::string text = of.text;
  if (greater) {
    text.push_back('0');
  } else {
    text.pop_back();
  }
  return Value(std::move(text));
}

Result<Value> text_or_error(Result<std::string> made) {
  if (!made) return made.error();
  return Value(std::move(*made));
}

Result<Value> concat(const Value& parts, const Names& names, const Makers& makers) {
  std::string text;
  for (const Value& part : parts.items) {
    auto made = make(part, names, makers);
    if (!made) return made;
    if (!made->is_string()) return Error{"$concat joins strings only"};
    text += made->text;
  }
  return Value(std::move(text));
}

Result<Value> make_operator(const Member& maker, const Names& names, const Makers& makers) {
  if (maker.key == "$fresh") return Value(makers.fresh_opaque_id());
  if (maker.key == "$offer") return text_or_error(makers.offer(maker.value));
  if (maker.key == "$answer") return text_or_error(makers.answer(maker.value));
  if (maker.key == "$file") return text_or_error(makers.read_file(maker.value.as_string()));
  if (maker.key == "$concat") return concat(maker.value, names, makers);
  if (maker.key == "$now_plus_ms") return Value(makers.now_ms() + maker.value.as_int().value_or(0));
  if (maker.key == "$raw") return make_object({{"$raw", maker.value}});
  if (maker.key == "$less_than" || maker.key == "$greater_than") {
    auto of = make(maker.value, names, makers);
    if (!of) return of;
    return neighbour(*of, maker.key == "$greater_than");
  }
  return Error{fmt::format("{} is a matcher, and here a value is made", maker.key)};
}

}  // namespace

Result<Value> make(const Value& source, const Names& names, const Makers& makers) {
  if (auto name = reference_name(source)) {
    auto found = names.find(*name);
    if (found != names.end()) return found->second;
    if (*name == "call") return Value(makers.fresh_opaque_id());
    return Error{fmt::format("${}: nothing is known by that name at this moment", *name)};
  }
  if (is_operator_map(source)) return make_operator(source.members.front(), names, makers);
  Value made = source;
  for (Value& item : made.items) {
    auto result = make(item, names, makers);
    if (!result) return result;
    item = std::move(*result);
  }
  for (Member& member : made.members) {
    auto result = make(member.value, names, makers);
    if (!result) return Error{fmt::format("/{}: {}", member.key, result.error().text)};
    member.value = std::move(*result);
  }
  return made;
}

}  // namespace ringcheck::scenario
