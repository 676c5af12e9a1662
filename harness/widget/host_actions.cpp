#include "widget/host_actions.hpp"

#include <algorithm>
#include <iterator>

namespace ringcheck::widget {
namespace {

constexpr Handled handled[] = {
    {"supported_api_versions", answer_versions, true},
    {"content_loaded", take_content_loaded, true},
    {"request_capabilities", take_more_capabilities},
    {"send_event", send_event},
    {"update_delayed_event", update_delayed_event},
    {"read_events", read_events},
    {"read_relations", read_relations},
    {"send_to_device", send_to_device},
    {"get_openid", give_openid},
    {"watch_turn_servers", watch_turn},
    {"unwatch_turn_servers", unwatch_turn},
    {"get_media_config", give_media_config},
    {"upload_file", upload_file},
    {"download_file", download_file},
    {"user_directory_search", search_user_directory},
    {"get_rtc_transports", give_rtc_transports},
    {"rtc_livekit_get_token", get_livekit_token},
    {"rtc_livekit_delegate_delayed_leave", delegate_delayed_leave},
    {"create_room", create_room},
    {"m.sticker", send_sticker},
    {"navigate", navigate},
    {"io.element.view_room", view_room},
    {"set_always_on_screen", set_always_on_screen},
    {"open_modal", open_modal},
    {"set_button_enabled", set_button_enabled},
    {"close_modal", close_modal},
    {"mxid_share", take_shared_users},
    {"io.element.device_mute", take_mute},
    {"io.element.join", take_note_of},
    {"im.vector.hangup", take_note_of},
    {"io.element.close", take_note_of},
};

constexpr std::string_view sent[] = {"supported_api_versions",
                                     "capabilities",
                                     "notify_capabilities",
                                     "visibility",
                                     "screenshot",
                                     "send_event",
                                     "update_state",
                                     "send_to_device",
                                     "update_turn_servers",
                                     "theme_change",
                                     "language_change",
                                     "widget_config",
                                     "button_clicked",
                                     "close_modal",
                                     "openid_credentials",
                                     "io.element.join",
                                     "im.vector.hangup",
                                     "io.element.device_mute"};

}  // namespace

const Handled* handler_of(std::string_view action) {
  const auto* found = std::find_if(std::begin(handled), std::end(handled),
                                   [&](const Handled& each) { return each.action == action; });
  return found == std::end(handled) ? nullptr : found;
}

bool is_sent_by_host(std::string_view action) {
  return std::find(std::begin(sent), std::end(sent), action) != std::end(sent);
}

}  // namespace ringcheck::widget
