#include "run/how_it_fails.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "value/utf8.hpp"

namespace ringcheck::run {
namespace {

constexpr std::string_view left_out = "\"…\"";
constexpr std::string_view forbidden = " came, and it must not";

// Quoted text becomes "…", and a row of such becomes one.
std::string without_quoted(std::string_view text) {
  std::string kept;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '"') {
      kept += text[at];
      continue;
    }
    for (++at; at < text.size() && text[at] != '"'; ++at) {
      if (text[at] == '\\') ++at;
    }
    const std::string again = fmt::format("{}, ", left_out);
    if (!kept.ends_with(again)) {
      kept += left_out;
    } else {
      kept.resize(kept.size() - 2);
    }
  }
  return kept;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_of_a_word(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' ||
         c == '/' || c == '-';
}

// A number that stands alone becomes N: lines, counts and milliseconds change, `m.call.v1` does not.
std::string without_numbers(std::string_view text) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() && is_of_a_word(text[end])) ++end;
    const std::string_view word = text.substr(at, end - at);
    if (!word.empty() && std::all_of(word.begin(), word.end(), is_digit)) {
      kept += 'N';
    } else {
      kept += word;
    }
    if (end < text.size()) kept += text[end++];
    at = end;
  }
  return kept;
}

std::string places(const std::vector<report::Difference>& differences) {
  std::set<std::string> pointers;
  for (const report::Difference& each : differences)
    pointers.insert(each.pointer.empty() ? "its root" : each.pointer);
  return fmt::format("{}", fmt::join(pointers, ", "));
}

}  // namespace

std::string how_it_fails(const report::Finding& finding) {
  const std::string where = finding.check.empty() ? finding.looked_for : "check " + finding.check;
  std::string what;
  if (finding.message.ends_with(forbidden) && finding.looked_for.find(" /") != std::string::npos) {
    what = fmt::format("it{}", forbidden);  // the path of a request has identifiers in it
  } else if (!finding.message.empty()) {
    what = without_numbers(without_quoted(finding.message));
  } else if (finding.differences.empty()) {
    what = "it did not come";
  } else {
    what = "it came otherwise at " + places(finding.differences);
  }
  return clip(fmt::format("{}: {}", where, what), 200);
}

std::vector<std::string> ways_it_fails(const report::RunResult& run,
                                       const report::RequirementResult& requirement) {
  std::set<std::string> ways;
  for (const report::TestResult& test : run.tests) {
    for (const report::Finding& finding : test.findings) {
      if (finding.requirement == requirement.id && finding.verdict == requirement.verdict)
        ways.insert(how_it_fails(finding));
    }
  }
  return {ways.begin(), ways.end()};
}

}  // namespace ringcheck::run
