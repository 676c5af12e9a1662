#include "world/features.hpp"

#include <utility>

namespace ringcheck::world {

namespace {

Error wrong(const Member& member, std::string_view wanted) {
  return Error{"the homeserver's " + member.key + " must be " + std::string(wanted) + ", not " +
               std::string(type_name(member.value))};
}

std::optional<Error> read_flags(Features& features, const Member& member) {
  if (!member.value.is_object()) return wrong(member, "a map of names to true or false");
  for (const Member& flag : member.value.members) {
    if (!flag.value.is_bool()) return wrong(flag, "true or false");
    features.unstable[flag.key] = flag.value.as_bool();
  }
  return std::nullopt;
}

std::optional<Error> read_transports(Features& features, const Member& member) {
  if (!member.value.is_array()) return wrong(member, "a list of transports");
  for (const Value& transport : member.value.items) {
    if (transport.string_at("type").empty())
      return Error{"each of the homeserver's rtc_transports has a type"};
  }
  features.rtc_transports = member.value;
  features.unstable.try_emplace(std::string(feature::rtc_transports), true);
  return std::nullopt;
}

std::optional<Error> read_member(Features& features, const Member& member) {
  if (member.key == "unstable_features") return read_flags(features, member);
  if (member.key == "rtc_transports") return read_transports(features, member);
  if (member.key == "capabilities") {
    if (!member.value.is_object()) return wrong(member, "a map");
    features.capabilities = member.value;
    return std::nullopt;
  }
  const bool is_number =
      member.key == "max_delay_ms" || member.key == "max_scheduled" || member.key == "upload_limit_bytes";
  if (!is_number) {
    return Error{"a homeserver has no " + member.key +
                 "; it has unstable_features, capabilities, max_delay_ms, max_scheduled, rtc_transports and "
                 "upload_limit_bytes"};
  }
  const auto number = member.value.as_int();
  if (!number || *number < 0) return wrong(member, "a whole number of 0 or more");
  if (member.key == "max_delay_ms") features.max_delay_ms = number;
  if (member.key == "max_scheduled") features.max_scheduled = number;
  if (member.key == "upload_limit_bytes") features.upload_limit_bytes = *number;
  return std::nullopt;
}

}  // namespace

bool offers(const Features& features, std::string_view name) {
  const auto found = features.unstable.find(name);
  return found != features.unstable.end() && found->second;
}

Result<Features> read_features(const Value& map) {
  Features features;
  if (!map.is_object()) return Error{"homeserver must be a map, not " + std::string(type_name(map))};
  for (const Member& member : map.members) {
    if (auto error = read_member(features, member)) return *error;
  }
  return features;
}

}  // namespace ringcheck::world
