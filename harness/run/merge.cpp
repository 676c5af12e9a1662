#include "run/merge.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include <fmt/format.h>

#include "run/expected.hpp"
#include "run/saved_run.hpp"
#include "run/shard.hpp"
#include "run/verdict.hpp"

namespace ringcheck::run {
namespace {

namespace fs = std::filesystem;
using report::RunResult;

// Each shard has the texts of what it decided, so no register is needed: it may have changed since.
spec::Register register_of(const std::vector<RunResult>& runs) {
  spec::Register known;
  std::set<std::string> stances;
  for (const RunResult& run : runs) {
    for (const report::RequirementResult& each : run.requirements) {
      if (known.find(each.id) != nullptr || each.title.empty()) continue;
      spec::Requirement requirement;
      requirement.id = each.id;
      requirement.section = each.section;
      requirement.title = each.title;
      requirement.level = each.level;
      requirement.since = each.since;
      requirement.msc = each.msc;
      requirement.source = each.source;
      requirement.says = each.says;
      requirement.basis = each.basis;
      requirement.stance = each.stance;
      known.add(std::move(requirement));
      if (!each.pack.empty() && known.msc(each.pack) == nullptr)
        known.add_msc({each.pack, each.pack_title, "proposed", "", ""});
      if (!each.stance.empty() && stances.insert(each.stance).second)
        known.add_stance(each.stance, each.stance_says);
    }
  }
  return known;
}

bool same(const report::ExpectedFailure& a, const report::ExpectedFailure& b) {
  return a.requirement == b.requirement && a.verdicts == b.verdicts && a.how == b.how && a.why == b.why;
}

std::string difference(const RunResult& a, const RunResult& b) {
  if (a.subject != b.subject) return fmt::format("subjects {} and {}", a.subject, b.subject);
  const bool both = !a.implementation.empty() && !b.implementation.empty();
  if (both && a.implementation != b.implementation)
    return fmt::format("implementations {} and {}", a.implementation, b.implementation);
  if (a.harness_version != b.harness_version)
    return fmt::format("ringcheck {} and {}", a.harness_version, b.harness_version);
  if (a.time_scale != b.time_scale) return fmt::format("time scales {} and {}", a.time_scale, b.time_scale);
  if (a.shard.of != b.shard.of) return fmt::format("shards of {} and of {}", a.shard.of, b.shard.of);
  if (a.claims != b.claims)
    return fmt::format("claims {} and {}", fmt::join(a.claims, " "), fmt::join(b.claims, " "));
  if (a.selection != b.selection)
    return fmt::format("selections \"{}\" and \"{}\"", a.selection, b.selection);
  if (a.counted_packs != b.counted_packs) return "different MSCs that were asked for";
  if (a.has_baseline != b.has_baseline ||
      !std::equal(a.expected_failures.begin(), a.expected_failures.end(), b.expected_failures.begin(),
                  b.expected_failures.end(), same))
    return "different lists of expected failures";
  return {};
}

std::string why_no_parts_of_one(const std::vector<RunResult>& runs) {
  std::map<std::string, std::string> played;
  for (const RunResult& run : runs) {
    if (run.shard.of != 0 && !is_valid(run.shard))
      return fmt::format("{} says that it is shard {}/{}, which cannot be", run.folder, run.shard.index,
                         run.shard.of);
    if (const std::string other = difference(runs.front(), run); !other.empty())
      return fmt::format("{} and {} are no parts of one run: {}", runs.front().folder, run.folder, other);
    for (const report::TestResult& test : run.tests) {
      auto [first, fresh] = played.try_emplace(test.name, run.folder);
      if (!fresh)
        return fmt::format("{} is in {} and in {}; each test belongs to one part", test.name, first->second,
                           run.folder);
    }
  }
  return {};
}

void add_new(std::vector<std::string>& list, const std::vector<std::string>& more) {
  for (const std::string& each : more) {
    if (std::find(list.begin(), list.end(), each) == list.end()) list.push_back(each);
  }
}

std::string missing_shards(const std::vector<RunResult>& runs) {
  std::string missing;
  for (int index = 1; index <= runs.front().shard.of; ++index) {
    const bool there =
        std::any_of(runs.begin(), runs.end(), [&](const RunResult& r) { return r.shard.index == index; });
    if (!there) missing += fmt::format(" {}/{}", index, runs.front().shard.of);
  }
  return missing;
}

void note_seeds(const std::vector<RunResult>& runs, RunResult& merged) {
  std::set<std::uint64_t> seeds;
  for (const RunResult& run : runs) seeds.insert(run.seed);
  if (seeds.size() > 1)
    merged.notices.push_back(
        fmt::format("the parts had the seeds {}; each test's command names its own", fmt::join(seeds, ", ")));
}

// What one part held of the subject another may have seen to be wrong; then what it left out is missing.
void judge_no_calls(const std::vector<RunResult>& runs, RunResult& merged) {
  auto none = [](const RunResult& run) { return !run.no_calls.empty(); };
  if (std::all_of(runs.begin(), runs.end(), none)) return;
  merged.no_calls.clear();
  for (const RunResult& run : runs) {
    if (!none(run)) continue;
    merged.interrupted = true;
    merged.notices.push_back(fmt::format(
        "{} left out its scenarios because it saw no calls ({}), and another part was played: play "
        "it again with --no-probe",
        run.folder, run.no_calls));
  }
}

// A link costs nothing, and works within one file system only.
bool link_or_copy(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::create_hard_link(from, to, failed);
  if (failed) fs::copy_file(from, to, failed);
  return !failed;
}

Result<std::string> empty_folder(const std::string& out, std::uint64_t seed) {
  if (out.empty()) return make_run_folder("ringcheck-runs", seed);
  std::error_code failed;
  fs::create_directories(out, failed);
  if (failed) return Error{fmt::format("cannot make {}: {}", out, failed.message())};
  if (!fs::is_empty(out, failed) || failed)
    return Error{fmt::format("{} is not empty; a merged run gets a folder of its own", out)};
  return out;
}

void take_traces(const std::vector<RunResult>& runs, RunResult& merged) {
  std::map<std::string, std::string> traces;
  for (const RunResult& run : runs) {
    for (const report::TestResult& test : run.tests) traces[test.name] = test.trace_file;
  }
  for (report::TestResult& test : merged.tests) {
    const std::string from = traces[test.name];
    if (from.empty()) continue;
    const fs::path to = fs::path(merged.folder) / fs::path(from).filename();
    if (link_or_copy(from, to)) {
      test.trace_file = to.string();
    } else {
      test.trace_file.clear();
      merged.notices.push_back(fmt::format("the trace of {} is missing: {}", test.name, from));
    }
  }
}

}  // namespace

Result<RunResult> merge_runs(const std::vector<RunResult>& runs) {
  if (runs.empty()) return Error{"there is no run to merge"};
  if (const std::string why = why_no_parts_of_one(runs); !why.empty()) return Error{why};
  RunResult merged = runs.front();
  merged.folder.clear();
  merged.tests.clear();
  merged.notices.clear();
  merged.shard = {};
  for (const RunResult& run : runs) {
    if (merged.implementation.empty()) merged.implementation = run.implementation;
    merged.started_at = std::min(merged.started_at, run.started_at);
    merged.interrupted = merged.interrupted || run.interrupted;
    merged.configuration_wrong = merged.configuration_wrong || run.configuration_wrong;
    merged.whole = merged.whole && run.whole;
    merged.tests.insert(merged.tests.end(), run.tests.begin(), run.tests.end());
    add_new(merged.unknown_endpoints, run.unknown_endpoints);
    add_new(merged.notices, run.notices);
  }
  std::sort(merged.tests.begin(), merged.tests.end(),
            [](const report::TestResult& a, const report::TestResult& b) { return a.name < b.name; });
  if (const std::string missing = missing_shards(runs); !missing.empty()) {
    merged.whole = false;
    merged.interrupted = true;
    merged.notices.push_back(fmt::format("the run of a shard is missing, with its tests:{}", missing));
  }
  // Parts that are no shards are only as whole as somebody chose them.
  if (runs.front().shard.of == 0 && runs.size() > 1) merged.whole = false;
  judge_no_calls(runs, merged);
  note_seeds(runs, merged);
  merged.requirements = sum_up(merged.tests, register_of(runs));
  if (merged.has_baseline) compare_with_expected(merged);
  merged.exit_status = report::exit_status(merged);
  return merged;
}

Result<RunResult> merge_saved_runs(const std::vector<std::string>& folders, const std::string& out) {
  auto runs = load_named_runs(folders);
  if (!runs) return runs.error();
  auto merged = merge_runs(*runs);
  if (!merged) return merged;
  auto folder = empty_folder(out, merged->seed);
  if (!folder) return folder.error();
  merged->folder = *folder;
  take_traces(*runs, *merged);
  auto saved = save_run(*merged);
  if (!saved) return saved.error();
  return merged;
}

}  // namespace ringcheck::run
