// TURN servers, for as long as the widget watches (MSC3846).

#include <utility>

#include "widget/host_actions.hpp"

namespace ringcheck::widget {
namespace {

void ask_for_servers(HostCore& core, HostCore::OnAnswer done) {
  Request request;
  request.method = "GET";
  request.path = "/_matrix/client/v3/voip/turnServer";
  ask_homeserver(core, std::move(request), std::move(done));
}

void update(HostCore& core, const Value& body);

/// A homeserver that fails once may know more after the next lifetime; without any there is nothing to wait
/// for.
void ask_again(HostCore& core, std::int64_t lifetime_ms, int watch) {
  start_timer(core, core.now_ms + lifetime_ms, [lifetime_ms, watch](HostCore& due) {
    const bool watched = due.turn_watched || due.wrong(HostFault::updates_when_unwatched);
    if (!watched || watch != due.turn_watch) return;
    ask_for_servers(due, [lifetime_ms, watch](HostCore& late, const Request&, const Answer& answer) {
      if (watch != late.turn_watch) return;
      if (answer.status == 200) return update(late, answer.body);
      ask_again(late, lifetime_ms, watch);
    });
  });
}

void update(HostCore& core, const Value& body) {
  const Value* uris = body.find("uris");
  ask_widget(core, "update_turn_servers",
             make_object({{"uris", uris == nullptr ? make_array() : *uris},
                          {"username", body.string_at("username")},
                          {"password", body.string_at("password")}}));
  const Value* ttl = body.find("ttl");
  const auto seconds = ttl == nullptr ? std::nullopt : ttl->as_int();
  if (seconds && *seconds > 0 && !core.wrong(HostFault::keeps_old_servers)) {
    ask_again(core, *seconds * 1000, core.turn_watch);
  }
}

}  // namespace

void watch_turn(HostCore& core, const Ask& ask) {
  if (core.turn_watched && !core.wrong(HostFault::watches_twice)) return reply(core, ask, make_object());
  core.turn_watched = true;
  if (!core.wrong(HostFault::watches_twice)) ++core.turn_watch;
  ask_for_servers(
      core, [ask, watch = core.turn_watch](HostCore& late, const Request& request, const Answer& answer) {
        if (answer.status != 200 && !late.wrong(HostFault::hides_missing_servers)) {
          late.turn_watched = false;
          return refuse(late, ask, request, answer);
        }
        reply(late, ask, make_object());
        if (late.turn_watched && watch == late.turn_watch && answer.status == 200) update(late, answer.body);
      });
}

void unwatch_turn(HostCore& core, const Ask& ask) {
  core.turn_watched = false;
  reply(core, ask, make_object());
}

}  // namespace ringcheck::widget
