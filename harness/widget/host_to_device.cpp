// To-device messages, both ways (MSC3819). This client has no Olm: what must be encrypted is refused, and
// what came encrypted is nobody's to read.

#include <utility>

#include <fmt/format.h>

#include "value/web_text.hpp"
#include "widget/clone_codec.hpp"
#include "widget/host_actions.hpp"
#include "widget/host_push.hpp"

namespace ringcheck::widget {

void send_to_device(HostCore& core, const Ask& ask) {
  if (ask.data.find("encrypted")->truth && !core.wrong(HostFault::devices_in_clear)) {
    return refuse(core, ask, "this client cannot encrypt");
  }
  Request request;
  request.method = "PUT";
  request.path = fmt::format("/_matrix/client/v3/sendToDevice/{}/{}",
                             percent_encoded(ask.data.string_at("type")), new_transaction(core));
  request.body = make_object({{"messages", *ask.data.find("messages")}});
  const bool early = core.wrong(HostFault::devices_answered_early);
  if (early) reply(core, ask, make_object());
  ask_homeserver(core, std::move(request),
                 [ask, early](HostCore& late, const Request& sent, const Answer& answer) {
                   if (early) return;
                   if (answer.status != 200) return refuse(late, ask, sent, answer);
                   reply(late, ask, make_object());
                 });
}

void push_to_device(HostCore& core, const Value& event, bool encrypted) {
  const bool may = is_allowed(core, "send_to_device", trace::Side::host, event) ||
                   core.wrong(HostFault::pushes_any_device_message);
  if (core.phase != HostPhase::ready || !may || !core.widget_knows("org.matrix.msc3819")) return;
  const Value* content = event.find("content");
  ask_widget(core, "send_to_device",
             make_object({{"type", event.string_at("type")},
                          {"sender", event.string_at("sender")},
                          {"encrypted", encrypted},
                          {"content", content == nullptr ? make_object() : escaped(*content)}}));
}

}  // namespace ringcheck::widget
