// m.sticker: a sticker picker's choice goes to the room that is viewed (MSC2764).

#include <utility>

#include <fmt/format.h>

#include "value/web_text.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {

void send_sticker(HostCore& core, const Ask& ask) {
  const Value& content = *ask.data.find("content");
  const std::string& room_id = core.client->viewed_room;
  const bool is_mxc = content.string_at("url").starts_with("mxc://");
  if (!is_mxc && !core.wrong(HostFault::stickers_from_anywhere)) {
    return refuse(core, ask, "data/content/url must be an mxc URI");
  }
  if (room_id.empty()) return refuse(core, ask, "no room is viewed");
  if (is_encrypted(*core.client, room_id)) {
    return refuse(core, ask, "the room is encrypted, and this client cannot encrypt");
  }
  const std::string_view described = ask.data.string_at("description");
  Request request;
  request.method = "PUT";
  request.path = fmt::format("/_matrix/client/v3/rooms/{}/send/m.sticker/{}", percent_encoded(room_id),
                             new_transaction(core));
  request.body = make_object({{"body", described.empty() ? ask.data.string_at("name") : described},
                              {"url", content.string_at("url")},
                              {"info", *content.find("info")}});
  ask_homeserver(core, std::move(request), [ask](HostCore& late, const Request& sent, const Answer& answer) {
    if (answer.status != 200) return refuse(late, ask, sent, answer);
    reply(late, ask, make_object());
  });
}

}  // namespace ringcheck::widget
