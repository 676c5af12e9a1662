// The windows of a script: where `since` and `until` lie, what came between, and how `none` and `count` are
// judged when all has come.

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "run/script.hpp"

namespace ringcheck::run {

using scenario::Match;
using scenario::Verb;
using scenario::Wanted;
using trace::Entry;

std::int64_t Script::position(std::string_view id) const {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (steps_[i]->id != id) continue;
    const StepRecord& record = records_[i];
    const Verb verb = steps_[i]->verb;
    const bool goes_out = verb == Verb::send || verb == Verb::ask || verb == Verb::request;
    if (goes_out && record.deliver_seq != 0) return record.deliver_seq;
    if (steps_[i]->looks() || goes_out) return record.at_seq;
    if (steps_[i]->is_group()) {
      std::int64_t last = record.begin_seq;
      for (const Step& child : steps_[i]->children) {
        const StepRecord& inner = records_[static_cast<std::size_t>(child.index)];
        last = std::max({last, inner.at_seq, inner.deliver_seq});
      }
      return last;
    }
    return record.begin_seq;
  }
  return 0;
}

// Requests of the start-up count only when a step asks for them; events and notes always do, because a
// subject may ring for what its first sync brought.
std::int64_t Script::default_since(const Step& step) const {
  const bool request = !step.wanted.empty() && step.wanted.front().channel == Wanted::Channel::request;
  return request ? session_seq_ : 0;
}

std::int64_t Script::since_seq(const Step& step) const {
  const Value* since = step.key("since");
  if (since == nullptr) return default_since(step);
  return since->text == "start" ? 0 : position(since->text);
}

// While the event of a send is on its way to the subject, nothing can be an answer to it.
bool Script::since_is_open(const Step& step) const {
  const Value* since = step.key("since");
  if (since == nullptr) return false;
  auto undelivered = [this](const Step& each) {
    return (each.verb == Verb::send || each.verb == Verb::ask) && each.key("delay_ms") == nullptr &&
           !each.writes_account() && records_[static_cast<std::size_t>(each.index)].deliver_seq == 0;
  };
  for (const Step* each : steps_) {
    if (each->id != since->text) continue;
    return undelivered(*each) || std::any_of(each->children.begin(), each->children.end(), undelivered);
  }
  return false;
}

std::int64_t Script::until_seq(const Step& step) const {
  const Value* until = step.key("until");
  const std::int64_t at = until == nullptr ? 0 : position(until->text);
  return at == 0 ? std::numeric_limits<std::int64_t>::max() : at;
}

std::vector<const Entry*> Script::in_window(const Step& step) const {
  const std::int64_t since = since_seq(step);
  const std::int64_t until = until_seq(step);
  std::vector<const Entry*> found;
  for (const Entry* entry : entries_) {
    if (entry->seq <= since || entry->seq >= until) continue;
    if (closing_seq_ != 0 && entry->seq > closing_seq_) break;
    for (const Wanted& wanted : step.wanted) {
      if (is_candidate(step, wanted, *entry) && compare(step, wanted, *entry).ok()) {
        found.push_back(entry);
        break;
      }
    }
  }
  return found;
}

// What comes between the delivery of a peer's event and the subject's next sync may have been in flight when
// the event arrived: told, but no failure.
void Script::close_none(const Step& step) {
  StepRecord& record = record_of(step);
  std::int64_t in_flight_until = 0;
  if (const Value* since = step.key("since")) {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (steps_[i]->id == since->text && steps_[i]->verb == Verb::send)
        in_flight_until = records_[i].taken_seq;
    }
  }
  for (const Entry* entry : in_window(step)) {
    if (entry->seq < in_flight_until) {
      record.warnings.push_back(
          fmt::format("entry {}: {} may have been in flight already", entry->seq, entry->type));
      continue;
    }
    record.state = StepState::missed;
    record.at_seq = entry->seq;
    record.message = fmt::format("{} came, and it must not", entry->type);
    return;
  }
}

void Script::close_count(const Step& step, const Value* wanted) {
  StepRecord& record = record_of(step);
  const std::vector<const Entry*> found = in_window(step);
  const Value count(static_cast<std::int64_t>(found.size()));
  if (step.observes) {
    if (!found.empty()) record.at_seq = found.back()->seq;
    record.message = fmt::format("{} came {} times", step.word, found.size());
    return;
  }
  const Match match = scenario::match(*wanted, &count, names_);
  if (match.ok()) return;
  if (std::string lacking = refusals_.lacking(consumed_); !lacking.empty()) {
    record.state = StepState::inconclusive;
    record.message = lacking;
    return stop(Trouble::permission, std::move(lacking));
  }
  record.state = StepState::missed;
  if (!found.empty()) record.at_seq = found.back()->seq;
  record.mismatches = match.mismatches;
  record.message = fmt::format("{} came {} times", step.word, found.size());
}

}  // namespace ringcheck::run
