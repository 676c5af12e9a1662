// Actions that ask the homeserver the same and give its answer whole: the user directory (MSC3973), RTC
// transports (MSC4515), LiveKit (MSC4533), new rooms (MSC3817).

#include <utility>

#include "widget/clone_codec.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {
namespace {

constexpr std::string_view livekit = "/_matrix/client/unstable/io.element.msc4195/rtc/livekit/";

void mirror(HostCore& core, const Ask& ask, std::string_view method, std::string path, Value body) {
  Request request;
  request.method = method;
  request.path = std::move(path);
  request.body = std::move(body);
  ask_homeserver(core, std::move(request), [ask](HostCore& late, const Request& sent, const Answer& answer) {
    if (answer.status != 200) return refuse(late, ask, sent, answer);
    reply(late, ask, answer.body.is_object() ? escaped(answer.body) : make_object());
  });
}

}  // namespace

void search_user_directory(HostCore& core, const Ask& ask) {
  const Value* limit = ask.data.find("limit");
  if (limit != nullptr && limit->as_int().value_or(-1) < 0) {
    return refuse(core, ask, "data/limit must not be less than 0");
  }
  Value body = make_object({{"search_term", ask.data.string_at("search_term")}});
  if (limit != nullptr && !core.wrong(HostFault::searches_without_limit)) body.set("limit", *limit);
  mirror(core, ask, "POST", "/_matrix/client/v3/user_directory/search", std::move(body));
}

void give_rtc_transports(HostCore& core, const Ask& ask) {
  Request request;
  request.method = "GET";
  request.path = "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports";
  ask_homeserver(core, std::move(request), [ask](HostCore& late, const Request& sent, const Answer& answer) {
    const bool hides = late.wrong(HostFault::hides_missing_transports);
    if (answer.status != 200 && !hides) return refuse(late, ask, sent, answer);
    const Value* listed = answer.body.find("rtc_transports");
    reply(late, ask, make_object({{"rtc_transports", listed == nullptr ? make_array() : escaped(*listed)}}));
  });
}

void get_livekit_token(HostCore& core, const Ask& ask) {
  mirror(core, ask, "POST", std::string(livekit) + "get_token", ask.data);
}

void delegate_delayed_leave(HostCore& core, const Ask& ask) {
  mirror(core, ask, "POST", std::string(livekit) + "delegate_delayed_leave", ask.data);
}

void create_room(HostCore& core, const Ask& ask) {
  Request request;
  request.method = "POST";
  request.path = "/_matrix/client/v3/createRoom";
  request.body = ask.data;
  ask_homeserver(core, std::move(request), [ask](HostCore& late, const Request& sent, const Answer& answer) {
    if (answer.status != 200) return refuse(late, ask, sent, answer);
    reply(late, ask, make_object({{"room_id", answer.body.string_at("room_id")}}));
  });
}

}  // namespace ringcheck::widget
