#include "report/console.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "report/call_profile.hpp"

namespace ringcheck::report {
namespace {

Tone tone_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return Tone::good;
    case Outcome::failed:
      return Tone::bad;
    case Outcome::error:
      return Tone::broken;
    case Outcome::inconclusive:
      return Tone::doubt;
    case Outcome::skipped:
      break;
  }
  return Tone::faint;
}

Tone tone_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::pass:
      return Tone::good;
    case Verdict::fail:
      return Tone::bad;
    case Verdict::warn:
    case Verdict::inconclusive:
      return Tone::doubt;
    case Verdict::skipped:
    case Verdict::observed:
      break;
  }
  return Tone::faint;
}

const char* code_of(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "32";
    case Tone::bad:
      return "31;1";
    case Tone::broken:
      return "35;1";
    case Tone::doubt:
      return "33";
    case Tone::faint:
      return "2";
    case Tone::strong:
      break;
  }
  return "1";
}

std::string_view short_word(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "PASS";
    case Outcome::failed:
      return "FAIL";
    case Outcome::inconclusive:
      return "OPEN";
    case Outcome::skipped:
      return "SKIP";
    case Outcome::error:
      return "ERROR";
  }
  return "";
}

bool is_deciding(const Finding& finding) {
  return finding.verdict == Verdict::fail || finding.verdict == Verdict::warn;
}

std::string place_of(const Finding& finding) {
  if (!finding.check.empty()) return fmt::format("check {}, entry {}", finding.check, finding.at_seq);
  return fmt::format("{}:{}", finding.file, finding.line);
}

std::string difference_table(const std::vector<Difference>& differences, const std::string& heading) {
  if (differences.empty()) return {};
  std::string text = fmt::format("  {}\n", heading);
  for (const Difference& each : differences) {
    text += fmt::format("    {}\n      wanted  {}\n      came    {}\n",
                        each.pointer.empty() ? "(whole)" : each.pointer, each.wanted, each.came);
  }
  return text;
}

std::string finding_text(const Finding& finding, const std::vector<RequirementResult>& requirements) {
  std::string text = "  " + place_of(finding);
  if (!finding.looked_for.empty()) text += "   " + finding.looked_for;
  text += "\n";
  auto known = std::find_if(requirements.begin(), requirements.end(),
                            [&](const RequirementResult& r) { return r.id == finding.requirement; });
  if (known != requirements.end()) {
    text += fmt::format("  {:<6} {} {}\n", known->level, known->id, known->title);
    text += fmt::format("         {}\n         {}, since {}\n", known->says, known->source, known->since);
    if (!known->stance.empty()) text += fmt::format("         rests on stance {}\n", known->stance);
  } else if (!finding.requirement.empty()) {
    text += fmt::format("  {} {}\n", verdict_name(finding.verdict), finding.requirement);
  }
  if (!finding.message.empty()) text += fmt::format("  found  {}\n", finding.message);
  text += difference_table(finding.differences, finding.at_seq == 0
                                                    ? "nothing of that kind came"
                                                    : fmt::format("nearest is entry {}", finding.at_seq));
  if (finding.step >= 0 && finding.at_seq == 0 && finding.differences.empty() && finding.message.empty()) {
    text += "  came   nothing of that kind\n";
  }
  return text;
}

std::string findings_text(const TestResult& test, const std::vector<RequirementResult>& requirements) {
  std::string text;
  for (const Finding& finding : test.findings) {
    if (is_deciding(finding)) text += finding_text(finding, requirements);
  }
  return text;
}

std::string evidence(const TestResult& test) {
  if (test.around.empty()) return {};
  std::string text = "  around\n";
  for (const Evidence& each : test.around) {
    text +=
        fmt::format("    +{:.3f} s  #{:<4} {}\n", static_cast<double>(each.t_us) / 1e6, each.seq, each.text);
  }
  return text;
}

std::string closing(const TestResult& test) {
  std::string text;
  if (!test.adapter_log.empty()) {
    text += "  adapter's last lines on stderr\n";
    for (const std::string& line : test.adapter_log) text += "    " + line + "\n";
  }
  if (!test.trace_file.empty()) text += fmt::format("  trace  {}\n", test.trace_file);
  if (!test.repeat_command.empty()) text += fmt::format("  again  {}\n", test.repeat_command);
  return text;
}

// Two lines at most where a subject makes one kind of call: what the button gives, and how it was judged.
std::string profile_text(const RunResult& run) {
  if (!run.no_calls.empty()) return fmt::format("no calls:     {}\n", printable(no_calls_line(run)));
  const CallProfile profile = call_profile(run);
  if (profile.empty()) return {};
  std::string text = fmt::format("call profile: {}\n", profile.says);
  for (const std::string& line : profile_lines(profile)) text += fmt::format("    {}\n", line);
  return text;
}

std::string observed_text(const RunResult& run, const std::string& requirement) {
  std::string text;
  for (const Observation& each : observations(run, requirement)) {
    const std::size_t more = each.tests.size() - 1;
    text += printable(fmt::format("                 {} ({}{})\n", each.text, each.tests.front(),
                                  more == 0 ? "" : fmt::format(" and {} more", more)));
  }
  return text;
}

}  // namespace

std::string toned(std::string_view text, Tone tone, const ConsoleStyle& style) {
  return style.colour ? fmt::format("\x1b[{}m{}\x1b[0m", code_of(tone), text) : std::string(text);
}

std::string printable(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n' && c != '\t') || byte == 0x7f) c = '?';
  }
  return text;
}

std::string verdict_word(Verdict verdict, const ConsoleStyle& style) {
  return toned(fmt::format("{:<12}", verdict_name(verdict)), tone_of(verdict), style);
}

std::string headline_of(const TestResult& test) {
  for (const Verdict verdict : {Verdict::fail, Verdict::warn}) {
    for (const Finding& finding : test.findings) {
      if (finding.verdict != verdict) continue;
      const std::string what = !finding.message.empty()      ? finding.message
                               : finding.differences.empty() ? finding.looked_for + ": it did not come"
                                                             : finding.looked_for + ": it came otherwise";
      return finding.requirement.empty() ? what : fmt::format("{}: {}", finding.requirement, what);
    }
  }
  if (!test.message.empty()) return test.message;
  return test.stopped_at.empty() ? std::string() : fmt::format("stopped at {}", test.stopped_at);
}

std::string test_line(const TestResult& test, const ConsoleStyle& style) {
  const std::string word =
      toned(fmt::format("{:<5}", short_word(test.outcome)), tone_of(test.outcome), style);
  std::string line =
      fmt::format("{} {:<52} {:>7.3f} s", word, test.name, static_cast<double>(test.duration_us) / 1e6);
  if (test.outcome != Outcome::passed) line += "  " + printable(headline_of(test));
  return line;
}

std::string describe_failure(const TestResult& test, const ConsoleStyle& style,
                             const std::vector<RequirementResult>& requirements) {
  if (test.outcome == Outcome::passed || test.outcome == Outcome::skipped) return {};
  const std::string word = toned(short_word(test.outcome), tone_of(test.outcome), style);
  const std::string findings = findings_text(test, requirements);
  std::string text = fmt::format("  {}\n  {}\n", test.name, test.title) + findings;
  if (findings.empty() && !test.stopped_at.empty()) {
    text += fmt::format("  stopped at {}\n", test.stopped_at);
    text += difference_table(test.differences, "nearest");
  }
  if (!test.message.empty()) {
    text += fmt::format("  {}{}\n", test.blame.empty() ? "" : fmt::format("blame {}: ", test.blame),
                        test.message);
  }
  return word + printable(text + evidence(test) + closing(test));
}

std::string describe_warnings(const TestResult& test, const ConsoleStyle& style,
                              const std::vector<RequirementResult>& requirements) {
  const std::string findings = test.outcome == Outcome::passed ? findings_text(test, requirements) : "";
  if (findings.empty()) return {};
  return toned("WARN", tone_of(Verdict::warn), style) +
         printable(fmt::format("  {}\n  {}\n", test.name, test.title) + findings + evidence(test) +
                   closing(test));
}

namespace {

// Their ids alone: of a young adapter most are, and what little was judged must not be lost among them.
std::string skipped_lines(const std::vector<std::string>& ids, const ConsoleStyle& style) {
  constexpr std::size_t in_a_line = 10;
  std::string text;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const bool begins = i % in_a_line == 0;
    const std::string head =
        i == 0 ? "  " + verdict_word(Verdict::skipped, style) : fmt::format("\n{:14}", "");
    text += fmt::format("{} {}", begins ? head : "", ids[i]);
  }
  return text.empty() ? text : text + "\n";
}

std::string requirement_lines(const RunResult& run, std::string_view pack, const ConsoleStyle& style) {
  std::string text;
  std::vector<std::string> skipped;
  const bool never_ready = !never_ready_line(run).empty();
  for (const RequirementResult& each : run.requirements) {
    if (each.pack != pack) continue;
    // What one line says of all of them is not said of each.
    if (!run.no_calls.empty() && each.verdict == Verdict::skipped) continue;
    if (never_ready && each.verdict == Verdict::inconclusive) continue;
    if (each.verdict == Verdict::skipped && each.against_baseline.empty()) {
      skipped.push_back(each.id);
      continue;
    }
    text += fmt::format("  {} {:<8} {:<11} {}", verdict_word(each.verdict, style), each.id, each.level,
                        each.title);
    if (!each.against_baseline.empty())
      text += fmt::format("  [{}{}{}]", each.against_baseline, each.why_expected.empty() ? "" : ": ",
                          each.why_expected);
    text += "\n";
    if (each.verdict == Verdict::observed) text += observed_text(run, each.id);
  }
  return text + skipped_lines(skipped, style);
}

// Why scenarios were skipped, the commonest reason first.
std::string not_played_text(const RunResult& run) {
  std::map<std::string, int> tests;
  for (const TestResult& test : run.tests) {
    if (test.outcome == Outcome::skipped && test.message != no_calls_message) ++tests[test.message];
  }
  std::vector<std::pair<std::string, int>> reasons(tests.begin(), tests.end());
  std::stable_sort(reasons.begin(), reasons.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  constexpr std::size_t most_shown = 8;
  std::string text;
  int others = 0;
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    if (i >= most_shown) {
      others += reasons[i].second;
    } else {
      text += fmt::format("{:>5} not played: {}\n", reasons[i].second, printable(reasons[i].first));
    }
  }
  return others == 0 ? text : text + fmt::format("{:>5} not played for other reasons\n", others);
}

// A line for each MSC that no release has.
std::string packs_text(const RunResult& run) {
  std::string text;
  for (const PackSum& sum : pack_sums(run)) {
    std::string words;
    for (const auto& [verdict, number] : sum.requirements)
      words += fmt::format("{}{} {}", words.empty() ? "" : ", ", number, verdict_name(verdict));
    text += fmt::format(
        "{:<13} {}, {}\n", sum.pack + ":", words,
        counts(run, sum.pack) ? "counted, for it was asked for" : "not counted: no release has it");
  }
  return text;
}

// After all else, for the end is what CI shows of a long output.
std::string surprises_text(const RunResult& run, const ConsoleStyle& style) {
  std::string text;
  for (const RequirementResult& each : run.requirements) {
    if (!counts(run, each.pack) || !(is_unexpected(each) || is_newly_open(each))) continue;
    const std::string why = each.against_baseline == "stale"
                                ? "it was expected to fail; --accept takes that off the list"
                                : fmt::format("{}", fmt::join(each.tests, ", "));
    text += fmt::format("  {} {:<8} {}\n", verdict_word(each.verdict, style), each.id, why);
  }
  return text.empty() ? text : "not as expected.yaml has it:\n" + text;
}

}  // namespace

std::string summary(const RunResult& run, const ConsoleStyle& style) {
  std::string text = requirement_lines(run, "", style);
  for (const PackSum& sum : pack_sums(run)) {
    const bool skipped = sum.requirements.size() <= 1 && sum.requirements.contains(Verdict::skipped);
    if (!skipped)
      text += fmt::format("\n{} {}\n{}", sum.pack, sum.title, requirement_lines(run, sum.pack, style));
  }
  if (!text.empty()) text += "\n";
  for (const std::string& endpoint : run.unknown_endpoints) {
    text += fmt::format("the fake homeserver does not know and was asked: {}\n", printable(endpoint));
  }
  for (const std::string& notice : run.notices) text += printable(notice) + "\n";
  if (const std::string line = never_ready_line(run); !line.empty()) text += printable(line) + "\n";
  text += not_played_text(run);
  text += profile_text(run);
  auto counted = [&](auto word, std::string_view name) {
    const int number = count(run, word);
    return number == 0 ? std::string() : fmt::format(", {} {}", number, name);
  };
  text += fmt::format("requirements: {} pass{}{}{}{}{}\n", count(run, Verdict::pass),
                      counted(Verdict::warn, "warn"), counted(Verdict::fail, "fail"),
                      counted(Verdict::inconclusive, "inconclusive"), counted(Verdict::observed, "observed"),
                      counted(Verdict::skipped, "skipped"));
  text += fmt::format("scenarios:    {} passed{}{}{}{}\n", count(run, Outcome::passed),
                      counted(Outcome::failed, "failed"), counted(Outcome::error, "in error"),
                      counted(Outcome::inconclusive, "inconclusive"), counted(Outcome::skipped, "skipped"));
  text += packs_text(run);
  if (!run.selection.empty())
    text += fmt::format("judged:       only what fits {}\n", printable(run.selection));
  if (run.interrupted) text += "interrupted: what had ended by then is kept\n";
  if (count(run, Verdict::fail) > 0 || count(run, Outcome::inconclusive) > 0) {
    text +=
        "A scenario may be wrong too. If the text does not carry a verdict, say so: see \"Doubt a verdict\" "
        "in README.md.\n";
  }
  if (run.has_baseline) text += surprises_text(run, style);
  return text;
}

}  // namespace ringcheck::report
