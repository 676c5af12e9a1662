#include "widget/managers.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "value/pointer.hpp"
#include "widget/url_template.hpp"

namespace ringcheck::widget {
namespace {

constexpr std::string_view manager_type = "m.integration_manager";
constexpr std::int64_t hours_ms = 60LL * 60 * 1000;

/// The variables do not change the scheme of a URL, so it may be looked at before they are filled in.
bool is_web_url(std::string_view url) {
  return url.starts_with("http://") || url.starts_with("https://");
}

/// Those without api_url, or with a URL of another scheme, are none. What they suggest holds no data.
std::vector<Manager> of_homeserver(const Value& well_known, const HostFaults& faults) {
  std::vector<Manager> managers;
  const Value* list = pointer_find(well_known, "/m.integrations/managers");
  if (list == nullptr) return managers;
  const bool any_scheme = faults.on(HostFault::managers_of_any_scheme);
  for (const Value& each : list->items) {
    Manager manager;
    manager.api_url = each.string_at("api_url");
    const std::string_view ui_url = each.string_at("ui_url");
    const bool has_ui = each.find("ui_url") != nullptr;
    if (!has_ui && faults.on(HostFault::managers_need_ui_url)) continue;
    manager.widget.id = fmt::format("manager-{}", managers.size());
    manager.widget.type = manager_type;
    manager.widget.url = has_ui ? std::string(ui_url) : manager.api_url;
    manager.widget.data = make_object();
    if (faults.on(HostFault::managers_have_data)) manager.widget.data.set("api_url", manager.api_url);
    if (!any_scheme && (!is_web_url(manager.api_url) || !is_web_url(manager.widget.url))) continue;
    managers.push_back(std::move(manager));
  }
  return managers;
}

/// By their state_key, which is their id.
std::vector<Manager> of_user(const Value& account, const HostFaults& faults) {
  std::vector<Manager> managers;
  for (Definition& widget : widgets_of_account(account)) {
    if (widget.type != manager_type) continue;
    const std::string api_url(widget.data.string_at("api_url"));
    if (api_url.empty() && !faults.on(HostFault::managers_without_api)) continue;
    managers.push_back({api_url, std::move(widget), true});
  }
  std::sort(managers.begin(), managers.end(),
            [](const Manager& a, const Manager& b) { return a.widget.id < b.widget.id; });
  const bool one_alone = faults.on(HostFault::shows_last_manager) && managers.size() > 1;
  if (one_alone) managers.erase(managers.begin(), managers.end() - 1);
  return managers;
}

}  // namespace

std::vector<Manager> managers_of(const Value& well_known, const Value& account, const HostFaults& faults) {
  std::vector<Manager> first = of_user(account, faults);
  std::vector<Manager> then = of_homeserver(well_known, faults);
  if (faults.on(HostFault::homeserver_managers_first)) std::swap(first, then);
  first.insert(first.end(), std::make_move_iterator(then.begin()), std::make_move_iterator(then.end()));
  return first;
}

std::string manager_address(std::string_view filled, const HostFaults& faults) {
  if (!faults.on(HostFault::managers_get_scalar_token)) return std::string(filled);
  return fmt::format("{}{}scalar_token=secret", filled,
                     filled.find('?') == std::string_view::npos ? '?' : '&');
}

std::int64_t well_known_again_ms(const HostFaults& faults) {
  return faults.on(HostFault::well_known_once) ? 0 : 8 * hours_ms;
}

bool asks_well_known_at_start(const HostFaults& faults) {
  return !faults.on(HostFault::well_known_late);
}

}  // namespace ringcheck::widget
