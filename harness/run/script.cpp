#include "run/script.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "run/request_line.hpp"
#include "scenario/layout.hpp"
#include "value/json.hpp"

namespace ringcheck::run {
namespace {

using scenario::Match;
using scenario::Verb;
using scenario::Wanted;
using trace::Entry;
using trace::Kind;

/// Whose port it must be, when a step says so.
bool is_at_port(const scenario::Step& step, const Entry& entry) {
  const Value* to = step.key("to");
  return to == nullptr || to->text == entry.to;
}
bool is_settled(StepState state) {
  return state == StepState::met || state == StepState::passed_over;
}

/// What a step that observes says of the entry that met it.
std::string seen(const Entry& entry, const Match& match) {
  const bool answered = entry.kind == Kind::done || entry.kind == Kind::reply || entry.kind == Kind::response;
  std::string text = answered ? "the answer is as described" : entry.type + " came";
  for (const auto& [name, value] : match.saved) text += fmt::format(", {} is {}", name, to_json(value));
  return text;
}

/// The first place in which what came nearest was another.
std::string difference(const std::vector<scenario::Mismatch>& mismatches) {
  if (mismatches.empty()) return "";
  const scenario::Mismatch& first = mismatches.front();
  return fmt::format(": {} was to be {} and is {}", first.pointer, first.wanted, first.came);
}

}  // namespace

Script::Script(const scenario::Test& test) : test_(test), settle_watch_(settle_window_ms) {
  scenario::each_step(test.steps, [&](const Step& step) {
    const auto index = static_cast<std::size_t>(step.index);
    if (steps_.size() <= index) steps_.resize(index + 1);
    steps_[index] = &step;
  });
  records_.resize(steps_.size());
}

void Script::on(const Entry& entry) {
  if (ended_) return;
  entries_.push_back(&entry);
  watch_settle(entry);
  close_windows(entry);
  switch (entry.kind) {
    case Kind::start:
      return on_start(entry);
    case Kind::step:
      return on_step(entry);
    case Kind::event:
      on_event(entry);
      break;
    case Kind::deliver:
      return on_delivery(entry, &StepRecord::deliver_seq);
    case Kind::taken:
      return on_delivery(entry, &StepRecord::taken_seq);
    case Kind::done:
      return on_done(entry);
    case Kind::response:
      refusals_.take(entry, test_.subject().name);
      break;
    case Kind::request:
      on_request(entry);
      break;
    case Kind::deadline:
      return on_deadline(entry);
    case Kind::end:
      return on_end(entry);
    case Kind::ask:
    case Kind::reply:  // a step may post a response that nobody has asked for
      on_message(entry);
      break;
    case Kind::note:
    case Kind::media:
    case Kind::seen:
    case Kind::opened:
    case Kind::closed:
      break;
    default:
      return;
  }
  offer_to_waiting(entry);
}

// The cast is data of the trace: a replay needs nothing but the scenario and the entries.
void Script::on_start(const Entry& entry) {
  const Value* names = entry.body.find("names");
  if (names == nullptr) return;
  for (const Member& member : names->members) names_.insert_or_assign(member.key, member.value);
}

void Script::on_step(const Entry& entry) {
  if (stopped_ || entry.step < 0 || entry.step >= step_count()) return;
  const Step& begun_step = step(entry.step);
  StepRecord& record = record_of(begun_step);
  record.begin_seq = entry.seq;
  record.state = StepState::begun;
  if (cursor_ < test_.steps.size() && &test_.steps[cursor_] == &begun_step) begun_ = true;
  if (begun_step.verb == Verb::let) {
    for (const Member& member : entry.body.members) names_.insert_or_assign(member.key, member.value);
  }
  begin(begun_step);
  advance();
}

void Script::begin(const Step& step) {
  switch (step.verb) {
    case Verb::expect:
      return look_back(step);
    case Verb::none:
    case Verb::count:
    case Verb::serve:
    case Verb::release:
    case Verb::silence:
    case Verb::page:
    case Verb::let:
      record_of(step).state = StepState::met;
      return;
    default:
      return;  // act, send, settle wait for what the player does; groups for their children
  }
}

// An entry that came before the step began counts, else `do; send; expect` is a race by construction.
void Script::look_back(const Step& step) {
  for (const Entry* entry : entries_) {
    if (record_of(step).state != StepState::begun) return;
    try_meet(step, *entry);
  }
}

void Script::on_event(const Entry& entry) {
  if (entry.type == "m.call.invite" && !names_.contains("call")) {
    if (const Value* call = entry.body.find("call_id")) names_.insert_or_assign("call", *call);
  }
  const std::string party = entry.from + ".party_id";
  if (const Value* id = entry.body.find("party_id"); id != nullptr && !names_.contains(party)) {
    names_.insert_or_assign(party, *id);
  }
  if (entry.step < 0 || entry.step >= step_count() || stopped_) return;
  const Step& sender = step(entry.step);
  met(sender, entry.seq, {});
}

void Script::on_delivery(const Entry& entry, std::int64_t StepRecord::*moment) {
  const Value* ids = entry.head.find("events");
  if (ids == nullptr || entry.to != test_.subject().name) return;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    if (steps_[i]->verb != Verb::send || records_[i].at_seq == 0 || records_[i].*moment != 0) continue;
    const Entry& event = *entries_[static_cast<std::size_t>(records_[i].at_seq - 1)];
    const Value* id = event.head.find("event_id");
    if (id != nullptr && std::find(ids->items.begin(), ids->items.end(), *id) != ids->items.end()) {
      records_[i].*moment = entry.seq;
    }
  }
}

void Script::on_done(const Entry& entry) {
  const std::string_view outcome = entry.head.string_at("outcome");
  const std::string text(entry.head.string_at("message"));
  if (entry.type == "session.start") session_seq_ = entry.seq;
  if (outcome == "adapter_failed") return stop(Trouble::adapter, text);
  if (outcome == "harness_failed") return stop(Trouble::scenario, text);
  if (stopped_) return;
  if (entry.step < 0 || entry.step >= step_count()) {
    if (outcome == "not_at_rest") return stop(Trouble::subject, text);
    if (outcome != "done") stop(Trouble::subject, fmt::format("{}: {}", entry.type, text));
    return;
  }
  const Step& done_step = step(entry.step);
  StepRecord& record = record_of(done_step);
  if (record.state != StepState::begun) return;
  record.at_seq = entry.seq;
  if (outcome == "refused" && done_step.optional) {
    record.state = StepState::passed_over;
    return advance();
  }
  if (outcome != "done") {
    record.state = StepState::inconclusive;
    record.message = fmt::format("{}: {}", outcome, text);
    if (outcome == "not_at_rest") return stop(Trouble::subject, text);
    return stop(outcome == "unsupported" ? Trouble::unsupported : Trouble::subject,
                fmt::format("{} was answered {}{}{}", entry.type, outcome, text.empty() ? "" : ": ", text));
  }
  const Value* reply = done_step.key("reply");
  const Match match = reply == nullptr ? Match{} : scenario::match(*reply, &entry.body, names_);
  if (match.ok()) return met(done_step, entry.seq, match);
  record.nearest_seq = entry.seq;
  record.mismatches = match.mismatches;
  miss(done_step);
}

void Script::on_deadline(const Entry& entry) {
  if (stopped_ || entry.step < 0 || entry.step >= step_count()) return;
  const Step& late_step = step(entry.step);
  if (worst_lag_us(record_of(late_step).begin_seq) > late_limit_us) return ran_late(late_step);
  if (late_step.verb == Verb::ask && record_of(late_step).deliver_seq == 0) {
    record_of(late_step).state = StepState::inconclusive;
    record_of(late_step).message = fmt::format("the page of {} had nobody to ask", late_step.page);
    return stop(Trouble::subject, record_of(late_step).message);
  }
  if (!late_step.is_group()) return miss(late_step);
  for (const Step& child : late_step.children) {
    if (record_of(child).state == StepState::begun) miss(child);
    if (stopped_) return;
  }
  record_of(late_step).state = StepState::met;
  advance();
}

std::int64_t Script::worst_lag_us(std::int64_t since_seq) const {
  std::int64_t worst = 0;
  for (const Entry* each : entries_) {
    const Value* lag =
        each->kind == Kind::late && each->seq > since_seq ? each->head.find("lag_us") : nullptr;
    if (lag != nullptr) worst = std::max(worst, lag->as_int().value_or(0));
  }
  return worst;
}

void Script::ran_late(const Step& step) {
  record_of(step).state = StepState::inconclusive;
  record_of(step).message = "the harness itself ran late while this step waited";
  stop(Trouble::harness, record_of(step).message);
}

void Script::offer_to_waiting(const Entry& entry) {
  if (stopped_ || !begun_ || cursor_ >= test_.steps.size()) return;
  const Step& current = test_.steps[cursor_];
  auto offer = [&](const Step& step) {
    if (step.looks()) try_meet(step, entry);
    if (asks_server(step)) {
      try_response(step, entry);
    } else if (step.waits_for_reply()) {
      try_answered(step, entry);
    }
  };
  offer(current);
  for (const Step& child : current.children) offer(child);
}

std::pair<std::string, int> Script::cursor_of(const Step& step) const {
  const int channel = step.wanted.empty() ? 0 : static_cast<int>(step.wanted.front().channel);
  return {step.page.empty() ? step.actor : step.actor + " " + step.page, channel};
}

bool Script::try_meet(const Step& step, const Entry& entry) {
  StepRecord& record = record_of(step);
  if (record.state != StepState::begun || consumed_.contains(entry.seq)) return false;
  auto cursor = cursors_.find(cursor_of(step));
  if (cursor != cursors_.end() && entry.seq <= cursor->second) return false;
  if (entry.seq <= since_seq(step) || since_is_open(step)) return false;
  for (const Wanted& wanted : step.wanted) {
    if (!is_candidate(step, wanted, entry)) continue;
    Match match = compare(step, wanted, entry);
    if (match.ok()) {
      take(step, entry, match);
      return true;
    }
    if (record.nearest_seq == 0 || match.mismatches.size() < record.mismatches.size()) {
      record.nearest_seq = entry.seq;
      record.mismatches = std::move(match.mismatches);
    }
  }
  return false;
}

// The first that fits is taken, and it came in time or it did not: what comes later is another. The harness
// may have seen it, or that from which is counted, too late; then time decides only what that cannot change.
void Script::take(const Step& step, const Entry& entry, const Match& match) {
  const Value* wanted = step.key("elapsed");
  if (wanted == nullptr) return met(step, entry.seq, match);
  const std::int64_t since = since_seq(step);
  const std::int64_t begin_us = since == 0 ? 0 : entries_[static_cast<std::size_t>(since - 1)]->t_us;
  const auto in_time = [&](std::int64_t elapsed_us) {
    const Value elapsed_ms(elapsed_us / 1000);
    return scenario::match(*wanted, &elapsed_ms, names_);
  };
  const std::int64_t elapsed_us = entry.t_us - begin_us;
  const std::int64_t lag_us = worst_lag_us(since);
  Match timed = in_time(elapsed_us);
  for (const std::int64_t other_us : {elapsed_us - lag_us, elapsed_us + lag_us}) {
    if (in_time(other_us).ok() != timed.ok()) return ran_late(step);
  }
  if (timed.ok()) return met(step, entry.seq, match);
  StepRecord& record = record_of(step);
  record.nearest_seq = entry.seq;
  record.mismatches = std::move(timed.mismatches);
  for (scenario::Mismatch& each : record.mismatches) each.pointer = "elapsed, in ms";
  miss(step);
}

bool Script::measures() const {
  if (stopped_ || !begun_ || cursor_ >= test_.steps.size()) return false;
  const Step& current = test_.steps[cursor_];
  return current.key("elapsed") != nullptr ||
         std::any_of(current.children.begin(), current.children.end(),
                     [](const Step& child) { return child.key("elapsed") != nullptr; });
}

void Script::met(const Step& step, std::int64_t at_seq, const Match& match) {
  StepRecord& record = record_of(step);
  record.state = StepState::met;
  record.at_seq = at_seq;
  record.mismatches.clear();
  record.nearest_seq = 0;
  record.warnings = match.warnings;
  for (const auto& [name, value] : match.saved) names_.insert_or_assign(name, value);
  if (step.looks() || step.waits_for_reply()) consumed_.insert(at_seq);
  const Entry& entry = *entries_[static_cast<std::size_t>(at_seq - 1)];
  if (step.observes) record.message = seen(entry, match);
  if (!step.id.empty()) {
    for (const char* field : {"event_id", "request_id"}) {
      if (const Value* value = entry.head.find(field)) names_.insert_or_assign(step.id + "." + field, *value);
    }
    // The last part of the path that was asked: it may have been made for this request alone.
    if (step.verb == Verb::request)
      names_.insert_or_assign(step.id + ".transaction", entry.type.substr(entry.type.rfind('/') + 1));
  }
  const bool alone = cursor_ < test_.steps.size() && &test_.steps[cursor_] == &step;
  if (step.looks() && alone) cursors_[cursor_of(step)] = at_seq;
  advance();
}

void Script::miss(const Step& step) {
  StepRecord& record = record_of(step);
  if (step.observes) {
    const bool came = !step.looks() && record.nearest_seq != 0;
    record.message = came ? "the answer is not as described" : "it did not come";
    if (record.nearest_seq != 0) record.message += difference(record.mismatches);
  }
  if (step.optional || step.observes) {
    record.state = StepState::passed_over;
    return advance();
  }
  if (std::string lacking = refusals_.lacking(consumed_); !lacking.empty()) {
    record.state = StepState::inconclusive;
    record.message = lacking;
    return stop(Trouble::permission, std::move(lacking));
  }
  if (step.control || step.verb == Verb::settle) {
    record.state = StepState::inconclusive;
    record.message = step.control ? "the control did not come, so nothing that was absent proves anything"
                                  : "the subject did not come to rest";
    return stop(Trouble::subject, record.message);
  }
  record.state = StepState::missed;
  stopped_ = true;
}

void Script::stop(Trouble trouble, std::string text) {
  stopped_ = true;
  if (trouble_ != Trouble::none) return;
  trouble_ = trouble;
  trouble_text_ = std::move(text);
}

bool Script::group_met(const Step& group) const {
  return std::all_of(group.children.begin(), group.children.end(), [&](const Step& child) {
    return is_settled(records_[static_cast<std::size_t>(child.index)].state);
  });
}

// Moves on when the current step is met. Within any_order the order is free, so the cursors move only when
// the whole group is done.
void Script::advance() {
  if (stopped_ || !begun_ || cursor_ >= test_.steps.size()) return;
  const Step& current = test_.steps[cursor_];
  StepRecord& record = record_of(current);
  if (current.is_group() && record.state == StepState::begun && group_met(current)) {
    record.state = StepState::met;
    for (const Step& child : current.children) {
      if (!child.looks()) continue;
      std::int64_t& cursor = cursors_[cursor_of(child)];
      cursor = std::max(cursor, record_of(child).at_seq);
    }
  }
  if (!is_settled(record.state)) return;
  ++cursor_;
  begun_ = false;
}

const scenario::Step* Script::next() const {
  return over() || begun_ || ended_ ? nullptr : &test_.steps[cursor_];
}

bool Script::is_candidate(const Step& step, const Wanted& wanted, const Entry& entry) const {
  if (entry.from != step.actor) return false;
  if (test_.subject_is() == scenario::SubjectIs::homeserver) return is_seen(step, wanted, entry);
  switch (wanted.channel) {
    case Wanted::Channel::event: {
      if (entry.kind != Kind::event || entry.channel != trace::channel::client_api) return false;
      if (!scenario::covers(wanted.type, entry.type)) return false;
      auto room = names_.find(step.room + ".room_id");
      return room == names_.end() || entry.head.string_at("room_id") == room->second.as_string();
    }
    case Wanted::Channel::note:
      return entry.kind == Kind::note && entry.type == wanted.type;
    case Wanted::Channel::request:
      return entry.kind == Kind::request && request_line_fits(wanted.type, entry.type);
    case Wanted::Channel::to_device:
      return entry.kind == Kind::event && entry.channel == trace::channel::to_device &&
             scenario::covers(wanted.type, entry.type);
    case Wanted::Channel::media:
      return entry.kind == Kind::media && entry.type == wanted.type && is_at_port(step, entry);
    case Wanted::Channel::ask:
    case Wanted::Channel::reply:
    case Wanted::Channel::page:
      return is_widget_candidate(step, wanted, entry);
  }
  return false;
}

// An adapter that answers settle too early makes good clients fail and bad ones pass. What the harness does
// and what it delivers are causes of new requests; all else in the window was queued already.
void Script::watch_settle(const Entry& entry) {
  const std::int64_t now_ms = entry.t_us / 1000;
  const bool order = entry.kind == Kind::action && entry.type != "session.stop";
  if (order && entry.body.find("session") != nullptr) session_ = entry.body.string_at("session");
  const bool of_widget = entry.channel == trace::channel::widget && entry.from != test_.subject().name;
  if (order || of_widget || entry.kind == Kind::step || entry.kind == Kind::deliver)
    settle_watch_.on_cause(session_);
  if (entry.kind == Kind::done && entry.type == "settle" && entry.head.find("promised") != nullptr) {
    settle_watch_.on_settled(session_, now_ms);
  }
  const bool of_subject = entry.kind == Kind::request && entry.from == test_.subject().name;
  if (!of_subject || entry.type == "GET /sync") return;
  auto lie = settle_watch_.on_request(session_, entry.type, now_ms);
  if (lie) stop(Trouble::adapter, *lie);
}

// One settling at the end closes all windows; a test that was stopped is closed when its session is.
void Script::close_windows(const Entry& entry) {
  const bool last_settle = entry.kind == Kind::done && entry.type == "settle" && entry.step < 0;
  const bool stopping = entry.kind == Kind::action && entry.type == "session.stop" && entry.step < 0;
  if (closing_seq_ == 0 && (last_settle || stopping)) closing_seq_ = entry.seq;
}

void Script::on_end(const Entry& entry) {
  if (entry.type == "flood") stop(Trouble::subject, std::string(entry.head.string_at("message")));
  if (entry.type == "interrupted") stop(Trouble::harness, "the run was interrupted");
  complete_ = !stopped_ && cursor_ >= test_.steps.size();
  for (const Step* each : steps_) {
    if (record_of(*each).state != StepState::met) continue;
    if (each->verb == Verb::none) close_none(*each);
    if (!complete_) continue;  // a count that is too small proves nothing when the test was cut short
    if (each->verb == Verb::count) close_count(*each, each->key("is"));
    if (const Value* times = each->key("times"); times != nullptr && each->looks()) close_count(*each, times);
  }
  ended_ = true;
}

std::vector<std::int64_t> Script::unexplained() const {
  std::vector<std::int64_t> list;
  for (const Entry* entry : entries_) {
    if (closing_seq_ != 0 && entry->seq > closing_seq_) break;
    if (entry->from != test_.subject().name || consumed_.contains(entry->seq)) continue;
    // What speaks the widget API is asked for its versions all the time.
    const bool asked = entry->kind == Kind::ask && entry->type != "supported_api_versions";
    if (asked || (entry->kind == Kind::event && entry->type.starts_with("m.call.")))
      list.push_back(entry->seq);
  }
  return list;
}

}  // namespace ringcheck::run
