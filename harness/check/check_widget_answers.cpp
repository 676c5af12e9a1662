// Each request of the other side gets one response, in time, in the session in which it came; what is no
// request for the subject gets none; nothing goes to a page that is gone (MSC2764, "Communication",
// "Timeouts").

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "value/utf8.hpp"

namespace ringcheck::check {
namespace {

using trace::Side;
using trace::WidgetMessage;

/// The timeout that MSC2764 recommends; a session that ends sooner may have cut the answer off.
constexpr std::int64_t answer_within_us = 10'000'000;
/// MSC3819 for send_to_device; others that wait for a homeserver or a user are given as much.
constexpr std::int64_t slow_answer_within_us = 60'000'000;
constexpr std::string_view slow_actions[] = {"send_to_device", "upload_file", "download_file",
                                             "create_room",    "mxid_share",  "open_modal"};

void tell(const trace::Entry& entry, std::string_view requirement, std::string text, Tally& tally) {
  Finding finding;
  finding.requirement = requirement;
  finding.error = !requirement.empty();
  finding.text = std::move(text);
  tally.fault(entry, std::move(finding));
}

std::int64_t answer_time_us(const WidgetMoment& moment, const WidgetAsk& ask) {
  const WidgetAction* action = moment.schemas.action(ask.action);
  const bool slow = action != nullptr && std::find(std::begin(slow_actions), std::end(slow_actions),
                                                   action->name) != std::end(slow_actions);
  return slow ? slow_answer_within_us : answer_within_us;
}

/// Silence to an action for which another requirement stands too.
std::string_view requirement_for_silence(std::string_view action) {
  if (action == "content_loaded") return "WIDGET-101";
  return action == "supported_api_versions" ? "WIDGET-085" : "";
}

void check_silence(const WidgetMoment& moment, Tally& tally) {
  moment.session.asks.for_each([&](const WidgetSession::AskKey& key, const WidgetAsk& ask) {
    const bool open = ask.to_subject && ask.is_due && ask.answered == 0;
    if (!open || moment.entry.t_us < ask.t_us + answer_time_us(moment, ask)) return;
    trace::Entry asked;
    asked.seq = ask.seq;
    const std::string text = fmt::format("the request {} ({}) was never answered", ask.action, key.second);
    tally.looked_at("WIDGET-066");
    tell(asked, "WIDGET-066", text, tally);
    const std::string_view also = requirement_for_silence(ask.action);
    if (also.empty()) return;
    tally.looked_at(also);
    tell(asked, also, text, tally);
  });
}

/// A response to a request that was never made in this session.
void check_stray(const WidgetMoment& moment, Tally& tally) {
  if (!moment.session.whole || moment.session.asks.has_forgotten()) return;
  const WidgetMessage& reply = *moment.message;
  const WidgetAsk* elsewhere = nullptr;  // in another window, and still open
  moment.others.for_each([&](const std::string& name, const WidgetSession& session) {
    const WidgetAsk* ask = session.ask_of(reply);
    if (name != reply.session() && ask != nullptr && ask->answered < ask->asked) elsewhere = ask;
  });
  // Who asks in the name of this widget should not be heard (WIDGET-058, WIDGET-062). That the answer then
  // goes to the right window is no second mistake.
  const std::string& own_id = moment.session.widget_id;
  if (elsewhere != nullptr && !own_id.empty() && elsewhere->widget_id == own_id) return;
  if (elsewhere != nullptr && reply.side == Side::host) {
    return tell(moment.entry, "WIDGET-061",
                fmt::format("the response to {} (\"{}\") went to another frame than its request came from",
                            reply.action(), clip(reply.request_id())),
                tally);
  }
  tell(moment.entry, "WIDGET-065",
       fmt::format("the response to {} has the requestId \"{}\", which no request of this session has",
                   reply.action(), clip(reply.request_id())),
       tally);
}

void check_reply(const WidgetMoment& moment, Tally& tally) {
  const WidgetAsk* ask = moment.ask();
  if (moment.message->side == Side::host) tally.looked_at("WIDGET-061");
  if (ask == nullptr) return check_stray(moment, tally);
  if (!ask->to_subject) return;
  if (ask->answered >= ask->asked) {
    tally.looked_at("WIDGET-066");
    return tell(moment.entry, "WIDGET-066",
                fmt::format("the request {} (entry {}) was answered before", ask->action, ask->seq), tally);
  }
  const std::string_view right = trace::api_of(moment.message->asker());
  if (!ask->is_envelope) {
    tally.looked_at("WIDGET-078");
    return tell(moment.entry, "WIDGET-078", fmt::format("entry {} is no request, and was answered", ask->seq),
                tally);
  }
  if (ask->api != right) {
    tally.looked_at("WIDGET-077");
    return tell(moment.entry, "WIDGET-077",
                fmt::format("the request {} (entry {}) says {} where it should say {}, and was answered",
                            ask->action, ask->seq, clip(ask->api), right),
                tally);
  }
  tally.looked_at("WIDGET-066");
}

void check_request(const WidgetMoment& moment, Tally& tally) {
  const WidgetMessage& ask = *moment.message;
  if (ask.request_id().empty()) return;
  tally.looked_at("WIDGET-067");
  const WidgetAsk* before = moment.session.asks.find({ask.side, std::string(ask.request_id())});
  if (before == nullptr) return;
  tell(moment.entry, "WIDGET-067",
       fmt::format("{} has the requestId of entry {} ({})", ask.action(), before->seq, before->action),
       tally);
}

}  // namespace

void check_widget_answers(const WidgetMoment& moment, Tally& tally) {
  if (moment.message == nullptr) return check_silence(moment, tally);
  const auto& closed_us = moment.session.closed_us;
  if (closed_us && moment.sent_after(*closed_us)) {
    const std::string_view requirement = moment.message->side == Side::host ? "WIDGET-081" : "";
    tally.looked_at(requirement);
    return tell(
        moment.entry, requirement,
        fmt::format("{} was sent after the page of the widget was unloaded", moment.message->action()),
        tally);
  }
  if (moment.message->is_reply) {
    check_reply(moment, tally);
  } else {
    check_request(moment, tally);
  }
}

}  // namespace ringcheck::check
