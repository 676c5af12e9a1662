#include "run/server_stage.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/web_text.hpp"

namespace ringcheck::run {
namespace {

constexpr std::int64_t rest_deadline_ms = 10'000;
/// A limit that does not say how long it lasts.
constexpr std::int64_t least_limit_ms = 100;
/// What the limits of a server may add to the deadline of one step: as much as one request may wait for them
/// (PoliteClient). A step that asks again and again would else wait for ever, and hold its accounts.
constexpr std::int64_t most_limited_ms = PoliteClient::Manners{}.most_wait_ms;
constexpr std::string_view marker_type = "org.ringcheck.marker";

/// A step lets the device of this actor, which is offline, come online.
bool comes_online(const scenario::Test& test, const std::string& actor) {
  bool any = false;
  scenario::each_step(test.steps, [&](const scenario::Step& step) {
    any = any || (step.verb == scenario::Verb::release && step.word == actor);
  });
  return any;
}

}  // namespace

using scenario::Verb;

ServerStage::ServerStage(net::Loop& loop, const scenario::Test& test, const driver::Vocabulary& vocabulary,
                         StageOptions options, ServerPool& servers)
    : Stage(loop, test, vocabulary, std::move(options)), servers_(servers) {
  for (const scenario::Actor& actor : test.actors)
    media_.emplace(actor.name, peer::Media([this] { return random_(); }));
}

ServerStage::~ServerStage() {
  if (loan_ != 0) {
    options_.guest->give_back(loan_);
  } else if (instance_ && slot_->usable()) {
    servers_.release(instance_->session);
  }
}

void ServerStage::warm_up(Slot& slot) {
  slot_ = &slot;
  if (options_.guest != nullptr) {
    loan_ = options_.guest->lend(test_, [this](Result<std::map<std::string, GuestDevice>> devices) {
      if (!devices) return give_up(devices.error().text);
      take_loan(std::move(*devices));
    });
    return;
  }
  servers_.acquire(test_.homeserver, wants_own_instance(test_), session_ms(session_deadline_ms * 2), alive_,
                   [this](const Result<ServerInstance>& instance) {
                     if (!instance) return give_up(instance.error().text);
                     take_instance(*instance);
                   });
}

void ServerStage::take_instance(const ServerInstance& instance) {
  instance_ = instance;
  recorder_.mask(instance.registration_secret, "<registration secret>");
  auto talk = ServerTalk::open(loop_, instance.url, test_.subject().name, recorder_);
  if (!talk) return give_up(talk.error().text);
  talk_ = std::move(*talk);
  make_cast({});
}

void ServerStage::take_loan(std::map<std::string, GuestDevice> devices) {
  const driver::Operated& server = options_.guest->server();
  instance_ = ServerInstance{"", server.url, "", ""};
  for (const auto& [actor, device] : devices)
    recorder_.mask(device.access_token, fmt::format("<token of {}>", actor));
  for (const std::string& secret : server.secrets()) recorder_.hide(secret);
  talk_ = ServerTalk::with(loop_, *options_.guest, loan_, test_.subject().name, recorder_);
  talk_->on_wait([this](int step, std::int64_t ms) { wait_as_asked(step, ms); });
  make_cast(std::move(devices));
}

// What a server asks to wait is no slowness of its own.
void ServerStage::wait_as_asked(int step, std::int64_t ms) {
  if (recorder_.script().ended() || recorder_.script().record(step).state != StepState::begun) return;
  trace::Entry entry;
  entry.kind = trace::Kind::log;
  entry.from = test_.subject().name;
  entry.type = "limited";
  entry.head = make_object({{"retry_after_ms", ms}});
  recorder_.append(std::move(entry));
  if (!options_.debug) wait_for(step, deadlines_[step].left_ms() + more_for_limit(step, ms));
}

std::int64_t ServerStage::more_for_limit(int step, std::int64_t ms) {
  const std::int64_t more_ms = std::min(ms, most_limited_ms - limited_ms_[step]);
  limited_ms_[step] += more_ms;
  return more_ms;
}

// A group waits as long as the most patient of its children, whose turn to ask may not have come yet.
std::int64_t ServerStage::more_ms(const Step& step) const {
  std::int64_t longest_ms = 0;
  for (const Step& child : step.children) {
    if (recorder_.script().record(child.index).state != StepState::begun) continue;
    const auto deadline = deadlines_.find(child.index);
    const bool asks = child.verb == Verb::request || child.verb == Verb::send;
    if (deadline != deadlines_.end())
      longest_ms = std::max(longest_ms, deadline->second.left_ms());
    else if (asks && !waiting_.contains(child.index))
      longest_ms = std::max(longest_ms, within_ms(child));
  }
  return longest_ms;
}

void ServerStage::make_cast(std::map<std::string, GuestDevice> given) {
  casting_ = std::make_unique<ServerCasting>(test_, *instance_, *talk_, random_, std::move(given));
  casting_->begin([this](Result<ServerCast> cast) {
    if (!cast) return give_up(cast.error().text);
    take_cast(std::move(*cast));
  });
}

void ServerStage::take_cast(ServerCast cast) {
  cast_ = std::move(cast);
  for (const auto& [actor, member] : cast_.members) {
    talk_->keep_secret(member.access_token, fmt::format("<token of {}>", actor));
    talk_->keep_secret(member.password, fmt::format("<password of {}>", actor));
    const bool comes_later = comes_online(test_, actor);
    if (!test_.actor(actor)->syncs && !comes_later) continue;
    ServerSync::Events events;
    events.on_first = [this] {
      if (++first_syncs_ == syncs_.size()) await_rooms();
    };
    events.on_broken = [this](const std::string& why) { on_sync(why); };
    events.on_news = [this] { ready_ ? check_markers() : begin_when_all_are_in(); };
    syncs_.push_back(std::make_unique<ServerSync>(actor, test_.subject().name, member.access_token, *talk_,
                                                  recorder_, std::move(events)));
    if (comes_later) syncs_.back()->rest_after_first();
    if (loan_ == 0) continue;
    std::set<std::string> rooms;
    for (const auto& [name, room_id] : cast_.room_ids) rooms.insert(room_id);
    syncs_.back()->look_only_at(std::move(rooms));
  }
  if (syncs_.empty()) return begin_steps();
  for (const auto& sync : syncs_) sync->begin();
}

// A homeserver may answer a join before syncs tell of it; a token that is taken too soon would stand before
// it.
void ServerStage::await_rooms() {
  rooms_timer_ = loop_.after_ms(answer_ms(rest_deadline_ms), [this] {
    // Whether a homeserver that keeps it to itself is wrong, the scenario will see.
    if (!ready_ && trouble_.empty()) begin_steps();
  });
  begin_when_all_are_in();
}

void ServerStage::begin_when_all_are_in() {
  const auto is_in_all = [this](const std::unique_ptr<ServerSync>& sync) {
    const std::string& user = test_.actor(sync->actor())->user;
    return std::all_of(test_.rooms.begin(), test_.rooms.end(), [&](const scenario::Room& room) {
      const bool joins =
          std::any_of(room.members.begin(), room.members.end(),
                      [&](const std::string& member) { return member == sync->actor() || member == user; });
      return !joins || sync->rests() || sync->is_in(cast_.room_ids.at(room.name));
    });
  };
  const bool waits = first_syncs_ < syncs_.size() || !std::all_of(syncs_.begin(), syncs_.end(), is_in_all);
  if (!waits && !ready_ && trouble_.empty()) begin_steps();
}

void ServerStage::begin_steps() {
  rooms_timer_.cancel();
  ready_ = true;
  record_start(cast_.names, cast_.versions);
  pump();
}

void ServerStage::give_up(const std::string& why) {
  if (over_ || !trouble_.empty()) return;
  trouble_ = why;
  if (!ready_) record_start(cast_.names);
  pump();
}

void ServerStage::on_sync(const std::string& broken) {
  if (!down_) give_up(broken);
}

void ServerStage::pump() {
  if (over_ || !playing() || recorder_.trace().entries().empty()) return;
  if (!trouble_.empty()) {
    if (!recorder_.script().ended()) record_done("session.start", -1, 0, "not_usable", trouble_);
    return end();
  }
  while (const Step* step = recorder_.script().next()) begin(*step);
  if (!recorder_.script().over() && !recorder_.script().ended()) return;
  deadlines_.clear();
  const bool rests = recorder_.script().complete_so_far() && looks_for_silence();
  if (!rests) return end();
  if (ending_ == Ending::no) {
    ending_ = Ending::resting;
    settle(-1);
  } else if (recorder_.script().closed()) {
    end();
  }
}

/// Where nothing must be absent there is no need to wait for what might still come.
bool ServerStage::looks_for_silence() const {
  bool any = false;
  scenario::each_step(test_.steps, [&](const Step& step) {
    any = any || step.verb == Verb::none || step.verb == Verb::count || step.key("times") != nullptr;
  });
  return any;
}

Kept ServerStage::kept() const {
  if (!instance_ || cast_.members.empty()) return {};
  const ServerMember& first = cast_.members.begin()->second;
  return {instance_->url, first.user_id, loan_ == 0 ? first.access_token : "(not shown)"};
}

std::int64_t ServerStage::now_ms() const {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void ServerStage::leave() {
  rooms_timer_.cancel();
  settle_timer_.cancel();
  markers_.clear();
  waiting_.clear();
  if (talk_ != nullptr) talk_->close();
  tell_over();
}

scenario::Makers ServerStage::makers(const Step& step) {
  scenario::Makers makers = Stage::makers(step);
  const std::string actor = step.actor;
  const std::string type = step.word;
  makers.offer = [this, actor, type](const Value& options) { return media_.at(actor).offer(type, options); };
  makers.answer = [this, actor, type](const Value& options) {
    return media_.at(actor).answer(type, options);
  };
  makers.stream_metadata = [this, actor](const Value& options) {
    return media_.at(actor).stream_metadata(options);
  };
  return makers;
}

// Each room gets an event that nobody looks for; when all its members have it, they have all that was before.
void ServerStage::settle(int step) {
  settling_ = step;
  markers_.clear();
  markers_.resize(test_.rooms.size());
  for (std::size_t room = 0; room < markers_.size(); ++room) {
    for (const auto& sync : syncs_) {
      if (!sync->rests() && sync->is_in(cast_.room_ids.at(test_.rooms[room].name)))
        markers_[room].senders.push_back(sync->actor());
    }
    markers_[room].out = markers_[room].senders.empty();
    if (!markers_[room].out) send_marker(room);
  }
  check_markers();
}

void ServerStage::await_markers(std::int64_t ms) {
  settle_timer_ = loop_.after_ms(
      ms, [this] { settled("not_at_rest", "a marker event did not reach everybody in its room in time"); });
}

void ServerStage::send_marker(std::size_t room) {
  const std::string& room_id = cast_.room_ids.at(test_.rooms[room].name);
  ServerRequest request;
  request.actor = markers_[room].senders[markers_[room].next];
  request.method = "PUT";
  request.target = fmt::format("/_matrix/client/v3/rooms/{}/send/{}/{}", percent_encoded(room_id),
                               marker_type, random_.opaque_id());
  request.token = cast_.members.at(request.actor).access_token;
  request.body = make_object();
  request.recorded = false;
  request.takes_limits = true;
  request.on_sent = [this, room] {
    if (settling_ && !std::exchange(markers_[room].was_sent, true))
      await_markers(answer_ms(rest_deadline_ms));
  };
  talk_->ask(request, [this, room](const Result<ServerAnswer>& answer) {
    if (settling_) on_marker_answered(room, answer);
  });
}

void ServerStage::on_marker_answered(std::size_t room, const Result<ServerAnswer>& answer) {
  Marker& marker = markers_[room];
  if (answer && answer->status == 200) {
    marker.event_id = answer->body.string_at("event_id");
    marker.out = true;
    return check_markers();
  }
  if (answer && answer->status == 429) return on_marker_limited(room, answer->retry_after_ms);
  // Who was made to leave may not know it yet.
  if (answer && answer->status == 403 && marker.senders.size() > 1) {
    marker.senders.erase(marker.senders.begin() + static_cast<std::ptrdiff_t>(marker.next));
    marker.next %= marker.senders.size();
    return send_marker(room);
  }
  settled("not_at_rest", fmt::format("a marker event was answered {}",
                                     answer ? to_json(answer->body) : answer.error().text));
}

// A limit is met by who did what the test is about: another sends it, and only when all of them may not, it
// waits as long as one of them was told to.
void ServerStage::on_marker_limited(std::size_t room, std::int64_t wait_ms) {
  Marker& marker = markers_[room];
  marker.wait_ms = marker.next == 0 ? wait_ms : std::min(marker.wait_ms, wait_ms);
  marker.next = (marker.next + 1) % marker.senders.size();
  if (marker.next != 0) return send_marker(room);
  const std::int64_t pause_ms = std::max(marker.wait_ms, least_limit_ms);
  await_markers(settle_timer_.left_ms() + more_for_limit(*settling_, pause_ms));
  marker.timer = loop_.after_ms(pause_ms, [this, room] { send_marker(room); });
}

void ServerStage::check_markers() {
  if (!settling_) return;
  for (std::size_t room = 0; room < markers_.size(); ++room) {
    const Marker& marker = markers_[room];
    if (!marker.out) return;
    const std::string& room_id = cast_.room_ids.at(test_.rooms[room].name);
    for (const auto& sync : syncs_) {
      const bool is_asked = !marker.event_id.empty() && !sync->rests() && sync->is_in(room_id);
      if (is_asked && !sync->has_seen(marker.event_id)) return;
    }
  }
  settled("done", "");
}

void ServerStage::settled(const std::string& outcome, const std::string& message) {
  if (!settling_) return;
  settle_timer_.cancel();
  const int step = *std::exchange(settling_, std::nullopt);
  record_done("settle", step, 0, outcome, message);
}

}  // namespace ringcheck::run
