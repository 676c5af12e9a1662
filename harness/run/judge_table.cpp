#include "run/judge_table.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "run/judge_entries.hpp"
#include "run/judge_steps.hpp"
#include "run/verdict.hpp"
#include "trace/trace.hpp"

namespace ringcheck::run {
namespace {

using report::Verdict;
using trace::Entry;
using trace::Kind;

/// What a mutant made of a finding. An observation is caught when it tells something else.
enum class Fate : std::uint8_t { survived, caught, open };

Fate fate(const report::Finding& before, const report::Finding& after) {
  if (after.verdict == Verdict::inconclusive) return Fate::open;
  if (before.verdict == Verdict::observed)
    return before.message == after.message ? Fate::survived : Fate::caught;
  return after.verdict == Verdict::fail || after.verdict == Verdict::warn ? Fate::caught : Fate::survived;
}

Kills& operator+=(Kills& kills, Fate fate) {
  ++kills.made;
  if (fate == Fate::caught) ++kills.caught;
  if (fate == Fate::open) ++kills.open;
  return kills;
}

/// What a step says of its requirements. They may differ in level, and so between fail and warn, but not
/// otherwise.
std::map<std::string, report::Finding> findings_of(const Replay& replay, const spec::Register& requirements,
                                                   int step) {
  std::map<std::string, report::Finding> findings;
  for (report::Finding& finding : judge(replay.script(), requirements).findings) {
    if (finding.step == step) findings.emplace(finding.requirement, std::move(finding));
  }
  return findings;
}

/// A test that passed, and the unchanged replay from which its mutants are made.
struct Played {
  const scenario::Test* test = nullptr;
  std::unique_ptr<Replay> base;
};

class Judge {
 public:
  Judge(const spec::Register& requirements, const check::Checker& checker)
      : requirements_(requirements), checker_(checker) {
    for (const spec::Requirement& each : requirements.all())
      draft_names_.insert(each.names.begin(), each.names.end());
  }

  void steps_of(const Played& played) {
    scenario::each_step(played.test->steps, [&](const scenario::Step& step) {
      if (!step.proves.empty()) step_of(played, step);
    });
  }

  void checks_of(const std::vector<Played>& all);

  JudgeTable take() { return std::move(table_); }
  JudgeTable& table() { return table_; }
  JudgedRequirement& row(const std::string& id);

 private:
  void step_of(const Played& played, const scenario::Step& step);
  void survived(const Played& played, const scenario::Step& step, const report::Finding& finding,
                std::string mutation, std::deque<Entry> entries);
  void entries_of(const Played& played, const std::set<std::string>& decided, std::set<std::string>& seen,
                  bool only_new);
  void entry_of(const Played& played, const Entry& entry, const check::TraceJudge& before);
  bool has_untold(const std::set<std::string>& ids);
  std::set<std::string> examined_in(const Played& played) const;

  const spec::Register& requirements_;
  const check::Checker& checker_;
  DraftNames draft_names_;
  JudgeTable table_;
};

JudgedRequirement& Judge::row(const std::string& id) {
  JudgedRequirement& row = table_.requirements[id];
  if (!row.id.empty()) return row;
  row.id = id;
  if (const spec::Requirement* requirement = requirements_.find(id)) {
    row.title = requirement->title;
    row.level = requirement->level;
  }
  return row;
}

void Judge::step_of(const Played& played, const scenario::Step& step) {
  auto before = findings_of(*played.base, requirements_, step.index);
  std::erase_if(before, [](const auto& each) {
    return each.second.verdict != Verdict::pass && each.second.verdict != Verdict::observed;
  });
  if (before.empty()) return;
  // What did not come cannot be changed.
  if (step.observes && played.base->script().record(step.index).state != StepState::met) return;
  for (const auto& [id, finding] : before) row(id).by_steps = true;
  const std::vector<Mutant> mutants = mutants_of(*played.base, step);
  if (mutants.empty()) {
    survived(played, step, before.begin()->second, "no way is known to make it wrong",
             played.base->entries());
  }
  for (const Mutant& mutant : mutants) {
    const std::unique_ptr<Replay> replay = judge_mutant(*played.base, step, mutant);
    const auto after = findings_of(*replay, requirements_, step.index);
    for (const auto& [id, finding] : after) {
      if (const auto was = before.find(id); was != before.end())
        row(id).steps[static_cast<std::size_t>(mutant.kind)] += fate(was->second, finding);
    }
    const report::Finding& any = after.at(before.begin()->first);
    const Fate made = fate(before.begin()->second, any);
    table_.mutants += made;
    if (made == Fate::survived) survived(played, step, any, mutant.words, replay->entries());
  }
}

void Judge::survived(const Played& played, const scenario::Step& step, const report::Finding& finding,
                     std::string mutation, std::deque<Entry> entries) {
  Survivor survivor;
  survivor.scenario = played.test->scenario;
  survivor.test = played.test->name;
  survivor.file = finding.file;
  survivor.line = finding.line;
  survivor.step = finding.looked_for;
  survivor.requirements = step.proves;
  survivor.mutation = std::move(mutation);
  survivor.entries = std::move(entries);
  table_.survivors.push_back(std::move(survivor));
}

/// What the checks tell of a trace with changes. Of an unchanged beginning the judge has taken the entries
/// before `first`; seqs are but names to it, so those that were not there need only one of their own.
std::set<std::string> told(check::TraceJudge judge, const std::deque<Entry>& entries,
                           const std::vector<Change>& changes, std::int64_t first) {
  auto next_seq = static_cast<std::int64_t>(entries.size());
  auto take = [&](const Entry& entry, std::int64_t origin) {
    if (origin != 0) return judge.take(entry);
    Entry inserted = entry;
    inserted.seq = ++next_seq;
    judge.take(inserted);
  };
  each_changed(entries, changes, take, first);
  std::set<std::string> ids;
  for (const check::Finding& finding : judge.finish().findings) {
    if (!finding.requirement.empty()) ids.insert(finding.requirement);
  }
  return ids;
}

/// `before` has taken what stands before the entry, so that its hundreds of mutants do not each begin anew.
void Judge::entry_of(const Played& played, const Entry& entry, const check::TraceJudge& before) {
  const std::deque<Entry>& entries = played.base->entries();
  for (const Mutant& mutant : entry_mutants(entries, entry, draft_names_)) {
    ++table_.check_mutants;
    const bool earlier = std::any_of(mutant.changes.begin(), mutant.changes.end(),
                                     [&](const Change& change) { return change.seq < entry.seq; });
    const std::set<std::string> ids =
        earlier ? told(checker_.judge(played.test->subject().name), entries, mutant.changes, 1)
                : told(before, entries, mutant.changes, entry.seq);
    for (const std::string& id : ids) {
      const auto row = table_.requirements.find(id);
      if (row != table_.requirements.end()) ++row->second.told_by_checks;
    }
  }
}

// What kind of thing an entry is, so that a hundred alike are mutated once.
std::string sort_of(const Entry& entry) {
  std::string text = entry.type.substr(0, entry.type.find("/rooms/"));
  if (entry.channel == trace::channel::widget) {
    const Value* response = entry.body.find("response");
    const bool failed = response != nullptr && response->find("error") != nullptr;
    return fmt::format("{} {}{}", kind_name(entry.kind), entry.type, failed ? " failed" : "");
  }
  if (entry.kind == Kind::response) {
    const Value* status = entry.head.find("status");
    return fmt::format("answer {}", status == nullptr ? "" : status->text);
  }
  const std::size_t last = entry.type.rfind("/m.");
  if (entry.kind == Kind::request && last != std::string::npos)
    text += entry.type.substr(last, entry.type.find('/', last + 1) - last);
  if (const Value* version = entry.body.find("version")) text += " " + version->text;
  const Value* description = entry.body.find("description");
  if (description != nullptr) text += fmt::format(" {}", description->string_at("type"));
  return text;
}

std::set<std::string> Judge::examined_in(const Played& played) const {
  std::set<std::string> ids;
  for (const check::Examined& each :
       checker_.check_trace(played.base->entries(), played.test->subject().name).examined) {
    if (each.count > 0 && !each.requirement.empty()) ids.insert(each.requirement);
  }
  return ids;
}

bool Judge::has_untold(const std::set<std::string>& ids) {
  return std::any_of(ids.begin(), ids.end(),
                     [&](const std::string& id) { return row(id).told_by_checks == 0; });
}

/// The entries of a sort that is new, or all others as long as the checks decided a requirement in this test
/// that was never told.
void Judge::entries_of(const Played& played, const std::set<std::string>& decided,
                       std::set<std::string>& seen, bool only_new) {
  const std::string& subject = played.test->subject().name;
  check::TraceJudge before = checker_.judge(subject);
  for (const Entry& entry : played.base->entries()) {
    const bool sent = entry.kind == Kind::event || entry.kind == Kind::request || entry.kind == Kind::ask ||
                      entry.kind == Kind::reply || entry.kind == Kind::response;
    if (!only_new && !has_untold(decided)) return;
    if (sent && entry.from == subject && seen.insert(sort_of(entry)).second == only_new)
      entry_of(played, entry, before);
    before.take(entry);
  }
}

void Judge::checks_of(const std::vector<Played>& all) {
  std::vector<std::set<std::string>> decided;
  for (const Played& played : all) {
    decided.push_back(examined_in(played));
    for (const std::string& id : decided.back()) row(id).by_checks = true;
  }
  std::set<std::string> seen;
  for (const bool only_new : {true, false}) {
    for (std::size_t i = 0; i < all.size(); ++i) entries_of(all[i], decided[i], seen, only_new);
  }
  std::set<std::string> unseen;
  for (const check::TraceCheck& check : check::trace_checks()) {
    for (const std::string_view id : check.requirements) {
      if (!table_.requirements.contains(std::string(id))) unseen.emplace(id);
    }
  }
  table_.claimed_unseen.assign(unseen.begin(), unseen.end());
}

Result<Played> load(const report::TestResult& result, const scenario::Test& test,
                    const spec::Register& requirements) {
  auto entries = trace::read_trace(result.trace_file);
  if (!entries) return entries.error();
  Played played{&test, std::make_unique<Replay>(test, *entries)};
  for (const report::Finding& again : judge(played.base->script(), requirements).findings) {
    const bool same =
        std::any_of(result.findings.begin(), result.findings.end(), [&](const report::Finding& f) {
          return f.step == again.step && f.requirement == again.requirement && f.verdict == again.verdict;
        });
    if (!same)
      return Error{fmt::format("{}: judged again, {}:{} is {} for {}; it was not so when it was played",
                               result.trace_file, again.file, again.line, report::verdict_name(again.verdict),
                               again.requirement)};
  }
  return played;
}

}  // namespace

int JudgedRequirement::caught_by_steps() const {
  int sum = 0;
  for (const Kills& kills : steps) sum += kills.caught;
  return sum;
}

bool JudgedRequirement::is_only_open() const {
  const bool open =
      std::any_of(steps.begin(), steps.end(), [](const Kills& kills) { return kills.open > 0; });
  return open && !is_caught();
}

bool JudgeTable::is_sound() const {
  const bool explained = std::none_of(survivors.begin(), survivors.end(),
                                      [](const Survivor& each) { return each.reason.empty(); });
  const bool caught = std::all_of(requirements.begin(), requirements.end(),
                                  [this](const auto& each) { return is_proved(each.second); });
  const bool idle_passes = std::any_of(requirements.begin(), requirements.end(),
                                       [](const auto& each) { return each.second.idle == Verdict::pass; });
  return not_passed == 0 && explained && caught && stale_reasons.empty() && !idle_passes;
}

Result<JudgeTable> judge_traces(const report::RunResult& run, const std::vector<scenario::Test>& tests,
                                const spec::Register& requirements, const check::Checker& checker) {
  Judge judge(requirements, checker);
  std::vector<Played> all;
  std::set<std::string> scenarios;
  for (const report::TestResult& result : run.tests) {
    if (result.outcome != report::Outcome::passed) {
      if (result.outcome != report::Outcome::skipped) ++judge.table().not_passed;
      judge.table().not_judged.push_back(
          fmt::format("{}: {} {}", result.name, report::outcome_name(result.outcome), result.message));
      continue;
    }
    const auto test = std::find_if(tests.begin(), tests.end(),
                                   [&](const scenario::Test& each) { return each.name == result.name; });
    if (test == tests.end())
      return Error{fmt::format("{} is none of the tests that were given", result.name)};
    auto played = load(result, *test, requirements);
    if (!played) return played.error();
    judge.steps_of(*played);
    scenarios.insert(result.scenario);
    all.push_back(std::move(*played));
  }
  judge.checks_of(all);
  judge.table().judged_scenarios.assign(scenarios.begin(), scenarios.end());
  return judge.take();
}

}  // namespace ringcheck::run
