// Data and response of each action against the schema that is known of it, and which requirement of the
// register speaks of that.

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "trace/clone_form.hpp"

namespace ringcheck::check {
namespace {

using trace::Side;

/// When the shape alone is worth a pass: the requirement asks for no more.
enum class Counts { always, never };

struct Rule {
  std::string_view action;
  Side asker;
  Part part;
  std::string_view requirement;
  Counts counts = Counts::never;
};

constexpr Side widget = Side::widget;
constexpr Side host = Side::host;
constexpr Part request = Part::request;
constexpr Part response = Part::response;
constexpr Counts always = Counts::always;

constexpr Rule rules[] = {
    {"supported_api_versions", widget, response, "WIDGET-084", always},
    {"supported_api_versions", host, response, "WIDGET-084", always},
    {"capabilities", host, request, "WIDGET-091"},
    {"capabilities", host, response, "WIDGET-092", always},
    {"content_loaded", widget, response, "WIDGET-100", always},
    {"notify_capabilities", host, request, "WIDGET-105", always},
    {"notify_capabilities", host, response, "WIDGET-107", always},
    {"request_capabilities", widget, response, "WIDGET-110", always},
    {"visibility", host, request, "WIDGET-117"},
    {"visibility", host, response, "WIDGET-118"},
    {"screenshot", host, response, "WIDGET-119"},
    {"m.sticker", widget, response, "WIDGET-120"},
    {"set_always_on_screen", widget, response, "WIDGET-124", always},
    {"get_openid", widget, response, "WIDGET-129", always},
    {"openid_credentials", host, request, "WIDGET-131"},
    {"openid_credentials", host, response, "WIDGET-135"},
    {"send_event", widget, response, "WIDGET-139"},
    {"send_event", host, request, "WIDGET-152", always},
    {"send_event", host, response, "WIDGET-157", always},
    {"update_state", host, request, "WIDGET-158"},
    {"update_state", host, response, "WIDGET-161", always},
    {"read_events", widget, response, "WIDGET-162"},
    {"open_modal", widget, response, "WIDGET-171"},
    {"widget_config", host, request, "WIDGET-173"},
    {"button_clicked", host, request, "WIDGET-174"},
    {"set_button_enabled", widget, response, "WIDGET-177"},
    {"language_change", host, request, "WIDGET-184"},
    {"language_change", host, response, "WIDGET-185", always},
    {"theme_change", host, response, "WIDGET-185", always},
    {"navigate", widget, response, "WIDGET-186"},
    {"send_to_device", host, request, "WIDGET-193"},
    {"send_to_device", host, response, "WIDGET-195", always},
    {"watch_turn_servers", widget, response, "WIDGET-196"},
    {"unwatch_turn_servers", widget, response, "WIDGET-199"},
    {"update_turn_servers", host, request, "WIDGET-196"},
    {"update_turn_servers", host, response, "WIDGET-201", always},
    {"read_relations", widget, response, "WIDGET-202"},
    {"user_directory_search", widget, response, "WIDGET-205"},
    {"get_media_config", widget, response, "WIDGET-207"},
    {"upload_file", widget, response, "WIDGET-208"},
    {"download_file", widget, response, "WIDGET-210"},
    {"update_delayed_event", widget, response, "WIDGET-216"},
    {"get_rtc_transports", widget, response, "WIDGET-224"},
    {"rtc_livekit_get_token", widget, response, "WIDGET-227"},
    {"create_room", widget, response, "WIDGET-229"},
    {"com.beeper.read_room_account_data", widget, response, "WIDGET-232"},
};

const Rule* rule_for(const WidgetAction& action, Side asker, Part part) {
  const auto found = std::find_if(std::begin(rules), std::end(rules), [&](const Rule& rule) {
    return rule.action == action.name && rule.asker == asker && rule.part == part;
  });
  return found == std::end(rules) ? nullptr : &*found;
}

void tell(const WidgetMoment& moment, std::string_view requirement, SchemaFault fault, Tally& tally) {
  const WidgetAction& action = *moment.action();
  const bool is_reply = moment.message->is_reply;
  Finding finding;
  finding.requirement = requirement;
  // No requirement is about what a widget asks with: told, and no more than a warning.
  finding.error = !requirement.empty();
  finding.pointer = (is_reply ? "/response" : "/data") + fault.pointer;
  finding.text = fmt::format("the {} {} has at {} {} where its schema{} wants {}",
                             is_reply ? "response to" : "data of", action.name, finding.pointer, fault.came,
                             action.msc.empty() ? "" : fmt::format(" ({})", action.msc), fault.wanted);
  finding.wanted = std::move(fault.wanted);
  finding.came = std::move(fault.came);
  tally.fault(moment.entry, std::move(finding));
}

/// Where an empty object is asked for, a member is a fault only if a requirement says so.
void check_empty(const WidgetMoment& moment, const Value& value, std::string_view requirement, Tally& tally) {
  if (value.members.empty() || requirement.empty()) return;
  tell(moment, requirement, {"", "", "an empty object", describe_value(&value)}, tally);
}

}  // namespace

void check_widget_shape(const WidgetMoment& moment, Tally& tally) {
  const WidgetAction* action = moment.action();
  // A response counts as one only beside its request; what is no error answers it.
  if (action == nullptr || moment.message->is_error()) return;
  const bool is_reply = moment.message->is_reply;
  if (is_reply && moment.ask() == nullptr) return;
  const Value* value = is_reply ? moment.message->response() : moment.message->data();
  if (value == nullptr || !value->is_object() || trace::is_undefined(*value)) return;
  const Part part = is_reply ? response : request;
  const Side asker = moment.message->asker();
  const Rule* rule = rule_for(*action, asker, part);
  const std::string_view requirement = rule == nullptr ? std::string_view() : rule->requirement;
  const JsonSchema* shape = moment.schemas.shape(*action, asker, part);
  if (shape != nullptr || !requirement.empty()) {
    tally.looked_at(rule != nullptr && rule->counts == always ? requirement : std::string_view());
  }
  const Value plain = trace::as_json(*value);
  if (shape == nullptr) return check_empty(moment, plain, requirement, tally);
  for (SchemaFault& fault : shape->validate(plain)) tell(moment, requirement, std::move(fault), tally);
}

}  // namespace ringcheck::check
