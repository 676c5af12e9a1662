#include "trace/clone_form.hpp"

#include <algorithm>
#include <array>

#include "value/pointer.hpp"

namespace ringcheck::trace {
namespace {

constexpr std::array<std::string_view, 4> forms = {form::undefined, form::blob, form::array_buffer,
                                                   form::unclonable};

std::string_view plain_key(std::string_view key) {
  return key.starts_with("$$") ? key.substr(1) : key;
}

void collect(const Value& value, const std::string& at, std::size_t most, std::vector<Foreign>& found) {
  if (found.size() >= most) return;
  if (const std::string_view form = form_of(value); !form.empty()) {
    found.push_back({at, form});
    return;
  }
  for (std::size_t i = 0; i < value.items.size(); ++i)
    collect(value.items[i], pointer_join(at, i), most, found);
  for (const Member& member : value.members) {
    collect(member.value, pointer_join(at, member.key), most, found);
  }
}

}  // namespace

bool is_undefined(const Value& value) {
  return form_of(value) == form::undefined;
}

std::string_view form_of(const Value& value) {
  if (!value.is_object() || value.members.empty()) return {};
  const std::string& key = value.members.front().key;
  const auto found = std::find(forms.begin(), forms.end(), key);
  return found == forms.end() ? std::string_view() : *found;
}

Value as_json(const Value& value) {
  if (is_undefined(value)) return {};
  Value plain = value;
  if (!form_of(value).empty()) return plain;
  for (Value& item : plain.items) item = as_json(item);
  std::erase_if(plain.members, [](const Member& member) { return is_undefined(member.value); });
  for (Member& member : plain.members) {
    member.key = plain_key(member.key);
    member.value = as_json(member.value);
  }
  return plain;
}

std::vector<Foreign> foreign_places(const Value& value, std::size_t most) {
  std::vector<Foreign> found;
  collect(value, {}, most, found);
  return found;
}

}  // namespace ringcheck::trace
