// How a script takes what a homeserver under test answers, and what it brings to its users.

#include <fmt/format.h>

#include "run/script.hpp"
#include "run/server_answer.hpp"
#include "scenario/layout.hpp"

namespace ringcheck::run {
namespace {

using scenario::Match;
using scenario::Verb;
using scenario::Wanted;
using trace::Entry;
using trace::Kind;

}  // namespace

bool Script::asks_server(const Step& step) const {
  const bool sends = step.verb == Verb::send && test_.subject_is() == scenario::SubjectIs::homeserver;
  return step.verb == Verb::request || sends;
}

void Script::on_request(const Entry& entry) {
  if (stopped_ || entry.step < 0 || entry.step >= step_count()) return;
  const Step& asker = step(entry.step);
  if (asker.verb == Verb::send && asker.word == "m.call.invite" && !names_.contains("call")) {
    if (const Value* call = entry.body.find("call_id")) names_.insert_or_assign("call", *call);
  }
  if (asks_server(asker) && record_of(asker).state == StepState::begun)
    record_of(asker).deliver_seq = entry.seq;
}

// A request has one answer, as a message of the widget API has; with `up_to` or `in_all` it is asked again.
void Script::try_response(const Step& step, const Entry& entry) {
  StepRecord& record = record_of(step);
  const bool is_answer =
      entry.kind == Kind::response && record.deliver_seq != 0 && entry.cause == record.deliver_seq;
  if (record.state != StepState::begun || !is_answer) return;
  const Value answer = answer_of(entry);
  const Match match = match_answer(step, answer, names_);
  if (came_too_late(step, entry)) return;
  if (match.ok() && record.answers + 1 >= wanted_in_all(step)) return met(step, entry.seq, match);
  ++record.answers;
  if (match.ok()) return;
  record.nearest_seq = entry.seq;
  record.mismatches = match.mismatches;
  if (record.answers >= tries_of(step)) miss(step);
}

// No text says how quick a homeserver must be. What a scenario prepares for a moment that the server counts
// to must be there before it; when it is not, nobody is wrong, and the test is played once more.
bool Script::came_too_late(const Step& step, const Entry& entry) {
  const Value* wanted = step.verb == Verb::request ? step.key("elapsed") : nullptr;
  if (wanted == nullptr) return false;
  const std::int64_t since = since_seq(step);
  const std::int64_t begin_us = since == 0 ? 0 : entries_[static_cast<std::size_t>(since - 1)]->t_us;
  const Value elapsed_ms((entry.t_us - begin_us) / 1000);
  if (scenario::match(*wanted, &elapsed_ms, names_).ok()) return false;
  record_of(step).state = StepState::inconclusive;
  record_of(step).message = fmt::format("the answer came {} ms after {}, too late for what the test prepares",
                                        elapsed_ms.text, step.key("since")->text);
  stop(Trouble::harness, record_of(step).message);
  return true;
}

bool Script::is_seen(const Step& step, const Wanted& wanted, const Entry& entry) const {
  const bool to_device = wanted.channel == Wanted::Channel::to_device;
  const std::string_view channel = to_device ? trace::channel::to_device : trace::channel::client_api;
  if (entry.kind != Kind::seen || entry.to != step.page || entry.channel != channel) return false;
  if (!scenario::covers(wanted.type, entry.type)) return false;
  const auto room = names_.find(step.room + ".room_id");
  return to_device || room == names_.end() || entry.head.string_at("room_id") == room->second.as_string();
}

}  // namespace ringcheck::run
