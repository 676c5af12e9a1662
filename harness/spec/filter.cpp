#include "spec/filter.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "value/grammar.hpp"
#include "value/nearest.hpp"

namespace ringcheck::spec {
namespace {

// r0.6.1 is {0, 6, 1}, v1.7 is {1, 7, 0}.
std::array<int, 3> numbers_of(std::string_view release) {
  std::array<int, 3> numbers{};
  std::size_t at = 1;
  for (int& number : numbers) {
    if (at >= release.size()) break;
    const auto read = std::from_chars(release.data() + at, release.data() + release.size(), number);
    at = static_cast<std::size_t>(read.ptr - release.data()) + 1;
  }
  return numbers;
}

bool contains(const std::vector<std::string>& list, std::string_view word) {
  return list.empty() || std::find(list.begin(), list.end(), word) != list.end();
}

std::vector<std::string> full_names(const std::vector<std::string>& mscs) {
  std::vector<std::string> names;
  for (const std::string& each : mscs) names.push_back(each.starts_with("MSC") ? each : "MSC" + each);
  return names;
}

using Field = std::string (*)(const Requirement&);

// The error about the first word that no requirement has.
std::optional<Error> unknown_word(const Register& requirements, const std::vector<std::string>& words,
                                  std::string_view what, Field field) {
  std::set<std::string> known;
  for (const Requirement& each : requirements.all()) known.insert(field(each));
  known.erase("");
  for (const std::string& word : words) {
    if (known.contains(word)) continue;
    return Error{fmt::format("no requirement {} {}{}\nringcheck list --sections shows what there is", what,
                             word, did_you_mean(word, std::vector<std::string>(known.begin(), known.end())))};
  }
  return std::nullopt;
}

std::optional<Error> unknown_release(const Register& requirements, const std::string& word) {
  if (word.empty() || is_release(word)) return std::nullopt;
  std::vector<std::string> known;
  for (const Requirement& each : requirements.all()) {
    if (is_release(each.since)) known.push_back(each.since);
  }
  return Error{fmt::format("{} is no release of the specification, such as r0.6.1 or v1.7{}", word,
                           did_you_mean(word, known))};
}

std::string words_of(const Filter& filter) {
  std::string text;
  auto add = [&](const char* option, const std::vector<std::string>& words) {
    for (const std::string& word : words) text += fmt::format(" {} {}", option, word);
  };
  add("--req", filter.ids);
  add("--section", filter.sections);
  add("--msc", filter.mscs);
  add("--level", filter.levels);
  if (!filter.since.empty()) add("--since", {filter.since});
  return text;
}

}  // namespace

bool Filter::empty() const {
  return ids.empty() && sections.empty() && mscs.empty() && levels.empty() && since.empty();
}

bool is_release(std::string_view text) {
  auto matched = matches_regex(text, "r0\\.[0-9]{1,4}\\.[0-9]{1,4}|v1\\.[0-9]{1,4}");
  return matched && *matched;
}

bool is_earlier(std::string_view release, std::string_view other) {
  return numbers_of(release) < numbers_of(other);
}

Result<std::vector<const Requirement*>> requirements_that_fit(const Register& requirements,
                                                              const Filter& filter) {
  const std::vector<std::string> mscs = full_names(filter.mscs);
  for (const auto& fault :
       {unknown_word(requirements, filter.ids, "has the id", [](const Requirement& r) { return r.id; }),
        unknown_word(requirements, filter.sections, "has the section",
                     [](const Requirement& r) { return r.section; }),
        unknown_word(requirements, mscs, "belongs to",
                     [](const Requirement& r) { return std::string(msc_of(r)); }),
        unknown_word(requirements, filter.levels, "has the level",
                     [](const Requirement& r) { return r.level; }),
        unknown_release(requirements, filter.since)}) {
    if (fault) return *fault;
  }
  std::vector<const Requirement*> fitting;
  for (const Requirement& each : requirements.all()) {
    const bool in_time =
        filter.since.empty() || (is_release(each.since) && !is_earlier(filter.since, each.since));
    if (in_time && contains(filter.ids, each.id) && contains(filter.sections, each.section) &&
        contains(mscs, msc_of(each)) && contains(filter.levels, each.level))
      fitting.push_back(&each);
  }
  if (fitting.empty()) return Error{fmt::format("no requirement fits all of{}", words_of(filter))};
  return fitting;
}

}  // namespace ringcheck::spec
