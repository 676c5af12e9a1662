#include "scenario/names.hpp"

#include <algorithm>

namespace ringcheck::scenario {

std::optional<std::string_view> reference_name(const Value& value) {
  if (!value.is_string() || value.quoted || value.text.size() < 2 || value.text.front() != '$')
    return std::nullopt;
  return std::string_view(value.text).substr(1);
}

bool is_operator_map(const Value& value) {
  return value.is_object() && !value.members.empty() &&
         std::all_of(value.members.begin(), value.members.end(),
                     [](const Member& m) { return m.key.starts_with('$'); });
}

}  // namespace ringcheck::scenario
