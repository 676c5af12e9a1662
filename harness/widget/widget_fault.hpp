#pragma once
// The faults that a widget can be told to have: each is a mistake that a real widget could make, with the
// requirements that it breaks, and is asked about at exactly one place (widget_fault_test.cpp counts them).

#include "widget/fault.hpp"

namespace ringcheck::widget {

// clang-format off
#define WIDGET_PAGE_FAULTS(X) \
  /* envelopes */ \
  X(answers_twice, "answers each request twice", "WIDGET-066") \
  X(drops_request_id, "leaves requestId out of its responses", "WIDGET-065") \
  X(turns_api_around, "writes fromWidget into its responses", "WIDGET-065") \
  X(reuses_request_ids, "gives each of its requests the same requestId", "WIDGET-067") \
  X(sends_undefined, "writes undefined into its responses", "WIDGET-079") \
  X(error_as_text, "answers failures with a bare text", "WIDGET-071") \
  X(silent_on_unknown, "does not answer actions that it does not know", "WIDGET-066 WIDGET-073") \
  X(silent_on_invalid, "does not answer requests with wrong data", "WIDGET-066 WIDGET-074") \
  X(heeds_wrong_api, "answers requests that say fromWidget", "WIDGET-077") \
  X(heeds_other_frames, "takes requests from any window", "WIDGET-062") \
  X(matches_by_order, "takes each response for that to its oldest request", "WIDGET-068") \
  X(takes_second_response, "takes a response to a request that was answered before", "WIDGET-069") \
  X(gives_up_early, "gives its host one second to answer", "WIDGET-070 WIDGET-191") \
  /* the start of a session */ \
  X(versions_as_numbers, "lists its versions as numbers", "WIDGET-084") \
  X(versions_wait, "answers the version question only when capabilities are negotiated", "WIDGET-085") \
  X(content_loaded_first, "sends content_loaded before it asks for versions", "WIDGET-089 WIDGET-245") \
  X(content_loaded_again, "sends content_loaded when the session is established", "WIDGET-102") \
  X(capabilities_as_text, "lists its capabilities in one text", "WIDGET-092") \
  X(negotiates_again, "answers a second capabilities request as the first", "WIDGET-076") \
  X(uses_what_is_not_advertised, "sends actions that its host does not list a version for", "WIDGET-088") \
  /* capabilities */ \
  X(does_not_wait, "uses capabilities before it is told that it has them", "WIDGET-108") \
  X(waits_for_ever, "waits for notify_capabilities of hosts that do not know it", "WIDGET-109") \
  X(uses_the_denied, "asks for what was denied", "WIDGET-252") \
  /* what it is told */ \
  X(no_answer_to_notification, "does not acknowledge notify_capabilities", "WIDGET-066 WIDGET-107") \
  X(no_answer_to_visibility, "does not acknowledge visibility", "WIDGET-066 WIDGET-118") \
  X(no_answer_to_events, "does not acknowledge events", "WIDGET-066 WIDGET-157") \
  X(refuses_empty_state, "takes an empty state for an error", "WIDGET-161") \
  X(no_answer_to_devices, "does not acknowledge to-device messages", "WIDGET-066 WIDGET-195") \
  X(refuses_no_servers, "takes an empty list of TURN servers for an error", "WIDGET-201") \
  X(refuses_themes, "answers theme_change and language_change with an error", "WIDGET-185") \
  X(screenshot_as_number, "answers screenshot with the size of the picture", "WIDGET-119") \
  X(takes_any_credentials, "takes openid_credentials for whatever it asked last", "WIDGET-135") \
  X(mute_without_state, "does not say what is on when it is asked to mute", "WIDGET-249") \
  X(null_mutes, "takes a null for a microphone that is to be off", "WIDGET-075") \
  X(mutes_untold, "does not tell its host what is on when its host has changed that", "WIDGET-249") \
  /* calls */ \
  X(goes_on_without_version, "goes on with a host that shares no version with it", "WIDGET-090") \
  X(lobby_too_early, "opens its lobby before it is told its capabilities and the state", "WIDGET-245") \
  X(joins_untold, "joins a preloaded call before its host tells it to", "WIDGET-248") \
  X(asks_for_credentials_once, "waits for ever when its host does not answer get_openid", "WIDGET-070") \
  X(schedules_unasked, "schedules its leave without a look whether the homeserver can", "WIDGET-219") \
  X(member_before_leave, "sends its membership before its leave is scheduled", "WIDGET-250") \
  X(leave_not_restarted, "lets its scheduled leave fall due during the call", "WIDGET-250") \
  X(leave_not_sent, "leaves it to its scheduled leave to fall due after the call", "WIDGET-251") \
  X(stays_on_screen, "wants to stay on the screen after the call", "WIDGET-251") \
  X(hangs_up_untold, "does not tell its host that its user hangs up", "WIDGET-242") \
  X(hang_up_unanswered, "does not answer a hang-up when there is no call", "WIDGET-066")
// clang-format on

enum class WidgetFault {
#define WIDGET_ENUM(name, sentence, breaks) name,
  WIDGET_PAGE_FAULTS(WIDGET_ENUM)
#undef WIDGET_ENUM
      count
};

inline constexpr auto widget_fault_table = std::to_array<FaultRow>({
#define WIDGET_ROW(name, sentence, breaks) {#name, sentence, breaks},
    WIDGET_PAGE_FAULTS(WIDGET_ROW)
#undef WIDGET_ROW
});

using WidgetFaults = FaultSet<WidgetFault>;

}  // namespace ringcheck::widget
