#include "scenario/layout.hpp"

#include <algorithm>

#include "scenario/names.hpp"

namespace ringcheck::scenario {
namespace {

Value with_text(const Value& at, std::string text) {
  Value value = at;
  value.text = std::move(text);
  return value;
}

// An input of a fragment comes from another file: its parts stand where the fragment names it.
Value placed(Value value, Place place) {
  if (value.place.line != 0) return value;
  value.place = place;
  for (Value& item : value.items) item = placed(std::move(item), place);
  for (Member& member : value.members) {
    member.place = place;
    member.value = placed(std::move(member.value), place);
  }
  return value;
}

std::optional<Value> put_in_reference(const Value& value, std::string_view name, const Columns& columns) {
  const std::size_t dot = name.find('.');
  auto column = columns.find(name.substr(0, dot));
  if (column == columns.end()) return value;
  if (!column->second) return std::nullopt;
  if (dot == std::string_view::npos) return placed(*column->second, value.place);
  // A column that names an actor, used with a field of it.
  return with_text(value, "$" + column->second->text + std::string(name.substr(dot)));
}

}  // namespace

std::optional<Value> put_in(const Value& value, const Columns& columns) {
  if (auto name = reference_name(value)) return put_in_reference(value, *name, columns);
  Value result = value;
  result.members.clear();
  for (const Member& member : value.members) {
    if (auto put = put_in(member.value, columns))
      result.members.push_back({member.key, std::move(*put), member.place});
  }
  for (Value& item : result.items) {
    if (auto put = put_in(item, columns)) item = std::move(*put);
  }
  return result;
}

Value lay_on(const Value& under, const Value& over) {
  if (!under.is_object() || !over.is_object() || is_operator_map(under) || is_operator_map(over)) return over;
  Value result = under;
  result.place = over.place;
  for (const Member& member : over.members) {
    Value* below = result.find(member.key);
    if (below == nullptr) {
      result.members.push_back(member);
    } else {
      *below = lay_on(*below, member.value);
    }
  }
  return result;
}

bool covers(std::string_view pattern, std::string_view word) {
  if (pattern.ends_with('*')) return word.starts_with(pattern.substr(0, pattern.size() - 1));
  return pattern == word;
}

Value form_for(const Value& section, std::string_view word) {
  Value result = make_object();
  for (const bool exact : {false, true}) {
    for (const Member& member : section.members) {
      if ((member.key == word) == exact && covers(member.key, word)) result = lay_on(result, member.value);
    }
  }
  return result;
}

Value bind_form_words(const Value& value, const FormWords& words) {
  if (auto name = reference_name(value)) {
    const std::size_t dot = std::min(name->find('.'), name->size());
    const std::string_view head = name->substr(0, dot);
    std::string meant(head);
    if (head == "self") meant = words.self;
    if (head == "subject") meant = words.subject;
    if (head == "room") meant = words.room;
    if (head == "page") meant = words.page;
    return with_text(value, "$" + meant + std::string(name->substr(dot)));
  }
  Value result = value;
  for (Value& item : result.items) item = bind_form_words(item, words);
  for (Member& member : result.members) member.value = bind_form_words(member.value, words);
  return result;
}

bool takes_away(const Value& value) {
  return is_operator_map(value) && value.members.size() == 1 && value.members[0].key == "$absent" &&
         value.members[0].value.as_bool();
}

Value without_absent(const Value& value) {
  Value result = value;
  std::erase_if(result.members, [](const Member& m) { return takes_away(m.value); });
  for (Member& member : result.members) {
    if (!is_operator_map(member.value)) member.value = without_absent(member.value);
  }
  for (Value& item : result.items) item = without_absent(item);
  return result;
}

Value without_place(Value value) {
  value.place = {};
  for (Value& item : value.items) item = without_place(std::move(item));
  for (Member& member : value.members) {
    member.place = {};
    member.value = without_place(std::move(member.value));
  }
  return value;
}

std::size_t weight(const Value& value) {
  std::size_t sum = 1 + value.text.size();
  for (const Value& item : value.items) sum += weight(item);
  for (const Member& member : value.members) sum += member.key.size() + weight(member.value);
  return sum;
}

}  // namespace ringcheck::scenario
