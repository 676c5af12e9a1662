#include "check/trace_judge.hpp"

#include <utility>

#include "check/trace_checks.hpp"

namespace ringcheck::check {

TraceJudge::TraceJudge(const SchemaSet& schemas, std::string subject)
    : schemas_(schemas), subject_(std::move(subject)) {
  for (const TraceCheck& check : trace_checks()) tallies_.emplace_back(check.name);
}

void TraceJudge::take(const trace::Entry& entry) {
  const auto event = as_call_event(entry, subject_);
  if (!event) return;
  // What goes to devices belongs to no call of a room.
  Call none;
  Call& call = event->to_device ? none : calls_.call_of(*event);
  if (event->by_subject) {
    const Moment moment{*event, call, schemas_};
    for (std::size_t i = 0; i < tallies_.size(); ++i) trace_checks()[i].run(moment, tallies_[i]);
  }
  advance(call, *event);
}

TraceReport TraceJudge::finish() {
  TraceReport report;
  for (Tally& tally : tallies_) tally.write_into(report);
  tallies_.clear();
  return report;
}

}  // namespace ringcheck::check
