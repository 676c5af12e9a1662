#include "run/releases.hpp"

#include <re2/re2.h>

namespace ringcheck::run {

std::optional<Release> read_release(std::string_view name) {
  static const RE2 old_form("r([0-9]{1,4})\\.([0-9]{1,4})\\.([0-9]{1,4})");
  static const RE2 form("v([0-9]{1,4})\\.([0-9]{1,4})");
  Release release{};
  const re2::StringPiece text(name.data(), name.size());
  if (RE2::FullMatch(text, form, &release[0], &release[1])) return release;
  if (RE2::FullMatch(text, old_form, &release[0], &release[1], &release[2])) return release;
  return std::nullopt;
}

std::string newest_release(const Value& versions) {
  std::string newest;
  for (const Value& each : versions.items) {
    const auto release = read_release(each.as_string());
    if (release && (newest.empty() || *release > *read_release(newest))) newest = each.as_string();
  }
  return newest;
}

std::string newest_release(const std::vector<const trace::Entry*>& entries) {
  if (entries.empty() || entries.front()->kind != trace::Kind::start) return {};
  const Value* versions = entries.front()->body.find("versions");
  return versions == nullptr ? std::string() : newest_release(*versions);
}

bool is_newer(std::string_view since, std::string_view newest) {
  const auto asked = read_release(since);
  const auto claimed = read_release(newest);
  return asked && claimed && *asked > *claimed;
}

}  // namespace ringcheck::run
