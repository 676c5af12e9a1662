#include "widget/host_session.hpp"

#include <algorithm>
#include <map>

#include "widget/host_actions.hpp"
#include "widget/host_capabilities.hpp"

namespace ringcheck::widget {
namespace {

bool knows(const check::WidgetAction& action) {
  return (!action.by_widget || handler_of(action.name) != nullptr) &&
         (!action.by_host || is_sent_by_host(action.name));
}

void take_versions(HostCore& core, const Value* response) {
  core.widget_versions.emplace();
  const Value* listed = response == nullptr ? nullptr : response->find("supported_versions");
  for (const Value& each : listed == nullptr ? std::vector<Value>() : listed->items) {
    if (each.is_string()) core.widget_versions->insert(each.text);
  }
  tell_decisions(core);
}

void take_capabilities(HostCore& core, const Value* response) {
  const Value* list = response == nullptr ? nullptr : response->find("capabilities");
  if (list == nullptr || !list->is_array()) return change_phase(core, HostPhase::failed);
  core.established = true;
  request_capabilities(core, *list);
  for (const Ask& ask : std::exchange(core.held, {})) answer_versions(core, ask);
}

/// Once in a session: the widget says what it speaks, and what it would like to do. Neither waits for the
/// other, since a widget may well wait for its own question first.
void negotiate(HostCore& core) {
  if (core.phase != HostPhase::waiting && !core.wrong(HostFault::second_capabilities)) return;
  change_phase(core, HostPhase::preparing);
  ask_widget(core, "supported_api_versions", make_object(), take_versions);
  ask_widget(core, "capabilities", make_object(), take_capabilities);
}

Value list_of(const std::vector<std::string>& texts) {
  return make_array(std::vector<Value>(texts.begin(), texts.end()));
}

}  // namespace

/// A version is told only if each of its actions is known.
std::vector<std::string> versions_of_host(const HostCore& core) {
  if (!core.setup.versions.empty()) return core.setup.versions;
  std::map<std::string, bool> versions;
  for (const check::WidgetAction& action : core.schemas->actions()) {
    for (const std::string& version : action.versions) {
      versions.try_emplace(version, true).first->second &= knows(action);
    }
  }
  std::vector<std::string> known;
  for (const auto& [version, whole] : versions) {
    if (whole || core.wrong(HostFault::promises_too_much)) known.push_back(version);
  }
  return known;
}

void answer_versions(HostCore& core, const Ask& ask) {
  if (!core.established && core.wrong(HostFault::versions_wait)) return core.held.push_back(ask);
  Value versions = list_of(versions_of_host(core));
  if (core.wrong(HostFault::versions_as_numbers)) versions = make_array({1, 2});
  reply(core, ask, make_object({{"supported_versions", std::move(versions)}}));
}

void take_content_loaded(HostCore& core, const Ask& ask) {
  if (!core.wrong(HostFault::content_loaded_unanswered)) reply(core, ask, make_object());
  if (!core.setup.wait_for_load || core.wrong(HostFault::second_capabilities)) negotiate(core);
}

void frame_made(HostCore& core) {
  if (core.setup.wait_for_load && core.wrong(HostFault::starts_before_load)) negotiate(core);
}

void frame_loaded(HostCore& core) {
  core.loaded = true;
  if (core.setup.wait_for_load || core.wrong(HostFault::starts_before_content_loaded)) return negotiate(core);
  start_timer(core, core.now_ms + widget_timeout_ms, [](HostCore& late) {
    if (late.phase == HostPhase::waiting) change_phase(late, HostPhase::failed);
  });
}

void close_session(HostCore& core) {
  change_phase(core, HostPhase::closed);
  core.pending.clear();
  core.timers.clear();
}

}  // namespace ringcheck::widget
