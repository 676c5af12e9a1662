#include "run/judge_recording.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "run/apply_checks.hpp"
#include "run/utc_now.hpp"
#include "run/verdict.hpp"
#include "trace/timestamp.hpp"
#include "trace/widget_message.hpp"

namespace ringcheck::run {
namespace {

using report::TestResult;
using report::Verdict;

/// One subject while the file is read.
struct Judged {
  std::string subject;
  check::TraceJudge judge;
  std::int64_t events = 0;
  std::int64_t requests = 0;
  std::int64_t messages = 0;

  void take(const trace::Entry& entry) {
    if (entry.from == subject) {
      events += entry.kind == trace::Kind::event ? 1 : 0;
      requests += entry.kind == trace::Kind::request ? 1 : 0;
      messages += trace::as_widget_message(entry) ? 1 : 0;
    }
    judge.take(entry);
  }

  std::string counted(trace::Format format) const {
    if (format == trace::Format::tap) return fmt::format("{} messages of the {}", messages, subject);
    return fmt::format("{} events and {} requests of {}", events, requests, subject);
  }
};

std::string format_word(trace::Format format) {
  return format == trace::Format::har ? "HAR" : std::string(trace::format_name(format));
}

std::string count_words(trace::Format format, std::int64_t count) {
  const bool one = count == 1;
  switch (format) {
    case trace::Format::har:
      return fmt::format("{} exchange{}", count, one ? "" : "s");
    case trace::Format::events:
      return fmt::format("{} event{}", count, one ? "" : "s");
    case trace::Format::tap:
      return fmt::format("{} line{}", count, one ? "" : "s");
    case trace::Format::trace:
      break;
  }
  return fmt::format("{} entr{}", count, one ? "y" : "ies");
}

TestResult empty_test(const std::string& name, const std::string& path, std::string title) {
  TestResult test;
  test.name = name;
  test.scenario = name;
  test.file = path;
  test.title = std::move(title);
  return test;
}

bool anything_examined(const check::TraceReport& found) {
  return std::any_of(found.examined.begin(), found.examined.end(),
                     [](const check::Examined& each) { return each.count > 0 && !each.requirement.empty(); });
}

void count_examined(const check::TraceReport& found, const TestResult& test,
                    const spec::Register& requirements, report::ExaminedMap& examined) {
  for (const check::Examined& each : found.examined) {
    if (each.count > 0 && !each.requirement.empty()) examined[each.requirement].times += each.count;
  }
  for (const report::Finding& finding : test.findings) {
    if (finding.requirement.empty()) continue;
    examined[finding.requirement].fails += finding.verdict == Verdict::fail ? 1 : 0;
    examined[finding.requirement].warnings += finding.verdict == Verdict::warn ? 1 : 0;
  }
  for (const check::LeftOut& each : found.left_out) {
    if (each.requirement.empty()) continue;
    const spec::Requirement* requirement = requirements.find(each.requirement);
    const bool binding = requirement == nullptr || is_binding(*requirement);
    (each.error && binding ? examined[each.requirement].fails : examined[each.requirement].warnings) +=
        each.count;
  }
}

std::string place_words(const trace::Recording& recording, const trace::Entry& entry, std::int64_t place) {
  if (recording.format == trace::Format::har) return fmt::format("log.entries[{}]: {}", place, entry.type);
  return fmt::format("line {}: {}", place, entry.type);
}

bool is_noise(const trace::Entry& entry) {
  return entry.kind == trace::Kind::response || entry.kind == trace::Kind::log || is_background(entry);
}

/// Reads the file once more for what stands at the findings, and around the first of each subject.
void show_places(const trace::Recording& recording, std::vector<TestResult>& tests) {
  constexpr std::int64_t before = 12;
  constexpr std::int64_t after = 2;
  std::multimap<std::int64_t, report::Finding*> wanted;
  std::vector<std::pair<std::int64_t, TestResult*>> firsts;
  for (TestResult& test : tests) {
    std::int64_t first = 0;
    for (report::Finding& finding : test.findings) {
      if (finding.at_seq == 0) continue;
      wanted.emplace(finding.at_seq, &finding);
      first = first == 0 ? finding.at_seq : std::min(first, finding.at_seq);
    }
    if (first != 0) firsts.emplace_back(first, &test);
  }
  if (wanted.empty()) return;
  // It was read before without an error; if it has changed since, the places are all that is lost.
  static_cast<void>(trace::read_recording(recording, [&](const trace::Entry& entry, std::int64_t place) {
    const auto [begin, end] = wanted.equal_range(entry.seq);
    for (auto each = begin; each != end; ++each)
      each->second->looked_for = place_words(recording, entry, place);
    for (const auto& [first, test] : firsts) {
      if (entry.seq < first - before || entry.seq > first + after || is_noise(entry)) continue;
      test->around.push_back({entry.seq, entry.t_us, describe_entry(entry)});
    }
  }));
}

std::string repeat_command(const trace::Recording& recording, const std::string& subject) {
  if (recording.subjects.size() < 2) return fmt::format("ringcheck check '{}'", recording.path);
  return fmt::format("ringcheck check --subject '{}' '{}'", subject, recording.path);
}

report::Recorded unreadable(const std::string& path, const std::string& why) {
  report::Recorded recorded;
  recorded.path = path;
  recorded.tests.push_back(empty_test(path, path, "The file cannot be read"));
  recorded.tests.back().outcome = report::Outcome::error;
  recorded.tests.back().message = why;
  return recorded;
}

void add_tests(const trace::Recording& recording, std::vector<Judged>& judges,
               const spec::Register& requirements, report::Recorded& recorded) {
  for (Judged& each : judges) {
    const check::TraceReport found = each.judge.finish();
    if (!anything_examined(found)) continue;
    const bool only = recording.subjects.size() < 2;
    TestResult test = empty_test(only ? recording.path : fmt::format("{} {}", recording.path, each.subject),
                                 recording.path, each.counted(recording.format));
    test.duration_us = recorded.span_us;
    if (recording.format == trace::Format::trace) test.trace_file = recording.path;
    test.repeat_command = repeat_command(recording, each.subject);
    apply_checks(found, requirements, test);
    test.warnings.insert(test.warnings.end(), recorded.untold.begin(), recorded.untold.end());
    count_examined(found, test, requirements, recorded.examined);
    recorded.subjects.push_back(each.subject);
    recorded.tests.push_back(std::move(test));
  }
  if (!recorded.tests.empty()) return;
  TestResult test = empty_test(recording.path, recording.path, "Nothing in it is judged");
  test.outcome = report::Outcome::inconclusive;
  test.message = recording.subjects.empty()
                     ? "there is nobody in it who sends anything"
                     : fmt::format("no {} that a requirement speaks of, sent by {}",
                                   recording.format == trace::Format::tap ? "message" : "event of a call",
                                   fmt::join(recording.subjects, ", "));
  recorded.tests.push_back(std::move(test));
}

}  // namespace

report::Recorded judge_recording(const std::string& path, const RecordingChoice& choice,
                                 const check::Checker& checker, const spec::Register& requirements) {
  auto recording = trace::open_recording(path, choice.format, choice.subject);
  if (!recording) return unreadable(path, recording.error().text);
  std::vector<Judged> judges;
  for (const std::string& subject : recording->subjects)
    judges.push_back({subject, checker.judge(subject, {.from_the_start = recording->from_the_start})});
  const auto extent = trace::read_recording(*recording, [&](const trace::Entry& entry, std::int64_t) {
    for (Judged& each : judges) each.take(entry);
  });
  if (!extent) return unreadable(path, extent.error().text);
  report::Recorded recorded;
  recorded.path = path;
  recorded.format = format_word(recording->format);
  recorded.count = count_words(recording->format, extent->count);
  if (extent->begin_ms > 0) recorded.begin = trace::show_time(extent->begin_ms);
  recorded.span_us = extent->span_us;
  recorded.untold = extent->untold;
  add_tests(*recording, judges, requirements, recorded);
  show_places(*recording, recorded.tests);
  return recorded;
}

report::RunResult run_of(const std::vector<report::Recorded>& files, const spec::Register& requirements) {
  report::RunResult run;
  run.subject = "recorded traffic";
  run.harness_version = RINGCHECK_VERSION;
  run.started_at = utc_now();
  std::set<std::string> subjects;
  for (const report::Recorded& file : files) {
    run.tests.insert(run.tests.end(), file.tests.begin(), file.tests.end());
    subjects.insert(file.subjects.begin(), file.subjects.end());
    for (const std::string& sentence : file.untold) run.notices.push_back(file.path + ": " + sentence);
  }
  if (subjects.size() == 1) run.subject = *subjects.begin();
  run.requirements = sum_up(run.tests, requirements);
  run.exit_status = report::exit_status(run);
  return run;
}

report::ExaminedMap examined_in(const std::vector<report::Recorded>& files) {
  report::ExaminedMap sum;
  for (const report::Recorded& file : files) {
    for (const auto& [id, examined] : file.examined) {
      sum[id].times += examined.times;
      sum[id].warnings += examined.warnings;
      sum[id].fails += examined.fails;
    }
  }
  return sum;
}

}  // namespace ringcheck::run
