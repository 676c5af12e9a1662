// OpenID credentials: the user decides, before the question or after it, and only then is the homeserver
// asked (MSC1960).

#include "widget/host_openid.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "value/web_text.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {
namespace {

void ask_for_token(HostCore& core, HostCore::OnAnswer done) {
  Request request;
  request.method = "POST";
  request.path =
      fmt::format("/_matrix/client/v3/user/{}/openid/request_token", percent_encoded(core.client->user_id));
  request.body = make_object();
  ask_homeserver(core, std::move(request), std::move(done));
}

Value credentials_of(const HostCore& core, const Value& body) {
  Value credentials = body;
  credentials.set("state", "allowed");
  if (core.wrong(HostFault::renames_credentials)) credentials.set("expires_in", "3600");
  return credentials;
}

void tell_later(HostCore& core, const std::string& request_id, Value credentials) {
  credentials.set("original_request_id",
                  core.wrong(HostFault::credentials_without_question) ? std::string("unknown") : request_id);
  if (core.wrong(HostFault::credentials_twice)) ask_widget(core, "openid_credentials", credentials);
  ask_widget(core, "openid_credentials", std::move(credentials));
}

void allow_later(HostCore& core, const std::string& request_id) {
  ask_for_token(core, [request_id](HostCore& late, const Request&, const Answer& answer) {
    tell_later(
        late, request_id,
        answer.status == 200 ? credentials_of(late, answer.body) : make_object({{"state", "blocked"}}));
  });
}

}  // namespace

void give_openid(HostCore& core, const Ask& ask) {
  const bool grants = core.setup.openid == Consent::grant;
  const bool decided = core.openid_allowed && !core.wrong(HostFault::forgets_decisions);
  if (!grants && !decided) {
    if (core.wrong(HostFault::token_before_consent))
      ask_for_token(core, [](HostCore&, const Request&, const Answer&) {});
    core.openid_asked.push_back(ask.request_id);
    if (!core.wrong(HostFault::silent_while_undecided)) reply(core, ask, make_object({{"state", "request"}}));
    return;
  }
  if (!grants && !*core.openid_allowed) return reply(core, ask, make_object({{"state", "blocked"}}));
  ask_for_token(core, [ask](HostCore& late, const Request& request, const Answer& answer) {
    if (answer.status == 200) return reply(late, ask, credentials_of(late, answer.body));
    if (!late.wrong(HostFault::silent_without_token)) refuse(late, ask, request, answer);
  });
}

void decide_openid(HostCore& core, bool allowed) {
  core.openid_allowed = allowed;
  for (const std::string& request_id : std::exchange(core.openid_asked, {})) {
    if (allowed || core.wrong(HostFault::token_after_denial)) {
      allow_later(core, request_id);
    } else {
      tell_later(core, request_id, make_object({{"state", "blocked"}}));
    }
  }
}

}  // namespace ringcheck::widget
