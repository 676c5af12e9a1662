// How a script takes the messages of the widget API, and what became of the pages that speak it.

#include <optional>

#include <fmt/format.h>

#include "run/message_part.hpp"
#include "run/script.hpp"
#include "scenario/grammar.hpp"
#include "scenario/layout.hpp"
#include "trace/clone_form.hpp"

namespace ringcheck::run {
namespace {

using scenario::Match;
using scenario::Verb;
using scenario::Wanted;
using trace::Entry;
using trace::Kind;

void add(const Match& more, Match& match) {
  match.mismatches.insert(match.mismatches.end(), more.mismatches.begin(), more.mismatches.end());
  for (const auto& [name, value] : more.saved) match.saved.insert_or_assign(name, value);
}

bool is_message(const Entry& entry, Kind kind) {
  return entry.kind == kind && entry.channel == trace::channel::widget;
}

}  // namespace

// What an `ask` has posted. Without a reply that it waits for, that is all there is to it.
void Script::on_message(const Entry& entry) {
  if (stopped_ || entry.step < 0 || entry.step >= step_count()) return;
  const Step& asker = step(entry.step);
  StepRecord& record = record_of(asker);
  if (asker.verb != Verb::ask || record.state != StepState::begun) return;
  record.deliver_seq = entry.seq;
  if (const Value* id = entry.head.find("request_id"); id != nullptr && !asker.id.empty())
    names_.insert_or_assign(asker.id + ".request_id", *id);
  if (!asker.waits_for_reply()) met(asker, entry.seq, {});
}

bool Script::answers(const Entry& entry, const StepRecord& asked) const {
  if (asked.deliver_seq == 0 || entry.seq < asked.deliver_seq || !is_message(entry, Kind::reply))
    return false;
  if (entry.from != test_.subject().name) return false;
  const Entry& ask = *entries_[static_cast<std::size_t>(asked.deliver_seq - 1)];
  const Value* id = ask.body.find("requestId");
  const Value* same = entry.body.find("requestId");
  // To whichever window an answer to a hostile frame goes, it is one.
  const bool any_window = ask.from == hostile_frame;
  return id != nullptr && same != nullptr && *id == *same &&
         (any_window || ask.head.string_at("session") == entry.head.string_at("session"));
}

bool Script::answers_step(const Entry& entry, std::string_view id) const {
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (steps_[i]->verb == Verb::ask && steps_[i]->id == id) return answers(entry, records_[i]);
  }
  return false;
}

// A request has one answer: when that is another than was wanted, no better one will come.
bool Script::try_answered(const Step& step, const Entry& entry) {
  StepRecord& record = record_of(step);
  if (record.state != StepState::begun || consumed_.contains(entry.seq) || !answers(entry, record))
    return false;
  const std::optional<Value> response = part_of_body(entry.body, part_laid_over(Wanted::Channel::reply));
  const Match match = scenario::match(*step.key("reply"), response ? &*response : nullptr, names_);
  if (match.ok()) {
    met(step, entry.seq, match);
    return true;
  }
  record.nearest_seq = entry.seq;
  record.mismatches = match.mismatches;
  miss(step);
  return false;
}

bool Script::is_widget_candidate(const Step& step, const Wanted& wanted, const Entry& entry) const {
  switch (wanted.channel) {
    case Wanted::Channel::ask:
      return is_message(entry, Kind::ask) && entry.to == step.page &&
             (scenario::covers(wanted.type, entry.type) ||
              (!wanted.also.empty() && wanted.also == entry.type));
    case Wanted::Channel::reply:
      return answers_step(entry, wanted.type);
    case Wanted::Channel::page:
      return is_message(entry, wanted.type == "opened" ? Kind::opened : Kind::closed) &&
             entry.to == step.page;
    default:
      return false;
  }
}

Match Script::compare(const Step& step, const Wanted& wanted, const Entry& entry) const {
  const bool of_widget = wanted.channel == Wanted::Channel::ask || wanted.channel == Wanted::Channel::reply;
  const std::optional<Value> part =
      of_widget ? part_of_body(entry.body, part_laid_over(wanted.channel)) : std::optional<Value>(entry.body);
  Match match =
      wanted.pattern.is_null() ? Match{} : scenario::match(wanted.pattern, part ? &*part : nullptr, names_);
  if (const Value* message = step.key("message"); message != nullptr && of_widget) {
    const Value whole = trace::as_json(entry.body);
    add(scenario::match(*message, &whole, names_), match);
  }
  if (const Value* event = step.key("event")) add(scenario::match(*event, &entry.head, names_), match);
  if (wanted.channel != Wanted::Channel::request) return match;
  for (const char* name : scenario::request_parts) {
    const Value* pattern = step.key(name);
    if (pattern != nullptr) add(scenario::match(*pattern, entry.head.find(name), names_), match);
  }
  return match;
}

}  // namespace ringcheck::run
