#include "value/nearest.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

#include <fmt/format.h>

namespace ringcheck {
namespace {

// Levenshtein's distance over bytes: the names are ASCII.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

// A name that somebody else made up may be very long, and the distance costs its square.
constexpr std::size_t longest_name = 100;

}  // namespace

std::string nearest_name(std::string_view wrong, const std::vector<std::string_view>& known) {
  if (wrong.size() > longest_name) return {};
  std::size_t best = std::max<std::size_t>(2, wrong.size() / 3) + 1;
  std::string_view found;
  for (const std::string_view name : known) {
    if (name.size() > longest_name) continue;
    const std::size_t distance = edit_distance(wrong, name);
    if (distance >= best || distance >= name.size()) continue;
    best = distance;
    found = name;
  }
  return std::string(found);
}

std::string nearest_name(std::string_view wrong, const std::vector<std::string>& known) {
  return nearest_name(wrong, std::vector<std::string_view>(known.begin(), known.end()));
}

std::string did_you_mean(std::string_view wrong, const std::vector<std::string_view>& known) {
  const std::string near = nearest_name(wrong, known);
  return near.empty() ? std::string() : fmt::format("; did you mean {}?", near);
}

std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& known) {
  return did_you_mean(wrong, std::vector<std::string_view>(known.begin(), known.end()));
}

}  // namespace ringcheck
