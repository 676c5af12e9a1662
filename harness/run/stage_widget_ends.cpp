// The lives of the pages and of the fake ends behind them: how they begin and end, and what they do of
// themselves.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "run/stage_widget_parts.hpp"
#include "run/stage_widgets.hpp"
#include "value/json.hpp"
#include "value/web_text.hpp"
#include "widget/url_template.hpp"

namespace ringcheck::run {
namespace {

using scenario::Verb;
using trace::Entry;
using trace::Side;

template <typename... Visitors>
struct Each : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Each(Visitors...) -> Each<Visitors...>;

/// The URL with more in its query; what it says already stays.
std::string with_query(const std::string& url, const Value& query) {
  const std::size_t hash = std::min(url.find('#'), url.size());
  std::string before = url.substr(0, hash);
  for (const Member& member : query.members) {
    before += before.find('?') == std::string::npos ? '?' : '&';
    before += percent_encoded(member.key) + "=" + percent_encoded(member.value.text);
  }
  return before + url.substr(hash);
}

widget::Answer answer_of(const world::Reply* reply) {
  widget::Answer answer;
  if (reply == nullptr) return answer;
  answer.status = reply->status;
  answer.bytes = reply->bytes;
  if (const Value* raw = reply->body.find("$raw")) {
    answer.bytes = raw->as_string();
  } else {
    answer.body = reply->body;
    if (answer.bytes.empty()) answer.bytes = to_json(reply->body);
  }
  for (const auto& [name, value] : reply->headers) {
    if (name == "Content-Type") answer.content_type = value;
  }
  return answer;
}

}  // namespace

void WidgetStage::on_open(const std::string& actor, const std::string& session, const widget::Hello& hello) {
  if (Played* framer = framed_by(actor)) return on_hostile_open(*framer, session);
  Played& played = *played_.at(actor);
  end_session(played);
  if (std::exchange(played.left, false)) {
    played.hostile.clear();
    played.hostile_framed = false;
  }
  played.page = session;
  if (played.side == Side::widget) played.session = session;
  Entry entry = trace::entry_of_load(session, setting_.test.subject().name, actor, hello.href);
  played.parent_url = entry.body.find("query")->string_at("parentUrl");
  if (hello.allowed) entry.body.set("allowed", make_array({hello.allowed->begin(), hello.allowed->end()}));
  setting_.recorder.append(std::move(entry));
  if (played.side == Side::host) {
    bool by_step = false;
    scenario::each_step(setting_.test.steps, [&](const Step& step) {
      by_step = by_step || (step.verb == Verb::page && step.word == "frame" && step.actor == actor);
    });
    if (!by_step || played.frames > 0) make_frame(played);
    return;
  }
  widget::WidgetSetup setup;
  setup.widget_id = played.widget_id;
  setup.versions = played.actor->versions;
  setup.id_prefix = fmt::format("{}-{}-", session, setting_.random.opaque_id(6));
  played.widget = std::make_unique<widget::FakeWidget>(std::move(setup), setting_.schemas);
  carry_out(played, played.widget->on_load(now_ms()));
  become_ready(played);
}

void WidgetStage::become_ready(Played& played) {
  if (!std::exchange(played.ready, true)) ask_what_waits(played);
}

void WidgetStage::on_loaded(const std::string& actor) {
  if (framed_by(actor) != nullptr) return;
  Played& played = *played_.at(actor);
  if (played.host == nullptr) return;
  become_ready(played);
  carry_out(played, played.host->on_load(now_ms()));
}

// Each frame is one load of the widget, and so a session of its own.
void WidgetStage::make_frame(Played& played) {
  end_session(played);
  ++played.frames;
  const std::string& name = played.actor->name;
  played.session = played.frames == 1 ? name : fmt::format("{}.{}", name, played.frames);
  const auto variables = widget::variables_of(played.client, played.widget_id, played.room_id, make_object());
  const std::string url = with_query(widget::with_host_query(widget::fill_in(widget_url_, variables),
                                                             played.widget_id, bridge_->url_of(name)),
                                     played.actor->query);
  widget::HostSetup setup;
  setup.widget_id = played.widget_id;
  setup.room_id = played.room_id;
  setup.versions = played.actor->versions;
  setup.origin = widget::origin_of(url);
  setup.wait_for_load = played.actor->wait_for_iframe_load;
  setup.capabilities = widget::Consent::grant;
  setup.openid = widget::Consent::grant;
  setup.id_prefix = fmt::format("{}-{}-", played.session, setting_.random.opaque_id(6));
  played.host = std::make_unique<widget::FakeHost>(std::move(setup), played.client, setting_.schemas);
  bridge_->frame(name, url);
  carry_out(played, played.host->on_frame(now_ms()));
}

void WidgetStage::drop_frame(Played& played) {
  bridge_->order(played.actor->name, played.page, widget::DropFrame{});
  if (played.host != nullptr) carry_out(played, played.host->close(now_ms()));
  end_session(played);
}

void WidgetStage::on_unload(const std::string& actor, const std::string& session) {
  if (Played* framer = framed_by(actor)) {
    framer->hostile.clear();
    framer->hostile_framed = false;
    return;
  }
  Played& played = *played_.at(actor);
  if (played.page != session) return;
  end_session(played);
  played.page.clear();
}

// Closes the session that there is, if any.
void WidgetStage::end_session(Played& played) {
  played.ready = false;
  played.timer.cancel();
  played.widget.reset();
  played.host.reset();
  played.asked.clear();
  played.came.clear();
  played.own_wishes.clear();
  played.probe.clear();
  if (played.session.empty()) return;
  Entry entry = trace::entry_of_unload(std::exchange(played.session, ""), setting_.test.subject().name);
  entry.to = played.actor->name;
  setting_.recorder.append(std::move(entry));
}

void WidgetStage::react(Played& played, const widget::Arrival& arrival) {
  if (played.widget != nullptr) carry_out(played, played.widget->on_message(arrival, now_ms()));
  if (played.host != nullptr) carry_out(played, played.host->on_message(arrival, now_ms()));
}

void WidgetStage::carry_out(Played& played, const widget::Effects& effects) {
  for (const widget::Effect& effect : effects) {
    std::visit(Each{[&](const widget::Say& each) { say(played, each); },
                    [&](const widget::Request& each) { request(played, each); },
                    [&](const widget::Note& each) {
                      log(played.actor->name, each.kind, make_object({{"data", each.data}}));
                    },
                    [&](const widget::ShowModal&) {
                      carry_out(played, played.host->on_modal("this host shows no modal widgets", now_ms()));
                    },
                    [&](const widget::EndModal&) {}},
               effect);
  }
  arm(played);
  if (!played.waiting.empty()) ask_what_waits(played);
}

// When it is the next that a step asks of this page. What stands behind it is of a later time, and who would
// leave its own request to that would wait for ever. Versions may be asked by both.
bool WidgetStage::asked_by_step(const Played& played, std::string_view action) const {
  const Script& script = setting_.recorder.script();
  for (int index = 0; index < script.step_count(); ++index) {
    const Step& step = script.step(index);
    const StepState state = script.record(index).state;
    const bool open = state == StepState::pending || state == StepState::begun;
    const bool asks = step.verb == Verb::ask && step.actor == played.actor->name;
    if (!open || !asks || script.record(index).deliver_seq != 0) continue;
    if (step.key("message") != nullptr || step.word == "supported_api_versions") continue;
    return step.wire == action;
  }
  return false;
}

void WidgetStage::say(Played& played, const widget::Say& say) {
  const std::string request_id(say.message.string_at("requestId"));
  if (say.message.find("response") != nullptr) {
    const auto came = played.came.find(request_id);
    post(played, say.message, -1, came == played.came.end() ? 0 : came->second);
    return;
  }
  const std::string action(say.message.string_at("action"));
  if (asked_by_step(played, action)) {
    played.own_wishes[action] = request_id;
    return;
  }
  post(played, say.message, -1, 0);
}

void WidgetStage::request(Played& played, const widget::Request& request) {
  net::HttpRequest http;
  http.method = request.method;
  http.target = request.path;
  const std::string type = request.bytes ? request.content_type : "application/json";
  if (request.bytes || !request.body.is_null()) http.headers.emplace_back("Content-Type", type);
  http.body = request.bytes ? *request.bytes : request.body.is_null() ? "" : to_json(request.body);
  const std::string& actor = played.actor->name;
  auto asked = setting_.homeserver.ask_as(
      actor, setting_.cast.members.at(actor).access_token, http,
      [this, alive = std::weak_ptr<bool>(alive_), &played, id = request.id](const world::Reply* reply) {
        if (alive.expired() || played.host == nullptr) return;
        carry_out(played, played.host->on_answer(id, answer_of(reply), now_ms()));
      });
  if (!asked) log(actor, "bad_request", make_object({{"message", asked.error().text}}));
}

void WidgetStage::arm(Played& played) {
  played.timer.cancel();
  std::optional<std::int64_t> next;
  if (played.widget != nullptr) next = played.widget->next_ms();
  if (played.host != nullptr) next = played.host->next_ms();
  if (!next) return;
  played.timer = setting_.loop.after_ms(std::max<std::int64_t>(1, *next - now_ms()), [this, &played] {
    if (played.widget != nullptr) carry_out(played, played.widget->on_time(now_ms()));
    if (played.host != nullptr) carry_out(played, played.host->on_time(now_ms()));
  });
}

void WidgetStage::know_rooms(Played& played) {
  const CastMember& member = setting_.cast.members.at(played.actor->name);
  played.client.user_id = member.user_id;
  played.client.device_id = member.device_id;
  played.client.homeserver_url = setting_.homeserver_url;
  played.client.client_id = "org.ringcheck";
  played.client.viewed_room = played.room_id;
  played.client.display_name = member.user_id.substr(1, member.user_id.find(':') - 1);
  sync_hosts();
}

void WidgetStage::sync_hosts() {
  for (auto& [name, each] : played_) {
    Played& played = *each;
    if (played.side != Side::host) continue;
    const auto member = setting_.cast.members.find(name);
    const Value news = setting_.homeserver.sync_now(member->second.access_token, played.synced_to);
    played.synced_to = news.string_at("next_batch");
    take_news(played, news);
  }
}

void WidgetStage::take_news(Played& played, const Value& news) {
  auto take = [&](const std::string& room, const Value& event, widget::Brought brought) {
    const bool changes =
        widget::take_event(played.client, room, event, brought == widget::Brought::timeline, now_ms());
    if (played.host != nullptr)
      carry_out(played, played.host->on_event(room, event, brought, changes, now_ms()));
  };
  auto take_all = [&](const std::string& room, const Value* part, widget::Brought brought) {
    const Value* events = part == nullptr ? nullptr : part->find("events");
    if (events == nullptr) return;
    for (const Value& event : events->items) take(room, event, brought);
  };
  const Value* rooms = news.find("rooms");
  const Value* joined = rooms == nullptr ? nullptr : rooms->find("join");
  if (joined != nullptr) {
    for (const Member& room : joined->members) {
      take_all(room.key, room.value.find("state"), widget::Brought::state);
      take_all(room.key, room.value.find("timeline"), widget::Brought::timeline);
      take_all(room.key, room.value.find("msc4354_sticky"), widget::Brought::sticky);
    }
  }
  const Value* to_device = news.find("to_device");
  const Value* messages = to_device == nullptr ? nullptr : to_device->find("events");
  if (messages == nullptr || played.host == nullptr) return;
  for (const Value& message : messages->items)
    carry_out(played, played.host->on_to_device(message, false, now_ms()));
}

}  // namespace ringcheck::run
