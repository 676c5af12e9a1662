#include "value/value.hpp"

#include <algorithm>
#include <charconv>

namespace ringcheck {
namespace {

bool same_members_in_any_order(const std::vector<Member>& a, const std::vector<Member>& b) {
  auto sorted = [](const std::vector<Member>& members) {
    std::vector<const Member*> view;
    view.reserve(members.size());
    for (const Member& member : members) view.push_back(&member);
    std::stable_sort(view.begin(), view.end(), [](auto* x, auto* y) { return x->key < y->key; });
    return view;
  };
  std::vector<const Member*> left = sorted(a);
  std::vector<const Member*> right = sorted(b);
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](auto* x, auto* y) { return x->key == y->key && x->value == y->value; });
}

bool same_members(const std::vector<Member>& a, const std::vector<Member>& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].key != b[i].key) return same_members_in_any_order(a, b);
  }
  return std::equal(a.begin(), a.end(), b.begin(),
                    [](const Member& x, const Member& y) { return x.value == y.value; });
}

}  // namespace

Value::Value(const char* string) : Value(std::string(string)) {}
Value::Value(std::string string) : type(Type::string), quoted(true), text(std::move(string)) {}
Value::Value(std::string_view string) : Value(std::string(string)) {}
Value::Value(bool boolean) : type(Type::boolean), truth(boolean) {}
Value::Value(int number) : Value(static_cast<std::int64_t>(number)) {}
Value::Value(std::int64_t number) : type(Type::number), text(std::to_string(number)) {}

bool Value::is_integer() const {
  return is_number() && text.find_first_of(".eE") == std::string::npos;
}

const Value* Value::find(std::string_view key) const {
  if (!is_object()) return nullptr;
  auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

Value* Value::find(std::string_view key) {
  if (!is_object()) return nullptr;
  auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
  return found == members.end() ? nullptr : &found->value;
}

Value& Value::operator[](std::string_view key) {
  if (is_null()) type = Type::object;
  auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
  if (found != members.end()) return found->value;
  return members.emplace_back(Member{std::string(key), Value(), Place()}).value;
}

Value& Value::set(std::string_view key, Value value) {
  (*this)[key] = std::move(value);
  return *this;
}

void Value::erase(std::string_view key) {
  std::erase_if(members, [&](const Member& member) { return member.key == key; });
}

void Value::push(Value value) {
  if (is_null()) type = Type::array;
  items.push_back(std::move(value));
}

std::optional<std::int64_t> Value::as_int() const {
  if (!is_integer()) return std::nullopt;
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  auto [stop, fault] = std::from_chars(text.data(), end, number);
  if (fault != std::errc() || stop != end) return std::nullopt;
  return number;
}

std::string_view Value::as_string(std::string_view fallback) const {
  return is_string() ? std::string_view(text) : fallback;
}

std::string_view Value::string_at(std::string_view key) const {
  const Value* value = find(key);
  return value ? value->as_string() : std::string_view();
}

Value make_object(std::initializer_list<std::pair<std::string_view, Value>> members) {
  Value object;
  object.type = Type::object;
  object.members.reserve(members.size());
  for (const auto& [key, value] : members) object.set(key, value);
  return object;
}

Value make_array(std::vector<Value> items) {
  Value array;
  array.type = Type::array;
  array.items = std::move(items);
  return array;
}

Value make_number(std::string text) {
  Value number;
  number.type = Type::number;
  number.text = std::move(text);
  return number;
}

bool operator==(const Value& a, const Value& b) {
  if (a.type != b.type) return false;
  switch (a.type) {
    case Type::null:
      return true;
    case Type::boolean:
      return a.truth == b.truth;
    case Type::number:
    case Type::string:
      return a.text == b.text;
    case Type::array:
      return a.items == b.items;
    case Type::object:
      return same_members(a.members, b.members);
  }
  return false;
}

std::string_view type_name(const Value& value) {
  switch (value.type) {
    case Type::null:
      return "null";
    case Type::boolean:
      return "boolean";
    case Type::number:
      return value.is_integer() ? "integer" : "number";
    case Type::string:
      return "string";
    case Type::array:
      return "list";
    case Type::object:
      return "map";
  }
  return "null";
}

}  // namespace ringcheck
