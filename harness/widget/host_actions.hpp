#pragma once
// The actions that a host does for its widget: one function each, in the file of its group. They are called
// when the request is well formed and its capability is approved, and answer it now or later, once.

#include <string_view>

#include "widget/host_core.hpp"

namespace ringcheck::widget {

using Handler = void (*)(HostCore& core, const Ask& ask);

struct Handled {
  std::string_view action;  ///< its stable name
  Handler handler;
  /// May come before capabilities are negotiated.
  bool at_any_time = false;
};

/// Null for what this host does not do.
const Handled* handler_of(std::string_view action);
/// Whether the host can ask the widget this.
bool is_sent_by_host(std::string_view action);

// host_session.cpp
void answer_versions(HostCore& core, const Ask& ask);
void take_content_loaded(HostCore& core, const Ask& ask);

// host_capabilities.cpp
void take_more_capabilities(HostCore& core, const Ask& ask);

// host_events.cpp, host_delayed.cpp, host_read.cpp, host_relations.cpp, host_to_device.cpp
void send_event(HostCore& core, const Ask& ask);
void update_delayed_event(HostCore& core, const Ask& ask);
void read_events(HostCore& core, const Ask& ask);
void read_relations(HostCore& core, const Ask& ask);
void send_to_device(HostCore& core, const Ask& ask);

// host_openid.cpp, host_turn.cpp, host_media.cpp, host_mirrors.cpp
void give_openid(HostCore& core, const Ask& ask);
void watch_turn(HostCore& core, const Ask& ask);
void unwatch_turn(HostCore& core, const Ask& ask);
void give_media_config(HostCore& core, const Ask& ask);
void upload_file(HostCore& core, const Ask& ask);
void download_file(HostCore& core, const Ask& ask);
void search_user_directory(HostCore& core, const Ask& ask);
void give_rtc_transports(HostCore& core, const Ask& ask);
void get_livekit_token(HostCore& core, const Ask& ask);
void delegate_delayed_leave(HostCore& core, const Ask& ask);
void create_room(HostCore& core, const Ask& ask);

// host_stickers.cpp, host_navigate.cpp, host_screen.cpp, host_modal.cpp, host_calls.cpp
void send_sticker(HostCore& core, const Ask& ask);
void navigate(HostCore& core, const Ask& ask);
void view_room(HostCore& core, const Ask& ask);
void set_always_on_screen(HostCore& core, const Ask& ask);
void open_modal(HostCore& core, const Ask& ask);
void set_button_enabled(HostCore& core, const Ask& ask);
void close_modal(HostCore& core, const Ask& ask);
void take_note_of(HostCore& core, const Ask& ask);
void take_mute(HostCore& core, const Ask& ask);
void take_shared_users(HostCore& core, const Ask& ask);

}  // namespace ringcheck::widget
