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
  for (const std::string& each : mscs) names.push_back(msc_name(each));
  return names;
}

// A release may be written without its letter: only the first ones had three numbers.
std::string full_release(const std::string& word) {
  if (word.empty() || word.front() < '0' || word.front() > '9') return word;
  return (std::count(word.begin(), word.end(), '.') == 2 ? "r" : "v") + word;
}

// What there is, in lines that a terminal does not break; too many words are left to a command.
std::string there_are(const std::vector<std::string>& known) {
  constexpr std::size_t most = 120;
  constexpr std::size_t width = 96;
  if (known.size() > most) return "\nringcheck list --requirements shows what there is";
  std::string text = "\nthere are:";
  std::size_t line = 0;
  for (const std::string& word : known) {
    if (line == 0 || line + word.size() + 1 > width) {
      text += "\n   ";
      line = 3;
    }
    text += " " + word;
    line += word.size() + 1;
  }
  return text;
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
    const std::vector<std::string> words_there_are(known.begin(), known.end());
    return Error{fmt::format("no requirement {} {}{}{}", what, word, did_you_mean(word, words_there_are),
                             there_are(words_there_are))};
  }
  return std::nullopt;
}

// The releases that the register knows of, oldest first.
std::vector<std::string> known_releases(const Register& requirements) {
  std::vector<std::string> known;
  auto add = [&](const std::string& word) {
    if (is_release(word) && std::find(known.begin(), known.end(), word) == known.end()) known.push_back(word);
  };
  for (const Requirement& each : requirements.all()) add(each.since);
  for (const Msc& each : requirements.mscs()) add(each.release);
  std::sort(known.begin(), known.end(), is_earlier);
  return known;
}

// A release between two others may have brought nothing; one after the newest is a slip of the pen.
std::optional<Error> unknown_release(const Register& requirements, const std::string& word) {
  if (word.empty()) return std::nullopt;
  const std::vector<std::string> known = known_releases(requirements);
  if (is_release(word) && (known.empty() || !is_earlier(known.back(), word))) return std::nullopt;
  const std::string what =
      is_release(word)
          ? fmt::format("release {} is newer than the register, which ends at {}", word, known.back())
          : fmt::format("{} is no release of the specification, such as r0.6.1 or v1.7{}", word,
                        did_you_mean(word, known));
  return Error{what + there_are(known)};
}

}  // namespace

std::string describe(const Filter& filter) {
  std::string text;
  auto add = [&](const char* option, const std::vector<std::string>& words) {
    for (const std::string& word : words)
      text += fmt::format("{}{} {}", text.empty() ? "" : " ", option, word);
  };
  add("--req", filter.ids);
  add("--section", filter.sections);
  add("--msc", filter.mscs);
  add("--level", filter.levels);
  add("--tier", filter.tiers);
  if (!filter.since.empty()) add("--since", {filter.since});
  return text;
}

std::string msc_name(std::string_view word) {
  return word.starts_with("MSC") ? std::string(word) : fmt::format("MSC{}", word);
}

bool Filter::empty() const {
  return ids.empty() && sections.empty() && mscs.empty() && levels.empty() && tiers.empty() && since.empty();
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
  const std::string since = full_release(filter.since);
  for (const auto& fault :
       {unknown_word(requirements, filter.ids, "has the id", [](const Requirement& r) { return r.id; }),
        unknown_word(requirements, filter.sections, "has the section",
                     [](const Requirement& r) { return r.section; }),
        unknown_word(requirements, mscs, "belongs to",
                     [](const Requirement& r) { return std::string(msc_of(r)); }),
        unknown_word(requirements, filter.levels, "has the level",
                     [](const Requirement& r) { return r.level; }),
        unknown_word(requirements, filter.tiers, "has the tier", tier_word),
        unknown_release(requirements, since)}) {
    if (fault) return *fault;
  }
  std::vector<const Requirement*> fitting;
  for (const Requirement& each : requirements.all()) {
    const bool in_time = since.empty() || (is_release(each.since) && !is_earlier(since, each.since));
    if (in_time && contains(filter.ids, each.id) && contains(filter.sections, each.section) &&
        contains(mscs, msc_of(each)) && contains(filter.levels, each.level) &&
        contains(filter.tiers, tier_word(each)))
      fitting.push_back(&each);
  }
  if (fitting.empty()) return Error{fmt::format("no requirement fits all of {}", describe(filter))};
  return fitting;
}

}  // namespace ringcheck::spec
