#include "run/judge_mutant.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ringcheck::run {
namespace {

using scenario::Verb;
using trace::Entry;
using trace::Kind;

bool waits_for_the_subject(const scenario::Step& step) {
  return step.verb == Verb::expect || step.verb == Verb::any_order || step.verb == Verb::at_once ||
         step.waits_for_reply();
}

}  // namespace

std::string_view mutation_name(Mutation mutation) {
  static constexpr std::array<std::string_view, mutation_count> names = {
      "deleted", "doubled", "elsewhere", "value", "type", "key", "inserted"};
  return names[static_cast<std::size_t>(mutation)];
}

const Entry& NewTrace::add(Entry entry, std::int64_t origin) {
  entry.seq = static_cast<std::int64_t>(entries_.size()) + 1;
  if (entry.cause > 0 && entry.cause < static_cast<std::int64_t>(new_seqs_.size()))
    entry.cause = new_seqs_[static_cast<std::size_t>(entry.cause)];
  if (origin != 0) new_seqs_[static_cast<std::size_t>(origin)] = entry.seq;
  entries_.push_back(std::move(entry));
  origins_.push_back(origin);
  return entries_.back();
}

Replay::Replay(const scenario::Test& test, const std::deque<Entry>& original,
               const std::vector<Change>& changes)
    : test_(test), script_(test), trace_(original.size()) {
  each_changed(original, changes, [this](const Entry& entry, std::int64_t origin) {
    if (entry.kind != Kind::late) add(entry, origin);
  });
}

void Replay::add(const Entry& entry, std::int64_t origin) {
  if (ends_waiting(entry)) {
    Entry deadline;
    deadline.t_us = entry.t_us;
    deadline.kind = Kind::deadline;
    deadline.from = "harness";
    deadline.step = waiting_step_;
    waiting_step_ = -1;
    script_.on(trace_.add(std::move(deadline), 0));
  }
  const bool top_level = entry.kind == Kind::step &&
                         std::any_of(test_.steps.begin(), test_.steps.end(),
                                     [&](const scenario::Step& step) { return step.index == entry.step; });
  if (top_level) waiting_step_ = waits_for_the_subject(script_.step(entry.step)) ? entry.step : -1;
  script_.on(trace_.add(entry, origin));
}

// A player begins no further step, and does not end the test, while one waits.
bool Replay::ends_waiting(const Entry& entry) const {
  const bool waits = waiting_step_ >= 0 && !script_.over() && script_.next() == nullptr;
  if (!waits) return false;
  const std::vector<scenario::Step>& children = script_.step(waiting_step_).children;
  const bool own_child = std::any_of(children.begin(), children.end(),
                                     [&](const scenario::Step& child) { return child.index == entry.step; });
  if (entry.kind == Kind::step) return !own_child;
  const bool of_the_end = entry.step < 0 && (entry.type == "settle" || entry.type == "session.stop") &&
                          (entry.kind == Kind::done || entry.kind == Kind::action);
  return of_the_end || entry.kind == Kind::end;
}

scenario::Names names_before(const scenario::Test& test, const std::deque<Entry>& entries, std::int64_t seq) {
  Script script(test);
  for (const Entry& entry : entries) {
    if (entry.seq >= seq) break;
    script.on(entry);
  }
  return script.names();
}

}  // namespace ringcheck::run
