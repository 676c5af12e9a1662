#include "report/markdown.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "report/call_profile.hpp"
#include "report/console.hpp"
#include "report/markdown_text.hpp"

namespace ringcheck::report {
namespace {

constexpr std::array<Verdict, 6> verdicts = {Verdict::pass,         Verdict::warn,    Verdict::fail,
                                             Verdict::inconclusive, Verdict::skipped, Verdict::observed};
constexpr std::size_t most_findings = 3;  // of one requirement; the others are named

bool is_red(const RunResult& run, const RequirementResult& requirement) {
  if (requirement.against_baseline == "expected" || !counts(run, requirement.pack)) return false;
  return requirement.verdict == Verdict::fail || requirement.verdict == Verdict::warn ||
         requirement.against_baseline == "stale";
}

std::string headline(const RunResult& run) {
  const int failed = count(run, Verdict::fail);
  if (!run.no_calls.empty() && failed == 0) return "no calls between two users";
  const auto expected =
      std::count_if(run.requirements.begin(), run.requirements.end(), [](const RequirementResult& r) {
        return r.verdict == Verdict::fail && r.pack.empty() && r.against_baseline == "expected";
      });
  const int all =
      count(run, Verdict::pass) + count(run, Verdict::warn) + failed + count(run, Verdict::inconclusive);
  std::string text = failed == 0 ? fmt::format("{} of {} requirements pass", count(run, Verdict::pass), all)
                                 : fmt::format("{} of {} requirements fail", failed, all);
  if (expected > 0)
    text += expected == failed ? ", as expected" : fmt::format(", {} of them as expected", expected);
  return text;
}

std::string_view meaning_of_status(int status) {
  switch (status) {
    case 0:
      return "all is as expected";
    case 1:
      return "a requirement is not as expected";
    case 2:
      return "something stayed open";
    case 3:
      return "a scenario or the configuration is wrong";
    case 4:
      return "the adapter broke";
    default:
      return "the subject makes no calls between two users";
  }
}

std::string evidence_words(const ProfiledKind& kind) {
  std::string words;
  for (const ProfileEvidence& each : kind.evidence) {
    words += fmt::format("{}{} in {} #{}", words.empty() ? "" : ", ", seen_name(each.seen),
                         markdown_code(each.test), each.seq);
  }
  return words.empty() ? "no" : words;
}

std::string profile_text(const RunResult& run) {
  if (const std::string line = never_ready_line(run); !line.empty())
    return fmt::format("\n> **Nothing was played.** {}\n", markdown_escaped(line));
  if (!run.no_calls.empty())
    return fmt::format("\n> **No calls.** {}\n", markdown_escaped(no_calls_line(run)));
  const CallProfile profile = call_profile(run);
  if (profile.empty()) return {};
  std::string text = fmt::format(
      "\nCall profile: **{}**\n\n| | claimed | seen | judged |\n|---|---|---|---|\n", profile.says);
  for (const ProfiledKind& each : profile.kinds) {
    if (each.claimed_by.empty() && each.evidence.empty()) continue;
    text += fmt::format("| {} | {} | {} | {} |\n", call_kind_words(each.kind),
                        each.claimed_by.empty() ? "no" : fmt::format("{}", fmt::join(each.claimed_by, ", ")),
                        evidence_words(each), judged_words(each));
  }
  return text;
}

std::string sums(const RunResult& run) {
  std::string head = "| |";
  std::string rule = "|---|";
  std::string row = "| requirements |";
  for (const Verdict each : verdicts) {
    head += fmt::format(" {} |", verdict_name(each));
    rule += "---:|";
    row += fmt::format(" {} |", count(run, each));
  }
  std::string text = head + "\n" + rule + "\n" + row + "\n\n";
  head = "| |";
  rule = "|---|";
  row = "| scenarios |";
  for (const Outcome each :
       {Outcome::passed, Outcome::failed, Outcome::inconclusive, Outcome::skipped, Outcome::error}) {
    head += fmt::format(" {} |", outcome_name(each));
    rule += "---:|";
    row += fmt::format(" {} |", count(run, each));
  }
  return text + head + "\n" + rule + "\n" + row + "\n";
}

// MSC compatibility: what no release asks for has a table of its own.
std::string packs_text(const RunResult& run) {
  std::string rows;
  for (const PackSum& sum : pack_sums(run)) {
    rows += fmt::format("| {} {} |", sum.pack, markdown_escaped(sum.title));
    for (const Verdict each : verdicts) {
      const auto found = sum.requirements.find(each);
      rows += fmt::format(" {} |", found == sum.requirements.end() ? 0 : found->second);
    }
    rows += counts(run, sum.pack) ? " yes |\n" : " no |\n";
  }
  if (rows.empty()) return {};
  std::string head = "| MSC |";
  std::string rule = "|---|";
  for (const Verdict each : verdicts) {
    head += fmt::format(" {} |", verdict_name(each));
    rule += "---:|";
  }
  return fmt::format("\nMSCs that no release has, apart from the sums above:\n\n{} counts |\n{}---|\n{}",
                     head, rule, rows);
}

std::string head(const RunResult& run) {
  return fmt::format("## ringcheck: {}\n\n{} · seed {} · ringcheck {} · {}\n{}\n{}\nExit status {}: {}.\n",
                     headline(run),
                     markdown_code(run.implementation.empty() ? run.subject : run.implementation), run.seed,
                     markdown_escaped(run.harness_version), markdown_escaped(run.started_at),
                     profile_text(run), sums(run) + packs_text(run), run.exit_status,
                     meaning_of_status(run.exit_status)) +
         (run.selection.empty()
              ? std::string()
              : fmt::format("Only what fits {} was judged.\n", markdown_code(run.selection)));
}

std::string folded(std::string_view summary, const std::string& inside) {
  return fmt::format("<details><summary>{}</summary>\n\n{}\n</details>\n", summary, inside);
}

std::string differences_text(const Finding& finding) {
  std::string text;
  for (const Difference& each : finding.differences) {
    text += fmt::format("{}\n  wanted  {}\n  came    {}\n", each.pointer.empty() ? "(whole)" : each.pointer,
                        each.wanted, each.came);
  }
  if (!finding.message.empty()) text += finding.message + "\n";
  return text.empty() ? "nothing of that kind came\n" : text;
}

std::string finding_text(const TestResult& test, const Finding& finding) {
  std::string text = finding.check.empty() ? markdown_code(fmt::format("{}:{}", finding.file, finding.line))
                                           : fmt::format("check {}", markdown_code(finding.check));
  if (!finding.looked_for.empty()) text += " " + markdown_code(finding.looked_for);
  text += fmt::format(" in {}\n\n{}\n", markdown_code(test.name), markdown_block(differences_text(finding)));
  if (!test.repeat_command.empty()) text += markdown_block(test.repeat_command, "sh") + "\n";
  if (test.around.empty()) return text;
  std::string around;
  for (const Evidence& each : test.around) {
    around += fmt::format("+{:.3f} s  #{:<4} {}\n", static_cast<double>(each.t_us) / 1e6, each.seq,
                          printable(each.text));
  }
  return text + folded("What passed around it", markdown_block(around)) + "\n";
}

std::string findings_of(const RunResult& run, const RequirementResult& requirement) {
  std::string text;
  std::string others;
  std::size_t shown = 0;
  for (const TestResult& test : run.tests) {
    for (const Finding& finding : test.findings) {
      if (finding.requirement != requirement.id || finding.verdict != requirement.verdict) continue;
      if (shown++ < most_findings) {
        text += finding_text(test, finding);
      } else {
        others += " " + markdown_code(test.name);
      }
      break;
    }
  }
  if (!others.empty()) text += fmt::format("Also in{}\n\n", others);
  return text;
}

std::string requirement_text(const RunResult& run, const RequirementResult& requirement) {
  std::string text = fmt::format("### {} {} ({}): {}\n\n{}\n\nThe text: {}, since {}.", requirement.id,
                                 requirement.against_baseline == "stale"
                                     ? "is expected to fail and does not"
                                     : fmt::format("{}s", verdict_name(requirement.verdict)),
                                 requirement.level.empty() ? "not in the register" : requirement.level,
                                 markdown_escaped(requirement.title), markdown_escaped(requirement.says),
                                 markdown_escaped(requirement.source), markdown_escaped(requirement.since));
  if (!requirement.stance.empty()) {
    text += fmt::format(" Where it is unclear ringcheck holds ({}): {}", requirement.stance,
                        markdown_escaped(requirement.stance_says));
  }
  if (requirement.against_baseline == "stale")
    return text + fmt::format("\n\nExpected because: {}\n", markdown_code(requirement.why_expected));
  return text + "\n\n" + findings_of(run, requirement);
}

std::string expected_text(const RunResult& run) {
  std::string lines;
  int number = 0;
  for (const RequirementResult& each : run.requirements) {
    if (each.against_baseline != "expected" || each.verdict == Verdict::pass) continue;
    lines +=
        fmt::format("{:<5} {} {}: {}\n", verdict_name(each.verdict), each.id, each.title, each.why_expected);
    ++number;
  }
  return number == 0 ? std::string() : folded(fmt::format("As expected ({})", number), markdown_block(lines));
}

std::string open_text(const RunResult& run) {
  std::string lines;
  int number = 0;
  for (const TestResult& each : run.tests) {
    if (each.outcome != Outcome::inconclusive && each.outcome != Outcome::error) continue;
    lines += fmt::format("{}  {}: {}\n", outcome_name(each.outcome), each.name, printable(headline_of(each)));
    ++number;
  }
  if (number == 0) return {};
  return folded(fmt::format("Scenarios without a verdict ({})", number), markdown_block(lines));
}

std::string notices_text(const RunResult& run) {
  std::string lines;
  for (const std::string& each : run.unknown_endpoints)
    lines += fmt::format("the fake homeserver does not know and was asked: {}\n", each);
  for (const std::string& each : run.notices) lines += each + "\n";
  if (lines.empty()) return {};
  return folded(fmt::format("Notices ({})", run.notices.size() + run.unknown_endpoints.size()),
                markdown_block(lines));
}

std::string observed_text(const RunResult& run) {
  std::string lines;
  int number = 0;
  for (const RequirementResult& each : run.requirements) {
    for (const Observation& seen : observations(run, each.id)) {
      lines += fmt::format("{} {}: {} ({} tests)\n", each.id, each.title, seen.text, seen.tests.size());
      ++number;
    }
  }
  return number == 0 ? std::string() : folded(fmt::format("Observed ({})", number), markdown_block(lines));
}

std::string all_requirements(const RunResult& run) {
  std::string rows = "| requirement | level | verdict | |\n|---|---|---|---|\n";
  for (const RequirementResult& each : run.requirements) {
    rows += fmt::format("| {} | {} | {} | {} |\n", each.id, each.level, verdict_name(each.verdict),
                        markdown_escaped(each.title));
  }
  return folded(fmt::format("All requirements ({})", run.requirements.size()), rows);
}

std::vector<std::string> sections(const RunResult& run) {
  std::vector<std::string> list;
  for (const Verdict verdict : {Verdict::fail, Verdict::warn, Verdict::pass, Verdict::observed}) {
    for (const RequirementResult& each : run.requirements) {
      if (each.verdict == verdict && is_red(run, each)) list.push_back(requirement_text(run, each));
    }
  }
  for (std::string text :
       {open_text(run), expected_text(run), observed_text(run), notices_text(run), all_requirements(run)}) {
    if (!text.empty()) list.push_back(std::move(text));
  }
  return list;
}

}  // namespace

std::string to_markdown(const RunResult& run, const MarkdownOptions& options) {
  const std::string doubt =
      "\nA scenario may be wrong too. If the text does not carry a verdict, say so: see \"Doubt a verdict\" "
      "in "
      "ringcheck's README.\n";
  std::string text = head(run);
  std::size_t left_out = 0;
  for (const std::string& section : sections(run)) {
    // A section that is left out hides none that follows: those after it may be short, and say other things.
    constexpr std::size_t for_the_end = 300;
    if (text.size() + section.size() + doubt.size() + for_the_end > options.most_bytes) {
      ++left_out;
    } else {
      text += "\n" + section;
    }
  }
  if (left_out > 0)
    text += fmt::format("\n{} parts were too long for a comment and are left out; the run has them all.\n",
                        left_out);
  return count(run, Verdict::fail) > 0 || count(run, Verdict::warn) > 0 ? text + doubt : text;
}

}  // namespace ringcheck::report
