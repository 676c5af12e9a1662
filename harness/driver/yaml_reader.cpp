#include "driver/yaml_reader.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "value/nearest.hpp"

namespace ringcheck::driver {

void YamlReader::fault(Place place, std::string text, std::string help) {
  faults_.push_back(Fault{file_, place, std::move(text), {}, std::move(help)});
}

void YamlReader::only_keys(const Value& map, const std::vector<std::string>& known) {
  for (const Member& member : map.members) {
    if (std::find(known.begin(), known.end(), member.key) != known.end()) continue;
    const std::string near = nearest_name(member.key, known);
    const std::string help = near.empty() ? fmt::format("known here are {}", fmt::join(known, ", "))
                                          : fmt::format("did you mean {}?", near);
    fault(member.place, fmt::format("unknown key {}", member.key), help);
  }
}

const Value* YamlReader::need(const Value& map, std::string_view key) {
  const Value* found = map.find(key);
  if (found == nullptr) fault(map.place, fmt::format("{} is missing", key));
  return found;
}

std::string YamlReader::text(const Value& value, std::string_view key) {
  if (value.is_string() && !value.text.empty()) return value.text;
  fault(value.place, value.is_string()
                         ? fmt::format("{} is empty", key)
                         : fmt::format("{} is a {} where a string is wanted", key, type_name(value)));
  return {};
}

std::vector<std::string> YamlReader::texts(const Value& value, std::string_view key) {
  std::vector<std::string> found;
  if (!value.is_array()) {
    fault(value.place, fmt::format("{} is a {} where a list is wanted", key, type_name(value)));
    return found;
  }
  for (const Value& item : value.items) {
    std::string one = text(item, fmt::format("an item of {}", key));
    if (!one.empty()) found.push_back(std::move(one));
  }
  return found;
}

std::string YamlReader::text_at(const Value& map, std::string_view key) {
  const Value* found = map.find(key);
  return found == nullptr ? std::string() : text(*found, key);
}

std::vector<std::string> YamlReader::texts_at(const Value& map, std::string_view key) {
  const Value* found = map.find(key);
  return found == nullptr ? std::vector<std::string>() : texts(*found, key);
}

bool YamlReader::is_map(const Value& value, std::string_view what) {
  if (value.is_object()) return true;
  fault(value.place, fmt::format("{} is a {} where a map is wanted", what, type_name(value)));
  return false;
}

}  // namespace ringcheck::driver
