#include "run/stage_widgets.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "run/stage_widget_parts.hpp"
#include "scenario/layout.hpp"
#include "widget/envelope.hpp"
#include "widget/url_template.hpp"

namespace ringcheck::run {
namespace {

using scenario::Verb;
using scenario::Wanted;
using trace::Entry;
using trace::Kind;
using trace::Side;

/// The page of the hostile frame of `board` is that of the actor `board hostile`.
const std::string hostile_suffix = " hostile";

/// Who does not answer the question for its versions in this time will not do so at all.
constexpr std::int64_t probe_ms = 1'000;

std::vector<std::string> pointers(const Value* list) {
  std::vector<std::string> result;
  if (list == nullptr) return result;
  for (const Value& each : list->items) result.emplace_back(each.as_string());
  return result;
}

/// Text that is meant as it is, whatever it looks like.
Value plain(std::string_view text) {
  Value value{std::string(text)};
  value.quoted = true;
  return value;
}

bool looks_for(const scenario::Step& step, const std::string& actor, const std::string& action) {
  if (step.verb != Verb::expect || step.page != actor || step.key("answer") == nullptr) return false;
  const Wanted& wanted = step.wanted.front();
  return wanted.channel == Wanted::Channel::ask &&
         (scenario::covers(wanted.type, action) || (!wanted.also.empty() && wanted.also == action));
}

}  // namespace

WidgetStage::WidgetStage(WidgetSetting setting) : setting_(std::move(setting)) {}

WidgetStage::~WidgetStage() {
  close();
}

Result<std::unique_ptr<WidgetStage>> WidgetStage::open(WidgetSetting setting) {
  std::unique_ptr<WidgetStage> self(new WidgetStage(std::move(setting)));
  for (const scenario::Actor& actor : self->setting_.test.actors) {
    if (!actor.has_page()) continue;
    auto played = std::make_unique<Played>();
    played->actor = &actor;
    const bool is_widget = actor.is == scenario::Actor::Is::widget;
    played->side = is_widget ? Side::widget : Side::host;
    played->to = is_widget ? widget::PostTo{} : widget::PostTo{"frame", "widget", "*"};
    played->widget_id = fmt::format("{}-{}", actor.name, self->setting_.random.opaque_id(8));
    const std::string& room = actor.room.empty() ? self->setting_.test.rooms.front().name : actor.room;
    played->room_id = self->setting_.cast.room_ids.at(room);
    self->played_.emplace(actor.name, std::move(played));
  }
  auto opened = self->open_bridge();
  if (!opened) return opened.error();
  for (const auto& [name, played] : self->played_) {
    if (played->side == Side::host) self->know_rooms(*played);
  }
  return self;
}

Result<Done> WidgetStage::open_bridge() {
  BridgeOptions options;
  options.pages = setting_.pages;
  for (const auto& [name, played] : played_) {
    const bool is_widget = played->side == Side::widget;
    options.actors.push_back({name, is_widget ? widget::Page::widget : widget::Page::host});
    bool has_hostile = false;
    scenario::each_step(setting_.test.steps, [&](const Step& step) {
      const bool leaves = step.verb == Verb::page && step.word == "leave";
      const bool wants_it = step.key("through") != nullptr || leaves;
      has_hostile = has_hostile || (step.actor == name && wants_it);
    });
    if (has_hostile) options.actors.push_back({name + hostile_suffix, widget::Page::hostile});
  }
  using Text = BridgeEvents::Text;
  BridgeEvents events;
  events.on_open = [this](Text actor, Text session, const widget::Hello& hello) {
    on_open(actor, session, hello);
  };
  events.on_message = [this](Text actor, Text session, const widget::Received& message) {
    on_message(actor, session, message);
  };
  events.on_loaded = [this](Text actor, Text, Text frame) {
    if (frame == "widget") on_loaded(actor);
  };
  events.on_unload = [this](Text actor, Text session) { on_unload(actor, session); };
  events.on_fault = [this](Text actor, Text session, Text what) { on_fault(actor, session, what); };
  auto bridge = Bridge::open(setting_.loop, options, setting_.random, std::move(events));
  if (!bridge) return bridge.error();
  bridge_ = std::move(*bridge);
  return Done{};
}

scenario::Names WidgetStage::names() const {
  scenario::Names names;
  for (const auto& [name, played] : played_) {
    names[name + ".widget_id"] = played->widget_id;
    names[name + ".url"] = bridge_->url_of(name);
    names[name + ".wait_for_iframe_load"] = played->actor->wait_for_iframe_load;
  }
  return names;
}

void WidgetStage::close() {
  if (bridge_ != nullptr) bridge_->close();
  for (auto& [name, played] : played_) played->timer.cancel();
}

void WidgetStage::log(const std::string& actor, const std::string& type, Value head) {
  Entry entry;
  entry.kind = Kind::log;
  entry.from = actor;
  entry.channel = trace::channel::widget;
  entry.type = type;
  entry.head = std::move(head);
  setting_.recorder.append(std::move(entry));
}

void WidgetStage::on_fault(const std::string& actor, const std::string& session, const std::string& what) {
  log(actor, "page_fault", make_object({{"session", session}, {"message", what}}));
}

// What is no message of the other side is of a frame or an extension that nobody asked about.
void WidgetStage::on_message(const std::string& actor, const std::string& session,
                             const widget::Received& received) {
  if (const Played* framer = framed_by(actor)) {
    Entry entry =
        trace::entry_of_message(trace::other(framer->side), std::string(hostile_frame),
                                setting_.test.subject().name, std::string(hostile_frame), received.data);
    setting_.recorder.append(std::move(entry));
    return;
  }
  Played& played = *played_.at(actor);
  const bool of_other_side =
      played.side == Side::widget ? received.from == "parent" : received.frame == "widget";
  if (!of_other_side || session != played.page || played.session.empty()) {
    return log(actor, "stray_message",
               make_object({{"from", received.from}, {"origin", received.origin}, {"data", received.data}}));
  }
  const std::string request_id(received.data.string_at("requestId"));
  Entry entry = trace::entry_of_message(trace::other(played.side), played.session,
                                        setting_.test.subject().name, actor, received.data);
  const bool is_reply = entry.kind == Kind::reply;
  if (const auto asked = played.asked.find(request_id); is_reply && asked != played.asked.end())
    entry.cause = asked->second;
  const std::int64_t seq = setting_.recorder.append(std::move(entry));
  if (is_reply && request_id == played.probe) played.probe.clear();
  if (!is_reply && played.side == Side::widget) played.called = received.data.string_at("widgetId");
  if (played.side == Side::host) become_ready(played);
  widget::Arrival arrival{received.data, received.origin, true};
  if (is_reply) return react(played, arrival);
  played.came[request_id] = seq;
  played.held.push_back({seq, session, std::move(arrival)});
  answer_what_waits();
}

const scenario::Step* WidgetStage::taker_of(const Held& held) const {
  const Script& script = setting_.recorder.script();
  for (int index = 0; index < script.step_count(); ++index) {
    const Step& step = script.step(index);
    const bool took = script.record(index).state == StepState::met && script.record(index).at_seq == held.seq;
    if (took && step.verb == Verb::expect && step.key("answer") != nullptr) return &step;
  }
  return nullptr;
}

bool WidgetStage::may_be_taken(const Played& played, const std::string& action) const {
  const Script& script = setting_.recorder.script();
  if (script.over()) return false;
  for (int index = 0; index < script.step_count(); ++index) {
    const StepState state = script.record(index).state;
    const bool open = state == StepState::pending || state == StepState::begun;
    if (open && looks_for(script.step(index), played.actor->name, action)) return true;
  }
  return false;
}

void WidgetStage::answer_what_waits() {
  for (auto& [name, played] : played_) {
    std::vector<Held> still;
    for (Held& held : std::exchange(played->held, {})) {
      const std::string action(held.arrival.message.string_at("action"));
      if (const Step* step = taker_of(held)) {
        answer(*played, held, *step);
      } else if (may_be_taken(*played, action)) {
        still.push_back(std::move(held));
      } else if (held.page == played->page) {
        react(*played, held.arrival);
      }
    }
    // What came while these were answered stands behind them.
    still.insert(still.end(), std::make_move_iterator(played->held.begin()),
                 std::make_move_iterator(played->held.end()));
    played->held = std::move(still);
  }
}

void WidgetStage::answer(Played& played, const Held& held, const Step& step) {
  const Value& said = *step.key("answer");
  if (scenario::takes_away(said) || held.page != played.page) return;
  auto response = setting_.make(step, scenario::without_absent(said));
  if (!response) return setting_.fail(step, response.error().text);
  Value message = held.arrival.message;
  message.set("response", std::move(*response));
  if (auto wrong = setting_.check_own_message(played.side, message, pointers(step.key("breaks"))))
    return setting_.fail(step, *wrong);
  post(played, message, step.index, held.seq);
}

void WidgetStage::ask(const Step& step) {
  Played& played = *played_.at(step.actor);
  played.waiting.push_back(&step);
  ask_what_waits(played);
}

// What a host asks when capabilities are negotiated waits for that, and what negotiates them for its turn:
// else the harness itself would break the order in which a session begins.
bool WidgetStage::can_ask(const Played& played, const Step& step) const {
  if (played.left && step.key("through") != nullptr) return true;
  if (!played.ready || played.host == nullptr) return played.ready;
  const bool any_time = step.word == "supported_api_versions" || step.key("message") != nullptr;
  if (any_time || played.host->state() == "ready") return true;
  const bool negotiates = step.word == "capabilities" || step.word == "notify_capabilities";
  return negotiates && played.own_wishes.contains(step.wire);
}

void WidgetStage::ask_what_waits(Played& played) {
  std::vector<const Step*> still;
  for (const Step* step : std::exchange(played.waiting, {})) {
    if (can_ask(played, *step)) {
      if (step->key("through") == nullptr) {
        post_ask(played, *step);
      } else {
        post_through_hostile(played, *step);
      }
    } else {
      still.push_back(step);
    }
  }
  played.waiting.insert(played.waiting.begin(), still.begin(), still.end());
}

WidgetStage::Played* WidgetStage::framed_by(const std::string& page) {
  if (!page.ends_with(hostile_suffix)) return nullptr;
  return played_.at(page.substr(0, page.size() - hostile_suffix.size())).get();
}

// The frame is made when it is needed first, within the page of the actor; who has left is there already.
void WidgetStage::post_through_hostile(Played& played, const Step& step) {
  if (!played.hostile.empty()) return post_ask(played, step);
  played.for_hostile.push_back(&step);
  const std::string& name = played.actor->name;
  if (!std::exchange(played.hostile_framed, true))
    bridge_->frame(name, bridge_->url_of(name + hostile_suffix), std::string(hostile_frame));
}

void WidgetStage::on_hostile_open(Played& played, const std::string& session) {
  played.hostile = session;
  for (const Step* step : std::exchange(played.for_hostile, {})) post_ask(played, *step);
}

void WidgetStage::post_ask(Played& played, const Step& step) {
  if (setting_.recorder.script().record(step.index).state != StepState::begun) return;
  auto message = message_of(played, step);
  if (!message) return setting_.fail(step, message.error().text);
  if (message->is_object()) {
    auto wrong = setting_.check_own_message(played.side, *message, pointers(step.key("breaks")));
    if (wrong) return setting_.fail(step, *wrong);
  }
  if (step.key("through") != nullptr) {
    Entry entry = trace::entry_of_message(played.side, std::string(hostile_frame), std::string(hostile_frame),
                                          setting_.test.subject().name, *message);
    entry.step = step.index;
    widget::PostTo to{"sibling", "widget", "*"};
    if (played.side == Side::widget) to = {played.left ? "parent" : "grandparent", "", "*"};
    if (!bridge_->post(step.actor + hostile_suffix, played.hostile, *message, to))
      return setting_.fail(step, "its hostile frame has just gone");
    setting_.recorder.append(std::move(entry));
    return;
  }
  widget::PostTo to = played.to;
  if (step.key("only_to") != nullptr) {
    to.target_origin = widget::origin_of(played.parent_url);
    if (to.target_origin.empty()) return setting_.fail(step, "no parentUrl of the web stands in its URL");
  }
  if (post(played, *message, step.index, 0, to) == 0) setting_.fail(step, "its page has just gone");
}

Result<Value> WidgetStage::message_of(Played& played, const Step& step) {
  const Value* over = step.key("message");
  if (over != nullptr && !over->is_object()) return setting_.make(step, *over);
  std::string request_id = setting_.random.opaque_id();
  // The host goes on from the answer to this as from that to its own.
  if (const auto own = played.own_wishes.find(step.wire); own != played.own_wishes.end()) {
    request_id = own->second;
    played.own_wishes.erase(own);
  }
  Value pattern = widget::request_message(played.side, "", "", "", step.payload);
  pattern.set("widgetId", plain(played.widget_id)).set("requestId", plain(request_id));
  pattern.set("action", plain(step.wire));
  if (over != nullptr) pattern = scenario::lay_on(pattern, *over);
  return setting_.make(step, scenario::without_absent(pattern));
}

std::int64_t WidgetStage::post(Played& played, const Value& message, int step, std::int64_t cause) {
  return post(played, message, step, cause, played.to);
}

std::int64_t WidgetStage::post(Played& played, const Value& message, int step, std::int64_t cause,
                               const widget::PostTo& to) {
  if (!bridge_->post(played.actor->name, played.page, message, to)) return 0;
  Entry entry = trace::entry_of_message(played.side, played.session, played.actor->name,
                                        setting_.test.subject().name, message);
  entry.step = step;
  entry.cause = cause;
  const bool is_request = entry.kind == Kind::ask;
  const std::int64_t seq = setting_.recorder.append(std::move(entry));
  if (is_request) played.asked[std::string(message.string_at("requestId"))] = seq;
  return seq;
}

// Who is then there has another origin, and is the hostile page in the place of the widget.
void WidgetStage::leave(Played& played) {
  played.left = true;
  played.hostile_framed = true;
  const std::string& name = played.actor->name;
  bridge_->order(name, played.page, widget::Leave{bridge_->url_of(name + hostile_suffix)});
}

void WidgetStage::page(const Step& step) {
  Played& played = *played_.at(step.actor);
  if (played.page.empty()) return setting_.fail(step, "its page is not open");
  if (step.word == "frame") return make_frame(played);
  if (step.word == "unframe") return drop_frame(played);
  if (step.word == "leave") return leave(played);
  if (step.word == "finish_load") {
    bridge_->order(step.actor, played.page, widget::FinishLoad{});
    return;
  }
  bridge_->order(step.actor, played.page, widget::Reload{});
}

void WidgetStage::probe() {
  probed_ms_ = now_ms();
  for (auto& [name, played] : played_) {
    if (!played->ready) continue;
    played->probe = setting_.random.opaque_id();
    const std::string& id = played->called.empty() ? played->widget_id : played->called;
    post(*played,
         widget::request_message(played->side, id, played->probe, "supported_api_versions", make_object()),
         -1, 0);
  }
}

bool WidgetStage::at_rest() const {
  const auto waited_ms = static_cast<double>(now_ms() - probed_ms_);
  const bool in_vain = waited_ms > static_cast<double>(probe_ms) * setting_.time_scale;
  return std::all_of(played_.begin(), played_.end(), [&](const auto& each) {
    const Played& played = *each.second;
    const bool asks_homeserver = played.host != nullptr && played.host->waits_for_homeserver();
    return !asks_homeserver && (played.probe.empty() || !played.ready || in_vain);
  });
}

}  // namespace ringcheck::run
