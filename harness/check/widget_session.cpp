#include "check/widget_session.hpp"

#include <functional>

#include "trace/clone_form.hpp"
#include "value/json.hpp"

namespace ringcheck::check {
namespace {

using trace::Side;
using trace::WidgetMessage;

constexpr std::size_t most_pending = 100;

bool is_envelope(const WidgetMessage& ask) {
  return !ask.api().empty() && !ask.action().empty() && !ask.request_id().empty();
}

/// A right request for this widget from the right side: no answer would be a fault.
bool is_due(const WidgetMessage& ask, const WidgetSession& session, const WidgetSchemas& schemas) {
  return ask.api() == trace::api_of(ask.side) && !session.widget_id.empty() &&
         ask.widget_id() == session.widget_id &&
         schemas.envelope(Part::request).validate(trace::as_json(ask.body())).empty();
}

std::optional<bool> covered_now(const WidgetMessage& ask, const WidgetAction* action,
                                const WidgetSession& session) {
  if (action == nullptr || !session.approved || session.more_requested || ask.data() == nullptr) return {};
  return is_covered(*action, ask.side, trace::as_json(*ask.data()), session.approved_stable);
}

void add_all(const Capabilities& more, Capabilities& all) {
  all.insert(more.begin(), more.end());
}

void note_approval(WidgetSession& session, const WidgetMessage& ask, const WidgetSchemas& schemas) {
  session.approved = strings_of(ask.data() == nullptr ? nullptr : ask.data()->find("approved"));
  session.approved_stable.clear();
  for (const std::string& each : *session.approved) {
    session.approved_stable.insert(schemas.stable_capability(each));
  }
  session.approved_us = ask.entry->t_us;
  session.more_requested = false;
}

void advance_ask(WidgetSession& session, const WidgetMessage& ask, std::string_view subject,
                 const WidgetSchemas& schemas) {
  const WidgetAction* action = schemas.action(ask.action());
  if (ask.side == Side::host && session.widget_id.empty()) session.widget_id = ask.widget_id();
  if (!ask.request_id().empty()) {
    WidgetAsk& known = session.asks.at({ask.side, std::string(ask.request_id())});
    const int asked = known.asked + 1;
    const int answered = known.answered;
    known = {ask.entry->seq,
             ask.entry->t_us,
             std::string(ask.api()),
             std::string(ask.action()),
             std::string(ask.widget_id()),
             digest_of(ask.data()),
             ask.entry->from != subject && (ask.entry->to.empty() || ask.entry->to == subject),
             is_envelope(ask),
             is_due(ask, session, schemas),
             covered_now(ask, action, session),
             asked,
             answered};
  }
  if (action == nullptr || ask.data() == nullptr) return;
  if (action->name == "notify_capabilities" && ask.side == Side::host) note_approval(session, ask, schemas);
  if (action->name == "request_capabilities" && ask.side == Side::widget) {
    add_all(strings_of(ask.data()->find("capabilities")), session.requested);
    session.more_requested = true;
  }
  if (action->name == "visibility" && ask.side == Side::host) {
    const Value* visible = ask.data()->find("visible");
    if (visible != nullptr && visible->is_bool()) session.visible = visible->truth;
  }
  if (action->name == "openid_credentials") {
    session.openid_pending.erase(std::string(ask.data()->string_at("original_request_id")));
  }
}

void advance_reply(WidgetSession& session, const WidgetMessage& reply, const WidgetSchemas& schemas) {
  const WidgetSession::AskKey key(reply.asker(), std::string(reply.request_id()));
  WidgetAsk* ask = session.asks.find(key);
  if (ask == nullptr) return;
  ++ask->answered;
  const WidgetAction* action = schemas.action(ask->action);
  if (action == nullptr || reply.response() == nullptr || reply.is_error()) return;
  if (action->name == "capabilities" && reply.side == Side::widget) {
    session.established = true;
    add_all(strings_of(reply.response()->find("capabilities")), session.requested);
  }
  if (action->name == "supported_api_versions") {
    session.versions[static_cast<std::size_t>(reply.side)] =
        Versions{strings_of(reply.response()->find("supported_versions")), reply.entry->t_us};
  }
  const bool pending = action->name == "get_openid" && reply.response()->string_at("state") == "request";
  if (pending && session.openid_pending.size() < most_pending) session.openid_pending.insert(key.second);
}

}  // namespace

const WidgetAsk* WidgetSession::ask_of(const WidgetMessage& reply) const {
  return asks.find({reply.asker(), std::string(reply.request_id())});
}

Capabilities strings_of(const Value* list) {
  Capabilities strings;
  if (list == nullptr) return strings;
  for (const Value& item : list->items) {
    if (item.is_string()) strings.insert(item.text);
  }
  return strings;
}

std::size_t digest_of(const Value* data) {
  if (data == nullptr) return 0;
  return std::hash<std::string>()(to_canonical_json(trace::as_json(*data)));
}

void advance(WidgetSession& session, const WidgetMessage& message, std::string_view subject,
             const WidgetSchemas& schemas) {
  if (message.is_reply) {
    advance_reply(session, message, schemas);
  } else {
    advance_ask(session, message, subject, schemas);
  }
}

}  // namespace ringcheck::check
