#include "widget/host_orders.hpp"

#include <fmt/format.h>

#include "widget/clone_codec.hpp"
#include "widget/host_capabilities.hpp"

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

std::string ask(HostCore& core, const Value& params) {
  const Value* data = params.find("data");
  ask_widget(core, params.string_at("action"), data == nullptr ? make_object() : escaped(*data));
  return {};
}

}  // namespace

std::string obey(HostCore& core, std::string_view order, const Value& params) {
  if (core.phase == HostPhase::closed) return "the widget is closed";
  if (order == "decide_capabilities") return decide(core, params);
  if (order == "ask") return ask(core, params);
  return fmt::format("no order is called {}", order);
}

}  // namespace ringcheck::widget
