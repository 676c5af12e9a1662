// What a widget asks its host, and what it makes of the answers: it keeps to what the host lists and to what
// it was told that it may do (MSC2764, MSC2871), matches responses by their ids, and gives up in time.

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "widget/clone_codec.hpp"
#include "widget/envelope.hpp"
#include "widget/widget_core.hpp"

namespace ringcheck::widget {
namespace {

using trace::Side;

enum class Step : std::uint8_t { send, wait, drop };

std::int64_t patience_ms(const WidgetCore& core, std::string_view action) {
  if (core.wrong(WidgetFault::gives_up_early)) return 1000;
  return action == "send_to_device" ? 60000 : 10000;
}

bool is_listed(const WidgetCore& core, const check::WidgetAction& action) {
  return action.versions.empty() ||
         std::any_of(action.versions.begin(), action.versions.end(),
                     [&](const std::string& version) { return core.host_versions->contains(version); });
}

bool shares_version(const WidgetCore& core) {
  const auto own = own_versions(core);
  return std::any_of(own.begin(), own.end(),
                     [&](const std::string& version) { return core.host_versions->contains(version); });
}

bool wants_capability(const check::WidgetAction& action, const Value& data) {
  return check::is_covered(action, Side::widget, data, {}).has_value();
}

bool may_do(const WidgetCore& core, const check::WidgetAction& action, const Value& data) {
  return check::is_covered(action, Side::widget, data, core.may).value_or(true) ||
         core.wrong(WidgetFault::uses_the_denied);
}

Step step_of(const WidgetCore& core, const WidgetCore::Wish& wish, std::string& why) {
  if (core.gave_up) {
    why = "the host shares no version with this widget";
    return Step::drop;
  }
  const check::WidgetAction* action = core.schemas->action(wish.action);
  if (action == nullptr) return Step::send;  // a vendor's own; the host will say whether it knows it
  if (!core.host_versions) return Step::wait;
  if (!is_listed(core, *action) && !core.wrong(WidgetFault::uses_what_is_not_advertised)) {
    why = "the host does not list a version that has this action";
    return Step::drop;
  }
  if (!wants_capability(*action, wish.data)) return Step::send;
  const bool impatient = core.wrong(WidgetFault::does_not_wait);
  if (!core.negotiated && !impatient) return Step::wait;
  if (!core.notified) return is_promised(core) && !impatient ? Step::wait : Step::send;
  if (may_do(core, *action, wish.data)) return Step::send;
  why = "the capability for this was not approved";
  return Step::drop;
}

void take_versions(WidgetCore& core, const Value* response) {
  core.host_versions.emplace();
  const Value* listed = response == nullptr ? nullptr : response->find("supported_versions");
  for (const Value& each : listed == nullptr ? std::vector<Value>() : listed->items) {
    if (each.is_string()) core.host_versions->insert(each.text);
  }
  core.gave_up = !shares_version(core) && !core.wrong(WidgetFault::goes_on_without_version);
  if (core.setup.starts && !core.negotiated && !core.gave_up && !std::exchange(core.said_loaded, true)) {
    ask_host(core, "content_loaded", make_object());
  }
  send_wishes(core);
}

Value answered(std::string_view action, std::string_view key, Value value) {
  return make_object({{"action", action}, {key, std::move(value)}});
}

/// What a person ordered is told to the person.
Then told_as(std::string action) {
  return [action = std::move(action)](WidgetCore& core, const Value* response) {
    const Value* error = response == nullptr ? nullptr : response->find("error");
    Value told;
    if (response == nullptr) {
      told = answered(action, "error", "the host did not answer in time");
    } else if (error == nullptr) {
      told = answered(action, "response", *response);
    } else {
      told = answered(action, "error", error->string_at("message"));
    }
    core.out.emplace_back(Note{"host_answered", std::move(told)});
  };
}

Value error_of(std::string_view text) {
  return make_object({{"error", make_object({{"message", text}})}});
}

void take_answer(WidgetCore& core, const std::string& id, const WidgetCore::Pending& pending,
                 const Value& response) {
  const Value* error = response.find("error");
  if (pending.action == "supported_api_versions") {
    take_versions(core, error == nullptr ? &response : nullptr);
  } else if (pending.action == "get_openid" && error == nullptr && response.string_at("state") == "request") {
    return core.openid_waits.push_back({id, pending.then});
  }
  if (pending.then) pending.then(core, &response);
}

void send(WidgetCore& core, WidgetCore::Wish wish) {
  const check::WidgetAction* action = core.schemas->action(wish.action);
  const std::string name(action == nullptr ? std::string_view(wish.action) : wire_name(*action));
  ask_host(core, name, wish.data, std::move(wish.then));
}

auto oldest(std::map<std::string, WidgetCore::Pending, std::less<>>& pending) {
  return std::min_element(pending.begin(), pending.end(),
                          [](const auto& a, const auto& b) { return a.second.number < b.second.number; });
}

}  // namespace

bool is_promised(const WidgetCore& core) {
  return core.host_versions->contains("org.matrix.msc2871") || core.wrong(WidgetFault::waits_for_ever);
}

void ask_host(WidgetCore& core, std::string_view action, const Value& data, Then then) {
  ++core.requests;
  const int number = core.wrong(WidgetFault::reuses_request_ids) ? 1 : core.requests;
  const std::string id = fmt::format("{}{}", core.setup.id_prefix, number);
  core.pending[id] = {core.requests, std::string(action), core.now_ms + patience_ms(core, action),
                      std::move(then)};
  core.out.emplace_back(Say{request_message(Side::widget, core.setup.widget_id, id, action, escaped(data))});
}

void wish(WidgetCore& core, std::string_view action, Value data, Then then) {
  core.wishes.push_back({std::string(action), std::move(data), std::move(then)});
  send_wishes(core);
}

Result<Done> order_ask(WidgetCore& core, const Value& params) {
  const std::string_view asked = params.string_at("action");
  if (asked.empty()) return Error{"ask_host wants an action"};
  const Value* data = params.find("data");
  core.wishes.push_back(
      {std::string(asked), data == nullptr ? make_object() : *data, told_as(std::string(asked))});
  if (core.host_versions || core.setup.starts) {
    send_wishes(core);
  } else {
    ask_host(core, "supported_api_versions", make_object());
  }
  return Done{};
}

void send_wishes(WidgetCore& core) {
  std::vector<WidgetCore::Wish> wishes = std::exchange(core.wishes, {});
  for (WidgetCore::Wish& wish : wishes) {
    std::string why;
    switch (step_of(core, wish, why)) {
      case Step::send:
        send(core, std::move(wish));
        break;
      case Step::wait:
        core.wishes.push_back(std::move(wish));
        break;
      case Step::drop:
        if (const Value error = error_of(why); wish.then) wish.then(core, &error);
        break;
    }
  }
}

void take_reply(WidgetCore& core, const Value& message) {
  auto found = core.pending.find(message.string_at("requestId"));
  if (core.wrong(WidgetFault::matches_by_order)) found = oldest(core.pending);
  if (found == core.pending.end() && core.wrong(WidgetFault::takes_second_response)) {
    const auto before = core.answered.find(message.string_at("requestId"));
    if (before != core.answered.end())
      take_answer(core, before->first, before->second, *message.find("response"));
  }
  if (found == core.pending.end()) return;
  const auto [id, pending] = *found;
  core.answered.insert(*found);
  core.pending.erase(found);
  take_answer(core, id, pending, *message.find("response"));
}

bool take_credentials(WidgetCore& core, const Value& data) {
  auto found = std::find_if(core.openid_waits.begin(), core.openid_waits.end(), [&](const auto& each) {
    return each.id == data.string_at("original_request_id");
  });
  if (found == core.openid_waits.end() && core.wrong(WidgetFault::takes_any_credentials) &&
      !core.openid_waits.empty()) {
    found = std::prev(core.openid_waits.end());
  }
  if (found == core.openid_waits.end()) return false;
  const Then then = std::move(found->then);
  core.openid_waits.erase(found);
  Value credentials = data;
  credentials.erase("original_request_id");
  if (then) then(core, &credentials);
  return true;
}

void time_passed(WidgetCore& core) {
  std::vector<WidgetCore::Pending> late;
  for (auto each = core.pending.begin(); each != core.pending.end();) {
    const bool due = each->second.due_ms <= core.now_ms;
    if (due) late.push_back(each->second);
    each = due ? core.pending.erase(each) : std::next(each);
  }
  for (const WidgetCore::Pending& each : late) {
    if (each.action == "supported_api_versions") take_versions(core, nullptr);
    if (each.then) each.then(core, nullptr);
  }
  if (core.call.restart_ms && *core.call.restart_ms <= core.now_ms) restart_leave(core);
}

}  // namespace ringcheck::widget
