// How a stage performs each verb of the language.

#include <algorithm>

#include <fmt/format.h>

#include "run/slow.hpp"
#include "run/world_stage.hpp"

namespace ringcheck::run {
namespace {

/// For a page to be loaded and its session to be negotiated, before it is asked.
constexpr std::int64_t page_load_ms = 15'000;

using scenario::Verb;
using trace::Entry;

std::vector<std::string> pointers(const Value* list) {
  std::vector<std::string> result;
  if (list == nullptr) return result;
  for (const Value& each : list->items) result.emplace_back(each.as_string());
  return result;
}

// A scenario names places in the event; content is what the schemas judge.
std::vector<std::string> within_content(const std::vector<std::string>& breaks) {
  constexpr std::string_view prefix = "/content";
  std::vector<std::string> result;
  for (const std::string& each : breaks) {
    result.push_back(each.starts_with(prefix) ? each.substr(prefix.size()) : each);
  }
  return result;
}

/// The answer of a homeserver to one who is too quick ("Rate limiting"): it says twice how long to wait, for
/// clients of before v1.10 in the body, for all others in the header.
void limit(ServeRule& rule, std::int64_t seconds) {
  rule.status = 429;
  rule.body = make_object(
      {{"errcode", "M_LIMIT_EXCEEDED"}, {"error", "too many requests"}, {"retry_after_ms", seconds * 1000}});
  rule.headers.emplace_back("Retry-After", std::to_string(seconds));
}

}  // namespace

void WorldStage::perform(const Step& step) {
  switch (step.verb) {
    case Verb::act:
      return act(step);
    case Verb::send:
      return send(step);
    case Verb::serve:
      return serve(step);
    case Verb::release:
      if (step.word == scenario::turn_word && turn_is_silent_) return release_turn();
      if (!homeserver_->release(step.word)) fail(step, fmt::format("nothing is held as {}", step.word));
      return;
    case Verb::expect:
      return wait_for(step);
    case Verb::any_order:
    case Verb::batch:
    case Verb::at_once:
      return group(step);
    case Verb::settle:
      return settle(step.index);
    case Verb::silence:
      return silence(step);
    case Verb::none:
    case Verb::count:
    case Verb::let:
      return;
    case Verb::ask:
      widgets_->ask(step);
      return wait_for(step);  // for the page, if it is not posted yet, or for the reply
    case Verb::page:
      return widgets_->page(step);
    case Verb::request:
      return fail(step, fmt::format("{} is for other subjects than a client", verb_name(step.verb)));
  }
}

Result<Done> WorldStage::open_widgets() {
  const bool any = std::any_of(test_.actors.begin(), test_.actors.end(),
                               [](const scenario::Actor& actor) { return actor.has_page(); });
  if (!any) return Done{};
  WidgetSetting setting{loop_,
                        test_,
                        recorder_,
                        cast_,
                        *homeserver_,
                        random_,
                        *options_.widget_schemas,
                        options_.pages,
                        url(),
                        options_.time_scale,
                        [this](const Step& step, const Value& source) {
                          return scenario::make(source, recorder_.script().names(), makers(step));
                        },
                        [this](const Step& step, const std::string& why) { fail(step, why); },
                        options_.check_own_message};
  auto opened = WidgetStage::open(std::move(setting));
  if (!opened) return opened.error();
  widgets_ = std::move(*opened);
  cast_.names["homeserver.url"] = url();
  for (auto& [name, value] : widgets_->names()) cast_.names.insert_or_assign(name, value);
  return Done{};
}

void WorldStage::act(const Step& step) {
  auto params = scenario::make(step.payload, recorder_.script().names(), makers(step));
  if (!params) return fail(step, params.error().text);
  if (step.word == advance_clock && !let_time_pass(step, *params)) return;
  std::string method = step.word;
  for (const driver::Action& each : vocabulary_.sessions) {
    if (each.order == step.word) method = each.name;
  }
  if (method == "session.start") session_ = Session::asked;
  const bool of_session = method.starts_with("session.") && step.key("within") == nullptr;
  order(method, params->is_object() ? std::move(*params) : make_object(), step.index,
        of_session ? session_ms(session_deadline_ms) : answer_ms(patience_ms(step)));
}

// True when the subject is to be told, for it can move its clock. Else the stage waits: the timers of such a
// subject run by the time of the world, which no scale stretches. That it has passed is an entry like the
// answer of an adapter, so that a replay needs no clock.
bool WorldStage::let_time_pass(const Step& step, const Value& params) {
  const Value* said = params.find("ms");
  const std::int64_t ms = said == nullptr ? -1 : said->as_int().value_or(-1);
  if (ms < 0) {
    fail(step, "advance_clock takes ms, a whole number of 0 or more");
    return false;
  }
  if (options_.virtual_clock) {
    homeserver_->move_clock(ms);
    return true;
  }
  deadlines_[step.index] = loop_.after_ms(ms, [this, index = step.index] {
    record_done(std::string(advance_clock), index, 0, "done",
                "by waiting: the subject does not claim clock.virtual");
  });
  return false;
}

void WorldStage::send(const Step& step) {
  if (const Value* repeated = step.key("repeats")) return repeat(step, repeated->text);
  auto content = scenario::make(step.payload, recorder_.script().names(), makers(step));
  if (!content) return fail(step, content.error().text);
  const std::vector<std::string> breaks = pointers(step.key("breaks"));
  if (options_.check_own_event) {
    auto wrong = options_.check_own_event(step.word, *content, within_content(breaks));
    if (wrong) return fail(step, *wrong);
  }
  const CastMember& sender = cast_.members.at(step.actor);
  if (const Value* device = step.key("to_device"))
    return send_to_device(step, sender, device->text, *content);
  if (step.writes_account()) return write_account(step, sender, std::move(*content));
  world::SendOptions send;
  send.room_id = cast_.room_ids.at(step.room);
  send.sender = sender.user_id;
  send.device_id = sender.device_id;
  send.type = step.word;
  send.content = std::move(*content);
  if (const Value* key = step.key("state_key")) {
    auto made = scenario::make(*key, recorder_.script().names(), makers(step));
    if (!made) return fail(step, made.error().text);
    send.state_key = made->text;
  }
  if (const Value* extra = step.key("unsigned")) {
    auto made = scenario::make(*extra, recorder_.script().names(), makers(step));
    if (!made) return fail(step, made.error().text);
    send.unsigned_extra = std::move(*made);
  }
  if (const Value* gap = step.key("gap")) send.after_gap = gap->as_bool();
  if (const Value* sticky = step.key("sticky_ms")) send.sticky_duration_ms = sticky->as_int();
  if (const Value* delay = step.key("delay_ms")) {
    world::schedule_event(homeserver_->world(), send, delay->as_int().value_or(0), homeserver_->now_ms());
    homeserver_->publish({}, step.actor, step.index, 0);
    return record_done("send", step.index, 0, "done", "scheduled");
  }
  auto sent = world::send_event(homeserver_->world(), send, homeserver_->now_ms());
  if (!sent) return fail(step, sent.error().text);
  if (step.key("delivery") != nullptr) homeserver_->lose_first(sent->event_id);
  homeserver_->publish(sent->facts, step.actor, step.index, 0);
}

void WorldStage::send_to_device(const Step& step, const CastMember& sender, const std::string& actor,
                                const Value& content) {
  const auto target = cast_.members.find(actor);
  if (target == cast_.members.end()) return fail(step, fmt::format("{} has no device", actor));
  const world::Sent sent = world::send_to_device(homeserver_->world(), sender.user_id, target->second.user_id,
                                                 target->second.device_id, step.word, content);
  homeserver_->publish(sent.facts, step.actor, step.index, 0);
}

// Another device of the user has written it, as far as the subject can see.
void WorldStage::write_account(const Step& step, const CastMember& sender, Value content) {
  const world::Fact written =
      world::set_account_data(homeserver_->world(), sender.user_id, {}, step.word, std::move(content));
  homeserver_->publish({written}, step.actor, step.index, 0);
  record_done("send", step.index, 0, "done", "account data");
}

void WorldStage::repeat(const Step& step, const std::string& repeated) {
  const auto& names = recorder_.script().names();
  const auto event_id = names.find(repeated + ".event_id");
  if (event_id == names.end()) return fail(step, fmt::format("{} has sent no event", repeated));
  auto sent = world::repeat_event(homeserver_->world(), event_id->second.text);
  if (!sent) return fail(step, sent.error().text);
  homeserver_->publish(sent->facts, step.actor, step.index, 0);
}

void WorldStage::serve(const Step& step) {
  ServeRule rule;
  rule.line = step.word;
  if (const Value* status = step.key("status"))
    rule.status = static_cast<int>(status->as_int().value_or(200));
  if (step.key("body") != nullptr) {
    auto body = scenario::make(step.payload, recorder_.script().names(), makers(step));
    if (!body) return fail(step, body.error().text);
    // Whoever serves TURN credentials means them to be used at the harness's own port.
    if (!body->string_at("username").empty())
      turn_passwords_[std::string(body->string_at("username"))] = body->string_at("password");
    rule.body = std::move(*body);
  }
  if (const Value* headers = step.key("headers")) {
    for (const Member& header : headers->members) rule.headers.emplace_back(header.key, header.value.text);
  }
  if (const Value* delay = step.key("delay_ms")) rule.delay_ms = scaled_ms(delay->as_int().value_or(0));
  if (const Value* times = step.key("times")) rule.times = times->as_int().value_or(-1);
  if (const Value* hold = step.key("hold")) rule.hold = hold->as_string();
  if (const Value* drop = step.key("drop"))
    rule.drop = drop->as_string() == "before" ? Drop::before : Drop::after;
  if (const Value* wait = step.key("retry_after_s")) limit(rule, wait->as_int().value_or(0));
  homeserver_->serve(std::move(rule));
}

void WorldStage::group(const Step& step) {
  const bool one_response = step.verb == Verb::batch;
  if (one_response) world::begin_batch(homeserver_->world());
  begin_children(step);
  if (one_response) {
    world::end_batch(homeserver_->world());
    homeserver_->wake();
  } else {
    wait_for(step);
  }
}

// Who is asked has all the time from the question on; and before that, what is to be asked may load.
std::int64_t WorldStage::more_ms(const Step& step) const {
  if (step.verb != Verb::ask) return 0;
  const StepRecord& record = recorder_.script().record(step.index);
  const bool is_posted = record.deliver_seq != 0;
  const std::int64_t seq = is_posted ? record.deliver_seq : record.begin_seq;
  const Entry& since = *recorder_.script().entries()[static_cast<std::size_t>(seq - 1)];
  const std::int64_t limit_ms =
      is_posted ? within_ms(step) : std::max(within_ms(step), scaled_ms(page_load_ms));
  return limit_ms - (recorder_.elapsed_us() - since.t_us) / 1000;
}

scenario::Makers WorldStage::makers(const Step& step) {
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

}  // namespace ringcheck::run
