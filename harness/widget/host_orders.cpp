#include "widget/host_orders.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "widget/clone_codec.hpp"
#include "widget/host_capabilities.hpp"
#include "widget/host_modal.hpp"
#include "widget/host_openid.hpp"
#include "widget/host_screen.hpp"

namespace ringcheck::widget {
namespace {

Value list_at(const Value& params, std::string_view key) {
  const Value* list = params.find(key);
  return list == nullptr ? make_array() : *list;
}

std::string decide(HostCore& core, const Value& params) {
  decide_capabilities(core, list_at(params, "approve"), list_at(params, "deny"));
  return {};
}

std::string decide_on_openid(HostCore& core, const Value& params) {
  const std::string_view decision = params.string_at("decision");
  if (decision != "allow" && decision != "deny") return "decision must be allow or deny";
  decide_openid(core, decision == "allow");
  return {};
}

std::string press(HostCore& core, const Value& params) {
  return press_button(core, params.string_at("id")) ? "" : "there is no such button to be pressed";
}

std::string show(HostCore& core, const Value& params) {
  const Value* visible = params.find("visible");
  set_visible(core, visible != nullptr && visible->as_bool());
  return {};
}

std::string picture(HostCore& core, const Value& params) {
  (void)params;
  return take_screenshot(core) ? "" : "the widget may not be asked for a screenshot";
}

std::string dismiss(HostCore& core, const Value& params) {
  (void)params;
  if (core.setup.modal.is_null()) return "it is no modal";
  dismiss_modal(core);
  return {};
}

std::string theme(HostCore& core, const Value& params) {
  change_looks(core, "theme_change", params);
  return {};
}

std::string language(HostCore& core, const Value& params) {
  change_looks(core, "language_change", params);
  return {};
}

std::string ask(HostCore& core, const Value& params) {
  const Value* data = params.find("data");
  ask_widget(core, params.string_at("action"), data == nullptr ? make_object() : escaped(*data));
  return {};
}

struct Order {
  std::string_view name;
  std::string (*obey)(HostCore& core, const Value& params);
};

constexpr Order orders[] = {
    {"decide_capabilities", decide}, {"decide_openid", decide_on_openid}, {"press_modal_button", press},
    {"set_visible", show},           {"take_screenshot", picture},        {"dismiss_modal", dismiss},
    {"change_theme", theme},         {"change_language", language},       {"ask", ask},
};

}  // namespace

std::string obey(HostCore& core, std::string_view order, const Value& params) {
  if (core.phase == HostPhase::closed) return "the widget is closed";
  const auto* found = std::find_if(std::begin(orders), std::end(orders),
                                   [&](const Order& each) { return each.name == order; });
  if (found == std::end(orders)) return fmt::format("no order is called {}", order);
  return found->obey(core, params);
}

}  // namespace ringcheck::widget
