#pragma once
// The faults that a host can be told to have: each is a mistake that a real client could make, with the
// requirements that it breaks, and is asked about at exactly one place (host_fault_test.cpp counts them).

#include "widget/fault.hpp"

namespace ringcheck::widget {

// clang-format off
#define WIDGET_HOST_FAULTS(X) \
  /* which widgets there are, and their URLs */ \
  X(keeps_removed_widgets, "shows widgets that have no url or no type", "WIDGET-005") \
  X(writes_another_id, "writes another id into the content of a widget than its state_key", "WIDGET-003") \
  X(nobody_adds_to_account, "does not say who added a widget to the account", "WIDGET-022") \
  X(forgets_other_account_widgets, "writes a widget of the account without the others", "WIDGET-025") \
  X(empties_account_widgets, "leaves the key of a widget that is taken from the account", "WIDGET-026") \
  X(drops_strange_account_entries, "writes the account's widgets without entries that are none to it", "WIDGET-025") \
  X(takes_any_account_entry, "takes for widgets of the account what is written as none", "WIDGET-023") \
  X(account_widgets_stay, "shows a widget that another device has taken from the account", "WIDGET-026") \
  X(account_knows_no_room, "tells widgets of the account another room than the viewed one", "WIDGET-027") \
  X(managers_of_any_scheme, "uses integration managers without an http URL", "WIDGET-030") \
  X(managers_need_ui_url, "leaves out integration managers that have no ui_url", "WIDGET-031") \
  X(managers_have_data, "fills what .well-known says of a manager into its URL, as data", "WIDGET-031") \
  X(managers_without_api, "offers integration managers of the user that have no api_url", "WIDGET-032") \
  X(shows_last_manager, "shows one of the user's integration managers alone, and not the first", "WIDGET-033") \
  X(homeserver_managers_first, "shows the homeserver's integration managers before the user's", "WIDGET-033") \
  X(managers_get_scalar_token, "adds scalar_token to the URL of an integration manager", "WIDGET-034") \
  X(well_known_late, "asks .well-known not at its start", "WIDGET-030 WIDGET-036") \
  X(well_known_once, "asks .well-known once and never again", "WIDGET-036") \
  X(conference_without_domain, "does not write where its Jitsi conference is", "WIDGET-236") \
  X(voice_is_video, "writes a Jitsi conference for voice alone as one with video", "WIDGET-236") \
  X(joins_preferred_domain, "joins Jitsi conferences at the domain that it prefers", "WIDGET-237") \
  X(conference_url_is_bare, "writes a URL of a Jitsi widget that names no conference", "WIDGET-238") \
  X(screen_outlives_removal, "keeps a widget on screen that its room has no more", "WIDGET-006") \
  X(shows_in_every_room, "shows the widgets of a room while another is viewed", "WIDGET-011") \
  X(keeps_what_was_refused, "lists a widget that the room did not let its user add", "WIDGET-015") \
  X(shows_any_scheme, "shows URLs of any scheme", "WIDGET-007 WIDGET-008") \
  X(data_hides_variables, "lets data take the names of the client's variables", "WIDGET-039") \
  X(shortest_variable_wins, "replaces the shortest name that fits", "WIDGET-040") \
  X(variables_unescaped, "does not encode what it fills into URLs", "WIDGET-041") \
  X(fills_in_twice, "replaces variables in the values too", "WIDGET-042") \
  X(guesses_conferences, "makes up the conference of a Jitsi widget that names none", "WIDGET-010") \
  X(parent_of_another_origin, "names another origin than its own as parentUrl", "WIDGET-244") \
  X(frames_without_media, "does not let frames use camera and microphone", "WIDGET-063") \
  /* envelopes */ \
  X(answers_twice, "answers each request twice", "WIDGET-066") \
  X(drops_request_id, "leaves requestId out of its responses", "WIDGET-065") \
  X(turns_api_around, "writes toWidget into its responses", "WIDGET-065") \
  X(reuses_request_ids, "gives each of its requests the same requestId", "WIDGET-067") \
  X(heeds_wrong_widget_id, "takes requests that name another widget", "WIDGET-060") \
  X(heeds_wrong_api, "answers requests that say toWidget", "WIDGET-077") \
  X(heeds_other_origin, "takes requests from any origin that the frame went to", "WIDGET-059") \
  X(heeds_other_frames, "takes requests from any window", "WIDGET-058") \
  X(silent_on_unknown, "does not answer actions that it does not know", "WIDGET-066 WIDGET-073") \
  X(silent_on_invalid, "does not answer requests with wrong data", "WIDGET-066 WIDGET-074") \
  X(takes_wrong_data, "does not look at the types of what it is sent", "WIDGET-074") \
  X(null_is_a_value, "takes null for a value where a field is optional", "WIDGET-075") \
  X(error_as_text, "answers failures with a bare text", "WIDGET-071") \
  X(hides_matrix_error, "does not tell what the homeserver said of a failure", "WIDGET-072 WIDGET-218") \
  X(undefined_in_answers, "writes undefined into its responses where it has nothing to say", "WIDGET-079") \
  X(obeys_before_start, "does what it is asked before capabilities are negotiated", "WIDGET-076") \
  X(speaks_to_the_closed, "answers a widget whose frame is gone", "WIDGET-081") \
  /* the start of a session */ \
  X(versions_as_numbers, "lists its versions as numbers", "WIDGET-084") \
  X(versions_wait, "answers the version question only when capabilities are negotiated", "WIDGET-085 WIDGET-086") \
  X(promises_too_much, "lists the version of modals and does not know set_button_enabled", "WIDGET-087") \
  X(uses_what_is_not_advertised, "sends notify_capabilities to widgets that do not know it", "WIDGET-088") \
  X(starts_before_load, "negotiates before the frame has loaded", "WIDGET-055") \
  X(starts_before_content_loaded, "does not wait for content_loaded", "WIDGET-056") \
  X(content_loaded_unanswered, "does not answer content_loaded", "WIDGET-100 WIDGET-101") \
  X(second_capabilities, "negotiates again at a second content_loaded", "WIDGET-101 WIDGET-104") \
  /* capabilities */ \
  X(approves_everything, "approves without asking its user", "WIDGET-094 WIDGET-145") \
  X(approves_unknown, "approves capabilities that it does not know", "WIDGET-095") \
  X(approves_unrequested, "approves m.always_on_screen for a widget that did not ask for it", "WIDGET-096 WIDGET-106") \
  X(approves_wrong_kinds, "approves state events as messages", "WIDGET-144") \
  X(hands_out_keys, "lets widgets receive room keys without asking", "WIDGET-194") \
  X(no_notification, "does not tell the widget what was approved", "WIDGET-105") \
  X(notifies_new_ones_only, "tells a widget that asks again only of what is new", "WIDGET-112") \
  X(forgets_approvals, "withdraws what was approved when a widget asks for more", "WIDGET-116") \
  X(acknowledges_late, "acknowledges request_capabilities when the user has decided", "WIDGET-110") \
  X(asks_again_for_approved, "puts capabilities to the user that it has approved", "WIDGET-111") \
  X(forwards_without_capability, "does what a widget has no capability for", "WIDGET-097 WIDGET-149 WIDGET-169") \
  X(pushes_without_capability, "sends the widget events that it has no capability for", "WIDGET-098 WIDGET-153") \
  X(leaks_other_rooms, "sends the widget events of rooms for which it has no capability", "WIDGET-156") \
  /* events */ \
  X(no_initial_state, "does not send the state that was there when it was approved", "WIDGET-158") \
  X(entries_twice, "writes each entry of the state twice into an update", "WIDGET-160") \
  X(pushes_the_past, "sends what came before the widget could receive it", "WIDGET-155") \
  X(pushes_without_room, "does not say of which room an event is", "WIDGET-152") \
  X(whole_state_on_change, "sends all state when one entry changes", "WIDGET-159") \
  X(sends_expired_sticky, "sends sticky events whose time is over", "WIDGET-222") \
  X(sends_as_state, "sends messages as state", "WIDGET-137") \
  X(sends_in_clear, "sends messages in clear into encrypted rooms", "WIDGET-146") \
  X(hides_refusals, "answers as sent what the homeserver refused", "WIDGET-148") \
  X(sends_to_any_room, "sends to rooms for which the widget has no capability", "WIDGET-150") \
  X(sticky_state, "sends sticky state", "WIDGET-221") \
  X(sends_delayed_at_once, "sends delayed events at once", "WIDGET-214") \
  X(forgets_stickiness, "sends sticky events as others", "WIDGET-220") \
  X(empty_state_key_is_none, "takes an empty state key for none", "WIDGET-138") \
  X(redacts_by_event, "sends redactions as events", "WIDGET-151") \
  X(adds_to_content, "writes its own key into what widgets send", "WIDGET-147") \
  X(no_room_in_answer, "does not say to which room it has sent", "WIDGET-139") \
  X(restarts_only, "restarts delayed events, whatever it is asked", "WIDGET-216") \
  X(reads_any_room, "reads events of rooms for which the widget has no capability", "WIDGET-166") \
  X(state_among_messages, "gives state where messages are to be read", "WIDGET-162") \
  X(true_is_empty_key, "takes the state_key true for the empty one", "WIDGET-163") \
  X(ignores_msgtypes, "gives messages of any msgtype", "WIDGET-167") \
  X(ignores_limits, "gives more events than it is asked for", "WIDGET-165") \
  X(relations_unfiltered, "gives related events that the widget may not receive", "WIDGET-203") \
  /* devices */ \
  X(devices_in_clear, "sends in clear what is to be encrypted", "WIDGET-190") \
  X(devices_answered_early, "does not wait for the homeserver with its answer to send_to_device", "WIDGET-191") \
  X(pushes_any_device_message, "sends the widget to-device messages that it has no capability for", \
    "WIDGET-098 WIDGET-193") \
  /* OpenID */ \
  X(token_before_consent, "asks for an OpenID token before its user has decided", "WIDGET-132") \
  X(token_after_denial, "gives the token that its user denied", "WIDGET-131 WIDGET-132") \
  X(silent_while_undecided, "answers get_openid only when its user has decided", "WIDGET-129") \
  X(silent_without_token, "says nothing when it gets no token", "WIDGET-133") \
  X(credentials_without_question, "does not say to which question credentials belong", "WIDGET-131") \
  X(credentials_twice, "sends openid_credentials twice", "WIDGET-131") \
  X(renames_credentials, "writes expires_in as a text", "WIDGET-130") \
  X(forgets_decisions, "asks for consent again that it has", "WIDGET-134") \
  /* TURN, files, directories */ \
  X(keeps_old_servers, "sends TURN servers once", "WIDGET-196") \
  X(watches_twice, "doubles updates for who watches twice", "WIDGET-197") \
  X(hides_missing_servers, "acknowledges a watch though there are no servers", "WIDGET-198") \
  X(updates_when_unwatched, "goes on to send TURN servers after the watch", "WIDGET-199") \
  X(uploads_form, "uploads the text of the bytes", "WIDGET-208") \
  X(gives_ciphertext, "gives encrypted files as they are", "WIDGET-211") \
  X(forgets_timeouts, "does not pass timeout_ms on", "WIDGET-212") \
  X(searches_without_limit, "does not pass the limit of a search on", "WIDGET-205") \
  X(hides_missing_transports, "gives no transports where the homeserver failed", "WIDGET-226") \
  /* what its user sees */ \
  X(stickers_from_anywhere, "sends stickers from anywhere in the web", "WIDGET-121") \
  X(goes_anywhere, "follows any link", "WIDGET-187") \
  X(many_on_screen, "keeps more than one widget on screen", "WIDGET-125") \
  X(repeats_visibility, "tells of visibility that did not change", "WIDGET-117") \
  X(screenshots_without_capability, "asks any widget for screenshots", "WIDGET-098 WIDGET-119") \
  X(second_modal, "opens a modal over another", "WIDGET-171") \
  X(config_of_strangers, "gives modals what the text does not know", "WIDGET-173") \
  X(no_config, "does not tell modals what they were opened with", "WIDGET-173") \
  X(buttons_close, "closes a modal when a button is pressed", "WIDGET-174") \
  X(draws_any_button, "lets its user press buttons that are disabled", "WIDGET-176") \
  X(no_close_button, "shows no button that closes where a modal asks for none", "WIDGET-175") \
  X(exit_unsaid, "does not say that a modal was left by its user", "WIDGET-179") \
  X(looks_untold, "does not tell widgets of another theme or language", "WIDGET-183 WIDGET-184") \
  X(looks_told_to_all, "tells of its theme those widgets too that do not list it", "WIDGET-183") \
  X(buttons_stay_on, "acknowledges that a button is turned off, and leaves it on", "WIDGET-177") \
  X(any_button, "enables buttons that are not there", "WIDGET-177") \
  X(source_not_told, "does not tell a widget that its modal is closed", "WIDGET-178 WIDGET-179")
// clang-format on

enum class HostFault {
#define WIDGET_ENUM(name, sentence, breaks) name,
  WIDGET_HOST_FAULTS(WIDGET_ENUM)
#undef WIDGET_ENUM
      count
};

inline constexpr auto host_fault_table = std::to_array<FaultRow>({
#define WIDGET_ROW(name, sentence, breaks) {#name, sentence, breaks},
    WIDGET_HOST_FAULTS(WIDGET_ROW)
#undef WIDGET_ROW
});

using HostFaults = FaultSet<HostFault>;

}  // namespace ringcheck::widget
