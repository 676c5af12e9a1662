#include "run/world_stage.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace ringcheck::run {
namespace {

using scenario::Verb;
using trace::Entry;
using trace::Kind;

constexpr std::int64_t rest_deadline_ms = 10'000;
constexpr std::int64_t quiet_window_ms = 400;
constexpr std::int64_t rest_poll_ms = 2;
/// The same in each test: a person types it, or lets the app keep it.
constexpr const char* password = "let-me-in";

}  // namespace

WorldStage::WorldStage(net::Loop& loop, const scenario::Test& test, const driver::Vocabulary& vocabulary,
                       StageOptions options)
    : Stage(loop, test, vocabulary, std::move(options)) {
  scenario::each_step(test.steps, [&](const Step& step) {
    has_start_step_ = has_start_step_ || (step.verb == Verb::act && step.word == "start_session");
  });
}

WorldStage::~WorldStage() = default;

std::string WorldStage::url() const {
  return options_.reach.url("http", homeserver_->port());
}

Result<Done> WorldStage::open() {
  if (auto begun = begin_trace(); !begun) return begun;
  // The rooms exist for a minute already when the subject first looks.
  constexpr std::int64_t first_day_ms = 1'700'000'000'000;
  auto cast = stage_cast(test_, random_, first_day_ms - 60'000);
  if (!cast) return cast.error();
  cast_ = std::move(*cast);
  Homeserver::Devices devices;
  for (const auto& [actor, member] : cast_.members) {
    devices[{member.user_id, member.device_id}] = actor;
    recorder_.mask(member.access_token, fmt::format("<token of {}>", actor));
  }
  if (options_.by_password) let_in_by_password();
  auto homeserver = Homeserver::open(loop_, std::move(cast_.world), std::move(devices), test_.subject().name,
                                     recorder_, options_.reach);
  if (!homeserver) return homeserver.error();
  homeserver_ = std::move(*homeserver);

  open_turn();
  open_media();
  if (auto opened = open_widgets(); !opened) return opened;
  record_start(cast_.names);
  return Done{};
}

// As the device of the cast, whatever the app would be: the trace knows it by that.
void WorldStage::let_in_by_password() {
  const auto subject = cast_.members.find(test_.subject().name);
  if (subject == cast_.members.end()) return;
  world::User& user = cast_.world.users.at(subject->second.user_id);
  user.password = password;
  user.login_device = subject->second.device_id;
}

void WorldStage::warm_up(Slot& slot) {
  slot_ = &slot;
  slot.on_note(options_.session, [this](const driver::Note& note) {
    Entry entry;
    entry.kind = Kind::note;
    entry.from = test_.subject().name;
    entry.to = "harness";
    entry.channel = trace::channel::driver;
    entry.type = note.kind;
    entry.head = make_object({{"seq", note.seq}, {"t_ms", note.t_ms}});
    entry.body = note.data;
    recorder_.append(std::move(entry));
  });
  pump();
}

// What prepares the world stands before the first step that moves or looks at the subject.
bool WorldStage::prepares(const Step& step) const {
  return step.verb == Verb::serve || step.verb == Verb::send || step.verb == Verb::batch ||
         step.verb == Verb::let;
}

bool WorldStage::session_started() const {
  return session_ == Session::started;
}

// Begins steps until one waits. Before the session stands, only what prepares the world is played; until
// `play` nothing that waits on the subject is.
void WorldStage::pump() {
  if (over_ || slot_ == nullptr) return;
  learn_from_new_entries();
  while (const Step* step = recorder_.script().next()) {
    if (session_ == Session::asked) return;
    const bool starts = step->verb == Verb::act && step->word == "start_session";
    if (session_ == Session::none && !prepares(*step) && !has_start_step_) {
      start_session();
      return;
    }
    if (!playing() && !starts && !(session_ == Session::none && prepares(*step))) return;
    begin(*step);
  }
  if (!playing() || !(recorder_.script().over() || recorder_.script().ended())) return;
  if (options_.on_free_play && !recorder_.script().ended()) return begin_free_play();
  finish();
}

Kept WorldStage::kept() const {
  const auto member = cast_.members.find(test_.subject().name);
  const std::string token = member == cast_.members.end() ? std::string() : member->second.access_token;
  return {url(), fmt::format("@{}:hs.test", test_.subject().name), token};
}

void WorldStage::learn_from_new_entries() {
  const auto& entries = recorder_.trace().entries();
  bool news = false;
  for (; learned_ < entries.size(); ++learned_) {
    const Entry& entry = entries[learned_];
    news = news || entry.kind == Kind::event;
    if (entry.kind == Kind::event && entry.from == test_.subject().name) {
      for (auto& [actor, media] : media_) media.on_subject_event(entry.type, entry.body);
    }
    if (entry.kind == Kind::event) hear(entry);
  }
  if (widgets_ == nullptr) return;
  if (news) widgets_->sync_hosts();
  widgets_->answer_what_waits();
}

void WorldStage::start_session() {
  session_ = Session::asked;
  order("session.start", make_object(), -1, session_ms(session_deadline_ms));
}

void WorldStage::order(const std::string& method, Value params, int step, std::int64_t allowed_ms) {
  params.set("session", options_.session);
  // A widget has no account, and is told of no homeserver.
  const auto subject = cast_.members.find(test_.subject().name);
  if (method == "session.start" && subject != cast_.members.end()) {
    const CastMember& bob = subject->second;
    params.set("homeserver_url", url()).set("user_id", bob.user_id).set("device_id", bob.device_id);
    if (options_.by_password) {
      params.set("password", password);
    } else {
      params.set("access_token", bob.access_token);
    }
    if (!options_.reach.ca_file.empty()) params.set("ca_file", options_.reach.ca_file);
  }
  Entry entry;
  entry.kind = Kind::action;
  entry.from = "harness";
  entry.to = test_.subject().name;
  entry.channel = trace::channel::driver;
  entry.step = step;
  entry.type = method;
  entry.body = params;
  const std::int64_t cause = recorder_.append(std::move(entry));
  auto asked = slot_->request(
      method, std::move(params), options_.debug ? 24LL * 3600 * 1000 : allowed_ms,
      [this, alive = std::weak_ptr<bool>(alive_), method, step, cause](const driver::Outcome& outcome) {
        if (alive.expired()) return;
        if (method == "session.start") session_started_with(outcome.result);
        record_done(method, step, cause, std::string(driver::outcome_name(outcome.kind)), outcome.message,
                    outcome.result);
        if (method == "session.stop" && step < 0) end();
      });
  if (asked) return;
  // A session that could not be started cannot be stopped either: the test is over all the same.
  if (method == "session.stop" && step < 0) return end();
  record_done(method, step, cause, "harness_failed", asked.error().text);
}

void WorldStage::session_started_with(const Value& result) {
  if (session_ == Session::asked) session_ = Session::started;
  if (widgets_ != nullptr) widgets_->set_widget_url(std::string(result.string_at("widget_url")));
}

// The subject is at rest when it has taken all that was sent, has no request open but its long poll, and its
// adapter promises that nothing is queued. Without that promise a quiet window has to do.
void WorldStage::settle(int step) {
  const std::int64_t now_us = loop_.now_us();
  // What a message has caused may cause another: pages are asked before and after.
  rest_rounds_ = widgets_ == nullptr ? 1 : 2;
  if (widgets_ != nullptr) widgets_->probe();
  check_rest(step, now_us + scaled_ms(rest_deadline_ms) * 1000, now_us);
}

void WorldStage::check_rest(int step, std::int64_t deadline_us, std::int64_t quiet_since_us) {
  const std::int64_t now_us = loop_.now_us();
  if (recorder_.script().ended()) return;
  if (now_us > deadline_us && !options_.debug) {
    return record_done("settle", step, 0, "not_at_rest", why_not_at_rest());
  }
  const bool rests = all_at_rest();
  if (!rests) quiet_since_us = now_us;
  const bool promised = slot_->offers("settle");
  if (rests && promised) {
    auto asked = slot_->request(
        "settle", make_object({{"session", options_.session}}), answer_ms(rest_deadline_ms),
        [this, alive = std::weak_ptr<bool>(alive_), step, deadline_us](const driver::Outcome& outcome) {
          if (alive.expired()) return;
          const bool done = outcome.kind == driver::Outcome::Kind::done;
          if (done && (!all_at_rest() || rests_once_more()))
            return check_rest(step, deadline_us, loop_.now_us());
          record_done("settle", step, 0, std::string(driver::outcome_name(outcome.kind)), outcome.message, {},
                      done);
        });
    if (!asked) record_done("settle", step, 0, "harness_failed", asked.error().text);
    return;
  }
  if (rests && now_us - quiet_since_us >= scaled_ms(quiet_window_ms) * 1000) {
    return record_done("settle", step, 0, "done", "by a quiet window: the adapter offers no settle");
  }
  rest_timer_ = loop_.after_ms(rest_poll_ms, [this, step, deadline_us, quiet_since_us] {
    check_rest(step, deadline_us, quiet_since_us);
  });
}

bool WorldStage::all_at_rest() const {
  return homeserver_->at_rest() && (widgets_ == nullptr || widgets_->at_rest());
}

bool WorldStage::rests_once_more() {
  if (--rest_rounds_ <= 0) return false;
  widgets_->probe();
  return true;
}

std::string WorldStage::why_not_at_rest() const {
  const auto silent_ms = homeserver_->silent_ms();
  const bool syncs = test_.has_account(test_.subject());
  if (silent_ms && syncs) return driver::stopped_syncing(options_.session, *silent_ms);
  return "it has not taken all that was sent to it, or keeps requests open";
}

// After the last step the subject comes to rest, so that silence means something; a test that was stopped
// does not wait for that. Then the session is stopped, and the trace ends with it: what an adapter still had
// in its queue shows by then.
void WorldStage::finish() {
  const Script& script = recorder_.script();
  deadlines_.clear();
  if (script.ended()) return leave();
  if (ending_ == Ending::stopping) return;
  if (script.complete_so_far() && !script.closed()) {
    if (ending_ == Ending::no) {
      ending_ = Ending::resting;
      settle(-1);
    }
    return;
  }
  ending_ = Ending::stopping;
  rest_timer_.cancel();
  if (session_ == Session::none || !slot_->usable()) return end();
  order("session.stop", make_object(), -1, session_ms(session_deadline_ms));
}

void WorldStage::leave() {
  rest_timer_.cancel();
  if (widgets_ != nullptr) widgets_->close();
  tell_over();
}

}  // namespace ringcheck::run
