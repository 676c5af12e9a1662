#include "widget/host_modal.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "widget/clone_codec.hpp"
#include "widget/host_actions.hpp"
#include "widget/url_template.hpp"

namespace ringcheck::widget {
namespace {

constexpr std::string_view close_id = "m.close";
constexpr std::string_view known_members[] = {"type", "name", "url", "data", "waitForIframeLoad", "buttons"};

bool is_modal(const HostCore& core) {
  return !core.setup.modal.is_null();
}

bool is_well_formed(const Value& button) {
  return !button.string_at("id").empty() && !button.string_at("label").empty() &&
         !button.string_at("kind").empty();
}

/// What the text knows, and buttons that can be drawn.
Value definition_of(const Value& data) {
  Value definition = make_object();
  for (const std::string_view key : known_members) {
    if (const Value* member = data.find(key)) definition.set(key, *member);
  }
  if (Value* buttons = definition.find("buttons")) {
    std::erase_if(buttons->items, [](const Value& button) { return !is_well_formed(button); });
  }
  return definition;
}

/// The buttons that can be pressed; that which closes is always there.
void draw_buttons(HostCore& core) {
  core.modal_buttons.clear();
  core.modal_enabled.clear();
  if (!core.wrong(HostFault::no_close_button)) core.modal_enabled.insert(std::string(close_id));
  const Value* buttons = core.setup.modal.find("buttons");
  for (const Value& button : buttons == nullptr ? std::vector<Value>() : buttons->items) {
    const std::string id(button.string_at("id"));
    core.modal_buttons.insert(id);
    const Value* disabled = button.find("disabled");
    if (disabled == nullptr || !disabled->as_bool() || core.wrong(HostFault::draws_any_button))
      core.modal_enabled.insert(id);
  }
}

}  // namespace

void open_modal(HostCore& core, const Ask& ask) {
  if (is_modal(core)) return refuse(core, ask, "a modal cannot open another");
  if (core.modal_open && !core.wrong(HostFault::second_modal))
    return refuse(core, ask, "a modal is open already");
  Value definition = core.wrong(HostFault::config_of_strangers) ? ask.data : definition_of(ask.data);
  if (!may_be_shown(ask.data.string_at("url"))) return refuse(core, ask, "data/url must be of the web");
  core.modal_open = true;
  core.modal_asked = ask;
  core.out.emplace_back(
      ShowModal{ask.request_id, std::string(ask.data.string_at("url")), std::move(definition)});
}

void modal_shown(HostCore& core, std::string_view failure) {
  if (!core.modal_asked) return;
  const Ask ask = *std::exchange(core.modal_asked, std::nullopt);
  if (failure.empty()) return reply(core, ask, make_object());
  core.modal_open = false;
  refuse(core, ask, failure);
}

void modal_ended(HostCore& core, const Value& data) {
  core.modal_open = false;
  if (!core.wrong(HostFault::source_not_told)) ask_widget(core, "close_modal", escaped(data));
}

void configure_modal(HostCore& core) {
  if (!is_modal(core) || core.modal_configured) return;
  core.modal_configured = true;
  draw_buttons(core);
  if (!core.wrong(HostFault::no_config)) ask_widget(core, "widget_config", escaped(core.setup.modal));
}

bool press_button(HostCore& core, std::string_view id) {
  if (!is_modal(core) || !core.modal_enabled.contains(id)) return false;
  ask_widget(core, "button_clicked", make_object({{"id", id}}));
  if (core.wrong(HostFault::buttons_close)) dismiss_modal(core);
  return true;
}

void dismiss_modal(HostCore& core) {
  if (std::exchange(core.modal_ended, true)) return;
  Value data = make_object();
  if (!core.wrong(HostFault::exit_unsaid)) data.set("m.exited", true);
  core.out.emplace_back(EndModal{std::move(data)});
}

void set_button_enabled(HostCore& core, const Ask& ask) {
  const std::string id(ask.data.string_at("button"));
  const bool is_own = core.modal_buttons.contains(id) && id != close_id;
  if (!is_own && !core.wrong(HostFault::any_button)) return refuse(core, ask, "there is no such button");
  if (ask.data.find("enabled")->truth) {
    core.modal_enabled.insert(id);
  } else if (!core.wrong(HostFault::buttons_stay_on)) {
    core.modal_enabled.erase(id);
  }
  reply(core, ask, make_object());
}

void close_modal(HostCore& core, const Ask& ask) {
  if (!is_modal(core) || core.modal_ended) return refuse(core, ask, "there is no modal to close");
  core.modal_ended = true;
  reply(core, ask, make_object());
  core.out.emplace_back(EndModal{ask.data});
}

}  // namespace ringcheck::widget
