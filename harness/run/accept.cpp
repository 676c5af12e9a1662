#include "run/accept.hpp"

#include <algorithm>
#include <filesystem>
#include <map>

#include <fmt/format.h>

#include "run/expected.hpp"
#include "run/expected_text.hpp"
#include "run/how_it_fails.hpp"
#include "run/write_file.hpp"
#include "value/utf8.hpp"

namespace ringcheck::run {
namespace {

using report::ExpectedFailure;
using report::RequirementResult;

std::string unexplained(const report::RunResult& run) {
  const std::string subject = run.implementation.empty() ? run.subject : run.implementation;
  return fmt::format("{}: accepted on {} with {} and ringcheck {}; write here why it fails", unexplained_mark,
                     run.started_at.substr(0, run.started_at.find('T')), clip(subject), run.harness_version);
}

bool contains_all(const std::vector<std::string>& known, const std::vector<std::string>& ways) {
  return std::all_of(ways.begin(), ways.end(), [&](const std::string& way) {
    return std::find(known.begin(), known.end(), way) != known.end();
  });
}

// A list was written because the subject's timing decides, so it grows; a single word is replaced.
template <typename T>
std::vector<T> brought_up_to(const std::vector<T>& known, const std::vector<T>& came) {
  if (known.size() < 2) return came;
  std::vector<T> all = known;
  for (const T& each : came) {
    if (std::find(all.begin(), all.end(), each) == all.end()) all.push_back(each);
  }
  return all;
}

// What becomes of an expectation; the same when there is nothing to change.
ExpectedFailure updated(ExpectedFailure expected, const RequirementResult& result,
                        const report::RunResult& run) {
  if (!is_bad(result.verdict)) return expected;
  const std::vector<std::string> ways = ways_it_fails(run, result);
  if (std::find(expected.verdicts.begin(), expected.verdicts.end(), result.verdict) ==
      expected.verdicts.end())
    expected.verdicts = brought_up_to(expected.verdicts, {result.verdict});
  if (!contains_all(expected.how, ways)) expected.how = brought_up_to(expected.how, ways);
  return expected;
}

bool same(const ExpectedFailure& a, const ExpectedFailure& b) {
  return a.requirement == b.requirement && a.verdicts == b.verdicts && a.how == b.how && a.why == b.why;
}

bool same(const std::vector<ExpectedFailure>& a, const std::vector<ExpectedFailure>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const ExpectedFailure& x, const ExpectedFailure& y) { return same(x, y); });
}

// By requirement, because the text keeps an order of its own.
std::vector<ExpectedFailure> sorted(std::vector<ExpectedFailure> list) {
  std::sort(list.begin(), list.end(),
            [](const auto& a, const auto& b) { return a.requirement < b.requirement; });
  return list;
}

std::string render_all(const YamlDocument& document) {
  std::string text;
  for (const Fault& fault : document.faults) text += render(fault, document.source);
  return text;
}

std::string ids(const std::vector<std::string>& list) {
  return fmt::format("{}", fmt::join(list, " "));
}

std::string why_no_ground(const report::RunResult& run) {
  if (run.interrupted) return "it was interrupted";
  if (!run.no_calls.empty()) return "no calls were seen, so none was judged";
  if (run.configuration_wrong) return "not every scenario loaded";
  const int broken = report::count(run, report::Outcome::error);
  if (broken > 0) return fmt::format("{} scenarios ended in an error", broken);
  return {};
}

// The file that the list goes into, and the sentence about a key that is still missing.
Result<std::string> file_of(const AcceptTarget& target, std::string& advice) {
  if (!target.expected.empty()) return target.folder + "/" + target.expected;
  const std::string path = target.folder + "/expected.yaml";
  if (std::filesystem::exists(path))
    return Error{
        fmt::format("{} is there, and {} does not name it\nadd \"expected: expected.yaml\" to "
                    "subject.yaml, or move the file away",
                    path, target.subject_path)};
  advice =
      fmt::format("add \"expected: expected.yaml\" to {}, so that the list is used", target.subject_path);
  return path;
}

void tell(report::RunResult& run, const std::string& path, const Accepted& accepted) {
  auto say = [&](const std::vector<std::string>& list, std::string_view what) {
    if (!list.empty()) run.notices.push_back(fmt::format("{}: {} {}", path, what, ids(list)));
  };
  say(accepted.added, "accepted");
  say(accepted.changed, "changed");
  say(accepted.dropped, "dropped, because it does not fail any more:");
  if (accepted.added.empty() && accepted.changed.empty() && accepted.dropped.empty())
    run.notices.push_back(fmt::format("{}: nothing to accept", path));
  if (!is_whole_suite(run))
    run.notices.push_back(fmt::format("{}: only a part was played, so nothing was dropped", path));
}

}  // namespace

Result<Accepted> accept_failures(const std::string& file, const std::string& source,
                                 const report::RunResult& run, const spec::Register& requirements) {
  YamlDocument document = parse_yaml(file, source.empty() ? "[]" : source);
  const std::vector<ExpectedFailure> before = read_expected(document, requirements);
  if (!document.faults.empty()) return Error{render_all(document)};
  Accepted accepted;
  ExpectedText text(source, document.value);
  std::map<std::string, const RequirementResult*> results;
  for (const RequirementResult& each : run.requirements) results[each.id] = &each;
  for (std::size_t i = 0; i < before.size(); ++i) {
    auto result = results.find(before[i].requirement);
    if (result == results.end()) {
      accepted.list.push_back(before[i]);
    } else if (is_stale(before[i], *result->second, run)) {
      text.drop(i);
      accepted.dropped.push_back(before[i].requirement);
    } else {
      accepted.list.push_back(updated(before[i], *result->second, run));
      if (!same(before[i], accepted.list.back())) {
        text.change(i, before[i], accepted.list.back());
        accepted.changed.push_back(before[i].requirement);
      }
    }
    results.erase(before[i].requirement);
  }
  for (const auto& [id, result] : results) {
    if (!is_bad(result->verdict)) continue;
    accepted.list.push_back({id, {result->verdict}, ways_it_fails(run, *result), unexplained(run)});
    text.add(accepted.list.back());
    accepted.added.push_back(id);
  }
  accepted.text = text.text(run.subject);
  // The lines were changed by hand, as it were: what is read from them must be what was meant.
  YamlDocument after = parse_yaml(file, accepted.text);
  const std::vector<ExpectedFailure> read = read_expected(after, requirements);
  if (!after.faults.empty() || !same(sorted(read), sorted(accepted.list)))
    return Error{
        fmt::format("{} cannot be changed without breaking it; nothing was written\n"
                    "write each entry as a block, as ringcheck run --accept does: {}",
                    file, after.faults.empty() ? "" : render_all(after))};
  return accepted;
}

Result<Done> accept_run(const AcceptTarget& target, const spec::Register& requirements,
                        report::RunResult& run) {
  if (const std::string why = why_no_ground(run); !why.empty()) {
    run.notices.push_back(fmt::format("nothing was accepted: the run is no ground for a list, {}", why));
    return Done{};
  }
  std::string advice;
  auto path = file_of(target, advice);
  if (!path) return path.error();
  std::string source;
  if (std::filesystem::exists(*path)) {
    auto read = read_file(*path);
    if (!read) return read.error();
    source = std::move(*read);
  }
  auto accepted = accept_failures(*path, source, run, requirements);
  if (!accepted) return accepted.error();
  const bool nothing_to_say = accepted->list.empty() && source.empty();
  if (accepted->text != source && !nothing_to_say) {
    auto written = write_file(*path, accepted->text);
    if (!written) return written;
  }
  tell(run, *path, *accepted);
  if (nothing_to_say) return Done{};
  if (!advice.empty()) run.notices.push_back(advice);
  run.expected_failures = std::move(accepted->list);
  run.has_baseline = true;
  return Done{};
}

}  // namespace ringcheck::run
