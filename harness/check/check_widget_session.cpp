// How a session of the widget API begins, and what a host tells of its approval (MSC2764, "Initialization";
// MSC2871, MSC2974, MSC1960).

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "value/utf8.hpp"

namespace ringcheck::check {
namespace {

using trace::Side;
using trace::WidgetMessage;

/// What sets a session up.
constexpr std::string_view first_actions[] = {"supported_api_versions", "content_loaded", "capabilities"};

void tell(const WidgetMoment& moment, std::string_view requirement, std::string text, Tally& tally) {
  Finding finding;
  finding.requirement = requirement;
  finding.text = std::move(text);
  tally.fault(moment.entry, std::move(finding));
}

void check_order(const WidgetMoment& moment, Tally& tally) {
  const WidgetMessage& ask = *moment.message;
  const bool first =
      std::find(std::begin(first_actions), std::end(first_actions), ask.action()) != std::end(first_actions);
  if (!first && moment.session.whole) {
    tally.looked_at("WIDGET-093");
    if (!moment.session.established) {
      tell(moment, "WIDGET-093",
           fmt::format("{} was sent before the widget has answered capabilities", ask.action()), tally);
    }
  }
  if (ask.action() == "content_loaded" && ask.side == Side::widget) {
    tally.looked_at("WIDGET-102");
    if (moment.session.established) {
      tell(moment, "WIDGET-102", "content_loaded was sent after the widget has answered capabilities", tally);
    }
  }
  if (ask.action() == "capabilities" && ask.side == Side::host) {
    tally.looked_at("WIDGET-104");
    if (moment.session.established) {
      tell(moment, "WIDGET-104", "capabilities was sent again after the widget has answered it", tally);
    }
  }
}

void check_versions(const WidgetMoment& moment, const WidgetAction& action, Tally& tally) {
  const auto& versions = moment.session.versions_of(trace::other(moment.message->side));
  if (!versions || action.versions.empty() || !moment.sent_after(versions->t_us)) return;
  // The question itself may be asked of anyone.
  if (action.name == "supported_api_versions") return;
  tally.looked_at("WIDGET-088");
  const bool listed = std::any_of(action.versions.begin(), action.versions.end(),
                                  [&](const std::string& each) { return versions->listed.contains(each); });
  if (listed) return;
  tell(moment, "WIDGET-088",
       fmt::format("{} was sent to a {} that lists none of {}", action.name,
                   trace::side_name(trace::other(moment.message->side)), fmt::join(action.versions, ", ")),
       tally);
}

void check_visibility(const WidgetMoment& moment, Tally& tally) {
  const Value* data = moment.message->data();
  const Value* visible = data == nullptr ? nullptr : data->find("visible");
  if (moment.message->side != Side::host || visible == nullptr || !visible->is_bool()) return;
  tally.looked_at("WIDGET-117");
  if (moment.session.visible != visible->truth) return;
  tell(moment, "WIDGET-117", fmt::format("visibility says {} again", visible->truth), tally);
}

void check_openid(const WidgetMoment& moment, Tally& tally) {
  const Value* data = moment.message->data();
  if (moment.message->side != Side::host || data == nullptr || !moment.session.whole) return;
  const std::string id(data->string_at("original_request_id"));
  tally.looked_at("WIDGET-131");
  if (moment.session.openid_pending.contains(id)) return;
  tell(moment, "WIDGET-131",
       fmt::format("openid_credentials is for {}, which is no get_openid that waits for it", clip(id)),
       tally);
}

/// Strings of one list that the other does not have.
std::vector<std::string> missing_from(const Capabilities& list, const Capabilities& other) {
  std::vector<std::string> missing;
  std::set_difference(list.begin(), list.end(), other.begin(), other.end(), std::back_inserter(missing));
  return missing;
}

void judge_list(const WidgetMoment& moment, std::string_view requirement,
                const std::vector<std::string>& wrong, std::string_view text, bool is_note, Tally& tally) {
  tally.looked_at(requirement);
  if (wrong.empty()) return;
  Finding finding;
  finding.requirement = requirement;
  finding.error = !is_note;
  finding.note = is_note;
  finding.came = fmt::format("{}", fmt::join(wrong, ", "));
  finding.text = fmt::format("notify_capabilities {}: {}", text, clip(finding.came));
  tally.fault(moment.entry, std::move(finding));
}

}  // namespace

void check_widget_handshake(const WidgetMoment& moment, Tally& tally) {
  if (moment.message == nullptr || moment.message->is_reply) return;
  if (!moment.message->action().empty()) check_order(moment, tally);
  const WidgetAction* action = moment.action();
  if (action == nullptr) return;
  check_versions(moment, *action, tally);
  if (action->name == "visibility") check_visibility(moment, tally);
  if (action->name == "openid_credentials") check_openid(moment, tally);
}

void check_widget_approval(const WidgetMoment& moment, Tally& tally) {
  if (moment.message == nullptr || moment.message->is_reply || moment.message->side != Side::host) return;
  const Value* data = moment.message->data();
  if (moment.message->action() != "notify_capabilities" || data == nullptr) return;
  const Capabilities requested = strings_of(data->find("requested"));
  const Capabilities approved = strings_of(data->find("approved"));
  judge_list(moment, "WIDGET-106", missing_from(approved, requested),
             "approves what it does not call requested", false, tally);
  const WidgetSession& session = moment.session;
  if (!session.whole || !session.established) return;
  judge_list(moment, "WIDGET-096", missing_from(approved, session.requested),
             "approves what the widget did not ask for", false, tally);
  if (!session.approved) return;
  judge_list(moment, "WIDGET-116", missing_from(*session.approved, approved),
             "does not approve any longer what was approved", false, tally);
  // The reference library tells the new ones only: a deviation that is reported (stance S33).
  judge_list(moment, "WIDGET-112", missing_from(session.requested, requested),
             "does not call requested what was requested before", true, tally);
}

}  // namespace ringcheck::check
