#include "scenario/make.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "trace/clone_form.hpp"
#include "value/json.hpp"

namespace ringcheck::scenario {
namespace {

// The identifier just below or above another one in byte order: a shorter prefix is lesser, a longer one
// greater (stance S13).
Result<Value> neighbour(const Value& of, bool greater) {
  if (!of.is_string() || (!greater && of.text.size() < 2))
    return Error{fmt::format("{} needs a string{}, not {}", greater ? "$greater_than" : "$less_than",
                             greater ? "" : " of two characters or more", to_json(of))};
  std::string text = of.text;
  if (greater) {
    text.push_back('0');
  } else {
    text.pop_back();
  }
  return Value(std::move(text));
}

// All its letters large or small. By bytes the large ones are the lesser (stance S13); who folds case sees no
// difference.
Result<Value> with_case(const Value& of, bool upper) {
  if (!of.is_string())
    return Error{
        fmt::format("{} needs a string, not {}", upper ? "$upper_case" : "$lower_case", to_json(of))};
  std::string text = of.text;
  for (char& letter : text) {
    const bool turns = upper ? letter >= 'a' && letter <= 'z' : letter >= 'A' && letter <= 'Z';
    if (turns) letter = static_cast<char>(letter ^ 0x20);
  }
  return Value(std::move(text));
}

Result<Value> text_or_error(Result<std::string> made) {
  if (!made) return made.error();
  return Value(std::move(*made));
}

Result<Value> concat(const Value& parts) {
  std::string text;
  for (const Value& part : parts.items) {
    if (!part.is_string()) return Error{fmt::format("$concat joins strings, not a {}", type_name(part))};
    text += part.text;
  }
  return Value(std::move(text));
}

// More than this no subject must take, and no trace shall hold.
constexpr std::int64_t longest_text = 1'000'000;

Result<Value> repeated(const Value& argument) {
  const std::string_view text = argument.string_at("text");
  const Value* number = argument.find("times");
  const std::int64_t times = number == nullptr ? -1 : number->as_int().value_or(-1);
  if (text.empty() || times < 0 || times > longest_text / static_cast<std::int64_t>(text.size()))
    return Error{
        fmt::format("$repeated wants {{text, times}}, and makes {} characters at most", longest_text)};
  std::string whole;
  for (std::int64_t i = 0; i < times; ++i) whole += text;
  return Value(std::move(whole));
}

// A map whose keys are known only when it is made: users and devices.
Result<Value> entries(const Value& pairs) {
  Value map = make_object();
  for (const Value& pair : pairs.items) {
    if (pair.items.size() != 2 || !pair.items.front().is_string())
      return Error{"$entries wants a list of pairs, each a text and a value"};
    map.set(pair.items.front().text, pair.items.back());
  }
  return map;
}

// Of bytes in base64, whose number follows from the text.
Result<Value> blob(const Value& argument) {
  const std::string_view text = argument.string_at("base64");
  const auto padding =
      std::count(text.end() - std::min<std::ptrdiff_t>(2, std::ssize(text)), text.end(), '=');
  const Value size(static_cast<std::int64_t>(text.size() / 4 * 3) - padding);
  return make_object({{trace::form::blob, text}, {"type", argument.string_at("type")}, {"size", size}});
}

// `argument` is made already: what it holds is data, whatever it looks like.
Result<Value> make_operator(std::string_view name, const Value& argument, const Makers& makers) {
  if (name == "$fresh") return Value(makers.fresh_opaque_id());
  if (name == "$offer") return text_or_error(makers.offer(argument));
  if (name == "$answer") return text_or_error(makers.answer(argument));
  if (name == "$stream_metadata") return makers.stream_metadata(argument);
  if (name == "$raw") return make_object({{"$raw", argument}});
  if (name == "$undefined") return make_object({{trace::form::undefined, true}});
  if (name == "$array_buffer" && argument.is_string())
    return make_object({{trace::form::array_buffer, argument}});
  if (name == "$blob" && argument.is_object()) return blob(argument);
  if (name == "$less_than") return neighbour(argument, false);
  if (name == "$greater_than") return neighbour(argument, true);
  if (name == "$upper_case") return with_case(argument, true);
  if (name == "$lower_case") return with_case(argument, false);
  if (name == "$concat" && argument.is_array()) return concat(argument);
  if (name == "$entries" && argument.is_array()) return entries(argument);
  if (name == "$repeated" && argument.is_object()) return repeated(argument);
  if (name == "$file" && argument.is_string()) return text_or_error(makers.read_file(argument.text));
  if (name == "$now_plus_ms") {
    if (auto plus_ms = argument.as_int()) return Value(makers.now_ms() + *plus_ms);
  }
  return Error{fmt::format("{} makes nothing of a {}", name, type_name(argument))};
}

bool is_metadata_maker(const Value& value) {
  return is_operator_map(value) && value.members.front().key == "$stream_metadata";
}

}  // namespace

Result<Value> make(const Value& source, const Names& names, const Makers& makers) {
  if (auto name = reference_name(source)) {
    auto found = names.find(*name);
    if (found != names.end()) return found->second;
    if (*name == "call") return Value(makers.fresh_opaque_id());
    return Error{fmt::format("${}: nothing is known by that name at this moment", *name)};
  }
  if (is_operator_map(source)) {
    if (source.members.size() > 1) return Error{"a maker stands alone in its map"};
    auto argument = make(source.members.front().value, names, makers);
    if (!argument) return argument;
    return make_operator(source.members.front().key, *argument, makers);
  }
  Value made = source;
  for (Value& item : made.items) {
    auto result = make(item, names, makers);
    if (!result) return result;
    item = std::move(*result);
  }
  // Metadata is that of the description in the same content, so it is made after it.
  for (const bool metadata : {false, true}) {
    for (Member& member : made.members) {
      if (is_metadata_maker(*source.find(member.key)) != metadata) continue;
      auto result = make(member.value, names, makers);
      if (!result) return Error{fmt::format("/{}: {}", member.key, result.error().text)};
      member.value = std::move(*result);
    }
  }
  return made;
}

}  // namespace ringcheck::scenario
