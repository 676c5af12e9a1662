// update_delayed_event: a widget sends, puts off or takes back what it has scheduled (MSC4157, MSC4140).

#include <fmt/format.h>

#include "value/web_text.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {

void update_delayed_event(HostCore& core, const Ask& ask) {
  const std::string_view action =
      core.wrong(HostFault::restarts_only) ? std::string_view("restart") : ask.data.string_at("action");
  Request request;
  request.method = "POST";
  request.path = fmt::format("/_matrix/client/unstable/org.matrix.msc4140/delayed_events/{}/{}",
                             percent_encoded(ask.data.string_at("delay_id")), action);
  request.body = make_object();
  ask_homeserver(core, std::move(request), [ask](HostCore& late, const Request& sent, const Answer& answer) {
    if (answer.status != 200) return refuse(late, ask, sent, answer);
    reply(late, ask, make_object());
  });
}

}  // namespace ringcheck::widget
