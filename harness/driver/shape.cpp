#include "driver/shape.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "driver/text.hpp"
#include "value/nearest.hpp"
#include "value/pointer.hpp"

namespace ringcheck::driver {

namespace {

using Sentences = std::vector<std::string>;

// An adapter may answer with a list of a million wrong items; nobody reads more than these.
constexpr std::size_t most_sentences = 20;

std::string place(std::string_view pointer) {
  return pointer.empty() ? "it" : std::string(pointer);
}

void wanted(const Value& value, std::string_view pointer, std::string_view what, Sentences& out) {
  out.push_back(fmt::format("{} is {} where {} is wanted", place(pointer), described(value), what));
}

void check_members(const Value& object, const std::vector<Field>& fields, std::string_view pointer,
                   Sentences& out);

void check_word(const Value& value, const Field& field, std::string_view pointer, Sentences& out) {
  if (!value.is_string()) return wanted(value, pointer, "a string", out);
  if (std::find(field.words.begin(), field.words.end(), value.text) != field.words.end()) return;
  out.push_back(fmt::format("{} is {} where one of {} is wanted{}", place(pointer), described(value),
                            fmt::join(field.words, ", "), did_you_mean(value.text, field.words)));
}

void check_value(const Value& value, const Field& field, std::string_view pointer, Sentences& out) {
  if (out.size() >= most_sentences) return;
  switch (field.type) {
    case FieldType::any:
      return;
    case FieldType::string:
      if (!value.is_string()) wanted(value, pointer, "a string", out);
      return;
    case FieldType::integer:
      if (!value.as_int()) wanted(value, pointer, "an integer", out);
      return;
    case FieldType::boolean:
      if (!value.is_bool()) wanted(value, pointer, "true or false", out);
      return;
    case FieldType::word:
      return check_word(value, field, pointer, out);
    case FieldType::object:
      return check_members(value, field.inner, pointer, out);
    case FieldType::list:
      if (!value.is_array()) return wanted(value, pointer, "a list", out);
      for (std::size_t i = 0; i < value.items.size(); ++i) {
        check_value(value.items[i], field.inner.front(), pointer_join(pointer, i), out);
      }
  }
}

void check_members(const Value& object, const std::vector<Field>& fields, std::string_view pointer,
                   Sentences& out) {
  if (!object.is_object()) return wanted(object, pointer, "a map", out);
  std::vector<std::string> known;
  for (const Field& field : fields) {
    known.push_back(field.name);
    const Value* value = object.find(field.name);
    const std::string here = pointer_join(pointer, field.name);
    if (value != nullptr) check_value(*value, field, here, out);
    if (value == nullptr && !field.optional) out.push_back(fmt::format("{} is missing", here));
  }
  for (const Member& member : object.members) {
    if (out.size() >= most_sentences) return;
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    out.push_back(fmt::format("{} is unknown{}", shown(pointer_join(pointer, member.key)),
                              did_you_mean(member.key, known)));
  }
}

}  // namespace

std::vector<std::string> check_shape(const Value& object, const std::vector<Field>& fields,
                                     std::string_view pointer) {
  Sentences out;
  check_members(object, fields, pointer, out);
  return out;
}

}  // namespace ringcheck::driver
