// Capability before use: a host sends nothing and does nothing for which the widget was not told to have the
// capability, a widget asks for nothing of the kind (MSC2764, "Capabilities"). Judged from
// notify_capabilities on; a host that does not send it tells nobody what it approved.

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "trace/clone_form.hpp"

namespace ringcheck::check {
namespace {

using trace::Side;

constexpr std::string_view notifies = "org.matrix.msc2871";

struct Rule {
  std::string_view action;
  std::string_view requirement;
};

/// Beside WIDGET-097, that of the action itself: an error comes, and nothing is done.
constexpr Rule of_replies[] = {
    {"m.sticker", "WIDGET-122"},
    {"set_always_on_screen", "WIDGET-126"},
    {"send_event", "WIDGET-149"},
    {"read_events", "WIDGET-169"},
    {"open_modal", "WIDGET-170"},
    {"navigate", "WIDGET-187"},
    {"send_to_device", "WIDGET-192"},
    {"watch_turn_servers", "WIDGET-200"},
    {"unwatch_turn_servers", "WIDGET-200"},
    {"user_directory_search", "WIDGET-206"},
    {"get_media_config", "WIDGET-213"},
    {"upload_file", "WIDGET-213"},
    {"download_file", "WIDGET-213"},
    {"update_delayed_event", "WIDGET-217"},
    {"get_rtc_transports", "WIDGET-225"},
    {"rtc_livekit_get_token", "WIDGET-227"},
    {"create_room", "WIDGET-230"},
    {"com.beeper.read_room_account_data", "WIDGET-232"},
};

/// Beside WIDGET-098.
constexpr Rule of_pushes[] = {{"send_event", "WIDGET-153"}, {"send_to_device", "WIDGET-193"}};

template <std::size_t n>
std::string_view requirement_of(const Rule (&rules)[n], const WidgetAction& action) {
  const auto found = std::find_if(std::begin(rules), std::end(rules),
                                  [&](const Rule& each) { return each.action == action.name; });
  return found == std::end(rules) ? std::string_view() : found->requirement;
}

void tell(const WidgetMoment& moment, std::string_view requirement, std::string_view text, Tally& tally) {
  Finding finding;
  finding.requirement = requirement;
  finding.error = !requirement.empty();
  finding.text = fmt::format("{} {}", moment.action()->name, text);
  tally.fault(moment.entry, std::move(finding));
}

void check_reply(const WidgetMoment& moment, Tally& tally) {
  const WidgetAsk* ask = moment.ask();
  if (ask == nullptr || moment.message->side != Side::host || ask->covered != false) return;
  // An error proves one half; that nothing was done is seen at the homeserver, and not counted here.
  tally.looked_at("WIDGET-097");
  if (moment.message->is_error()) return;
  constexpr std::string_view text = "was answered without an error though no approved capability covers it";
  tell(moment, "WIDGET-097", text, tally);
  const std::string_view also = requirement_of(of_replies, *moment.action());
  if (!also.empty()) tell(moment, also, text, tally);
}

void check_push(const WidgetMoment& moment, bool covered, Tally& tally) {
  const std::string_view also = requirement_of(of_pushes, *moment.action());
  tally.looked_at("WIDGET-098");
  if (also == "WIDGET-153") tally.looked_at(also);
  if (covered) return;
  constexpr std::string_view text = "was sent to a widget that has no approved capability for it";
  tell(moment, "WIDGET-098", text, tally);
  if (!also.empty()) tell(moment, also, text, tally);
}

void check_use(const WidgetMoment& moment, bool covered, Tally& tally) {
  const WidgetSession& session = moment.session;
  const std::string_view requirement = session.approved->empty() ? "WIDGET-252" : "";
  tally.looked_at(requirement);
  if (!covered) tell(moment, requirement, "was asked though no approved capability covers it", tally);
}

/// Whether a widget that was promised a notification uses a capability before it came.
void check_patience(const WidgetMoment& moment, const Value& data, Tally& tally) {
  const auto& versions = moment.session.versions_of(Side::host);
  const bool promised = versions && versions->listed.contains(notifies) && moment.sent_after(versions->t_us);
  if (!promised || !is_covered(*moment.action(), Side::widget, data, {})) return;
  tally.looked_at("WIDGET-108");
  tell(moment, "WIDGET-108", "was asked before notify_capabilities came", tally);
}

}  // namespace

void check_widget_capability(const WidgetMoment& moment, Tally& tally) {
  const WidgetAction* action = moment.action();
  if (action == nullptr) return;
  if (moment.message->is_reply) return check_reply(moment, tally);
  if (moment.message->data() == nullptr) return;
  const bool by_widget = moment.message->side == Side::widget;
  if (by_widget ? !action->by_widget : !action->by_host) return;
  const Value data = trace::as_json(*moment.message->data());
  const WidgetSession& session = moment.session;
  if (!session.approved) {
    if (by_widget && session.whole) check_patience(moment, data, tally);
    return;
  }
  const auto covered = is_covered(*action, moment.message->side, data, session.approved_stable);
  if (!covered || session.more_requested) return;
  if (!by_widget) return check_push(moment, *covered, tally);
  if (moment.sent_after(session.approved_us)) check_use(moment, *covered, tally);
}

}  // namespace ringcheck::check
