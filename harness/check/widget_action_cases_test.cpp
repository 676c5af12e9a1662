// Actions of the widget API: what they need and what they look like, in bad traces and in their good twins.

#include "check/test_widget.hpp"

namespace ringcheck::check::testing {
namespace {

/// What alice asks without a capability for it, and bob's answer is none the worse for it.
struct Denied {
  const char* action;
  const char* data;
  const char* response;
  const char* requirement;
};

constexpr Denied denied[] = {
    {"m.sticker", R"({"name":"n","content":{"url":"mxc://a/b","info":{}}})", "{}", "WIDGET-122"},
    {"set_always_on_screen", R"({"value":true})", R"({"success":false})", "WIDGET-126"},
    {"send_event", R"({"type":"t","content":{}})", R"({"room_id":"!r:b","event_id":"$e"})", "WIDGET-149"},
    {"send_event", R"({"type":"u","content":{},"delay":5})", R"({"room_id":"!r:b","delay_id":"d"})",
     "WIDGET-149"},
    {"org.matrix.msc2876.read_events", R"({"type":"t"})", R"({"events":[]})", "WIDGET-169"},
    {"open_modal", R"({"type":"m.custom","url":"https://w"})", "{}", "WIDGET-170"},
    {"org.matrix.msc2931.navigate", R"({"uri":"https://matrix.to/#/!r:b"})", "{}", "WIDGET-187"},
    {"send_to_device", R"({"type":"t","encrypted":true,"messages":{}})", "{}", "WIDGET-192"},
    {"watch_turn_servers", "{}", "{}", "WIDGET-200"},
    {"unwatch_turn_servers", "{}", "{}", "WIDGET-200"},
    {"org.matrix.msc3973.user_directory_search", R"({"search_term":"a"})",
     R"({"limited":false,"results":[]})", "WIDGET-206"},
    {"org.matrix.msc4039.get_media_config", "{}", "{}", "WIDGET-213"},
    {"org.matrix.msc4039.upload_file", R"({"file":"x"})", R"({"content_uri":"mxc://a/b"})", "WIDGET-213"},
    {"org.matrix.msc4039.download_file", R"({"content_uri":"mxc://a/b"})", R"({"file":"x"})", "WIDGET-213"},
    {"org.matrix.msc4157.update_delayed_event", R"({"delay_id":"d","action":"send"})", "{}", "WIDGET-217"},
    {"org.matrix.msc4515.get_rtc_transports", "{}", R"({"rtc_transports":[]})", "WIDGET-225"},
    {"org.matrix.msc4533.rtc_livekit_get_token",
     R"({"server_name":"s","url":"u","room_id":"r","slot_id":"s","member":{"id":"m"}})", R"({"jwt":"j"})",
     "WIDGET-227"},
    {"org.matrix.msc3817.create_room", "{}", R"({"room_id":"!r:b"})", "WIDGET-230"},
    {"com.beeper.read_room_account_data", R"({"type":"t"})", R"({"events":[]})", "WIDGET-232"},
};

std::vector<Case> of_denied() {
  std::vector<Case> cases;
  for (const Denied& each : denied) {
    cases.push_back(
        host(each.action,
             [each](Talk& t) {
               t.open(R"(["a","m.send.event:u"])");
               t.answered(each.action, each.data, each.response);
             },
             {"widget_capability WIDGET-097", std::string("widget_capability ") + each.requirement}));
    cases.push_back(host(each.action,
                         [each](Talk& t) {
                           t.open(R"(["a","m.send.event:u"])");
                           t.answered(each.action, each.data, R"({"error":{"message":"no"}})");
                         },
                         {}));
  }
  return cases;
}

std::vector<Case> of_capabilities() {
  return {
      host("more_was_requested_meanwhile",
           [](Talk& t) {
             t.open();
             t.answered("org.matrix.msc2974.request_capabilities", R"({"capabilities":["m.sticker"]})", "{}");
             t.answered("m.sticker", R"({"name":"n","content":{"url":"mxc://a/b","info":{}}})", "{}");
           },
           {}),
      host("event_that_it_may_not_see",
           [](Talk& t) {
             t.open(R"(["m.receive.event:u"])");
             t.ask(Side::host, "send_event", event_text);
           },
           {"widget_capability WIDGET-098", "widget_capability WIDGET-153"}),
      host("message_to_device_that_it_may_not_see",
           [](Talk& t) {
             t.open();
             t.ask(Side::host, "send_to_device",
                   R"({"type":"t","sender":"@a:b","content":{},"encrypted":true})");
           },
           {"widget_capability WIDGET-098", "widget_capability WIDGET-193"}),
      host("screenshot_of_a_widget_that_gives_none",
           [](Talk& t) {
             t.open();
             t.ask(Side::host, "screenshot");
           },
           {"widget_capability WIDGET-098"}),
      widget("impatient_widget",
             [](Talk& t) {
               t.ask(Side::widget, "supported_api_versions");
               t.reply(R"({"supported_versions":["0.0.1","org.matrix.msc2871"]})");
               t.ask(Side::host, "capabilities");
               t.reply(R"({"capabilities":["m.sticker"]})");
               t.ask(Side::widget, "m.sticker", R"({"name":"n","content":{"url":"mxc://a/b","info":{}}})");
             },
             {"widget_capability WIDGET-108"}),
      widget("nothing_was_approved",
             [](Talk& t) {
               t.open(R"(["m.sticker"])", "[]");
               t.ask(Side::widget, "m.sticker", R"({"name":"n","content":{"url":"mxc://a/b","info":{}}})");
             },
             {"widget_capability WIDGET-252"}),
      widget("something_else_was_approved",
             [](Talk& t) {
               t.open(R"(["m.sticker","m.turn_servers"])", R"(["m.turn_servers"])");
               t.ask(Side::widget, "m.sticker", R"({"name":"n","content":{"url":"mxc://a/b","info":{}}})");
             },
             {"widget_capability"}),
  };
}

/// A request or a response of bob that does not fit its schema.
struct Misshapen {
  Side subject;
  const char* action;
  const char* data;
  const char* response;  ///< null when the request is at fault
  const char* requirement;
};

constexpr Misshapen misshapen[] = {
    {Side::host, "supported_api_versions", "{}", R"({"supported_versions":[1]})", "WIDGET-084"},
    {Side::widget, "supported_api_versions", "{}", "{}", "WIDGET-084"},
    {Side::host, "content_loaded", "{}", R"({"x":1})", "WIDGET-100"},
    {Side::host, "org.matrix.msc2974.request_capabilities", R"({"capabilities":[]})", R"({"x":1})",
     "WIDGET-110"},
    {Side::host, "request_capabilities", R"({"capabilities":[]})", R"({"x":1})", "WIDGET-110"},
    {Side::host, "visibility", R"({"visible":"true"})", nullptr, "WIDGET-117"},
    {Side::widget, "visibility", R"({"visible":true})", R"({"x":1})", "WIDGET-118"},
    {Side::widget, "screenshot", "{}", R"({"screenshot":5})", "WIDGET-119"},
    {Side::host, "m.sticker", "{}", R"({"x":1})", "WIDGET-120"},
    {Side::host, "set_always_on_screen", R"({"value":true})", "{}", "WIDGET-124"},
    {Side::host, "get_openid", "{}", R"({"state":"allowed"})", "WIDGET-129"},
    {Side::widget, "openid_credentials", R"({"state":"blocked","original_request_id":"o"})", R"({"x":1})",
     "WIDGET-135"},
    {Side::host, "send_event", R"({"type":"t","content":{}})", R"({"event_id":"$e"})", "WIDGET-139"},
    {Side::widget, "send_event", event_text, R"({"x":1})", "WIDGET-157"},
    {Side::host, "update_state", "{}", nullptr, "WIDGET-158"},
    {Side::widget, "update_state", R"({"state":[]})", R"({"x":1})", "WIDGET-161"},
    {Side::host, "read_events", R"({"type":"t"})", R"({"events":{}})", "WIDGET-162"},
    {Side::host, "open_modal", R"({"type":"t","url":"u"})", R"({"x":1})", "WIDGET-171"},
    {Side::host, "widget_config", "{}", nullptr, "WIDGET-173"},
    {Side::host, "button_clicked", "{}", nullptr, "WIDGET-174"},
    {Side::host, "set_button_enabled", R"({"button":"a","enabled":true})", R"({"x":1})", "WIDGET-177"},
    {Side::host, "language_change", "{}", nullptr, "WIDGET-184"},
    {Side::widget, "language_change", R"({"lang":"en"})", R"({"x":1})", "WIDGET-185"},
    {Side::widget, "theme_change", R"({"name":"dark"})", R"({"x":1})", "WIDGET-185"},
    {Side::host, "navigate", R"({"uri":"u"})", R"({"x":1})", "WIDGET-186"},
    {Side::host, "send_to_device", R"({"type":"t"})", nullptr, "WIDGET-193"},
    {Side::widget, "send_to_device", R"({"type":"t","sender":"@a:b","content":{},"encrypted":true})",
     R"({"x":1})", "WIDGET-195"},
    {Side::host, "watch_turn_servers", "{}", R"({"x":1})", "WIDGET-196"},
    {Side::host, "update_turn_servers", "{}", nullptr, "WIDGET-196"},
    {Side::host, "unwatch_turn_servers", "{}", R"({"x":1})", "WIDGET-199"},
    {Side::widget, "update_turn_servers", R"({"uris":[],"username":"u","password":"p"})", R"({"x":1})",
     "WIDGET-201"},
    {Side::host, "read_relations", R"({"event_id":"$e"})", "{}", "WIDGET-202"},
    {Side::host, "user_directory_search", R"({"search_term":"a"})", "{}", "WIDGET-205"},
    {Side::host, "get_media_config", "{}", R"({"m.upload.size":"5"})", "WIDGET-207"},
    {Side::host, "upload_file", R"({"file":"x"})", "{}", "WIDGET-208"},
    {Side::host, "download_file", R"({"content_uri":"mxc://a/b"})", "{}", "WIDGET-210"},
    {Side::host, "update_delayed_event", R"({"delay_id":"d","action":"send"})", R"({"x":1})", "WIDGET-216"},
    {Side::host, "get_rtc_transports", "{}", R"({"rtc_transports":{}})", "WIDGET-224"},
    {Side::host, "rtc_livekit_get_token", "{}", "{}", "WIDGET-227"},
    {Side::host, "create_room", "{}", "{}", "WIDGET-229"},
    {Side::host, "com.beeper.read_room_account_data", R"({"type":"t"})", "{}", "WIDGET-232"},
};

std::vector<Case> of_shapes() {
  std::vector<Case> cases;
  for (const Misshapen& each : misshapen) {
    std::set<std::string> told = {std::string("widget_shape ") + each.requirement};
    // A member where none is known is noted too.
    if (each.response != nullptr && std::string_view(each.response) == R"({"x":1})")
      told.insert("widget_members");
    cases.push_back(as(
        each.subject, each.action,
        [each](Talk& t) {
          // No notify_capabilities: what is approved is not known, and so not judged here.
          t.ask(Side::host, "capabilities");
          t.reply(R"({"capabilities":[]})");
          const Side asker = each.response == nullptr ? each.subject : trace::other(each.subject);
          t.ask(asker, each.action, each.data);
          if (each.response != nullptr) t.reply(each.response);
        },
        std::move(told)));
  }
  cases.push_back(host("capabilities_with_data",
                       [](Talk& t) { t.ask(Side::host, "capabilities", R"({"x":1})"); },
                       {"widget_shape WIDGET-091", "widget_members"}));
  cases.push_back(widget("capabilities_no_list",
                         [](Talk& t) {
                           t.ask(Side::host, "capabilities");
                           t.reply(R"({"capabilities":"m.sticker"})");
                         },
                         {"widget_shape WIDGET-092"}));
  cases.push_back(host("notify_capabilities_no_list",
                       [](Talk& t) {
                         t.ask(Side::host, "capabilities");
                         t.reply(R"({"capabilities":[]})");
                         t.ask(Side::host, "notify_capabilities", R"({"requested":[]})");
                       },
                       {"widget_shape WIDGET-105"}));
  cases.push_back(widget("notify_capabilities_not_empty",
                         [](Talk& t) {
                           t.ask(Side::host, "notify_capabilities", R"({"requested":[],"approved":[]})");
                           t.reply(R"({"x":1})");
                         },
                         {"widget_shape WIDGET-107", "widget_members"}));
  cases.push_back(host("event_without_a_sender",
                       [](Talk& t) {
                         t.ask(Side::host, "capabilities");
                         t.reply(R"({"capabilities":[]})");
                         t.ask(Side::host, "send_event", event_text).body["data"].erase("sender");
                       },
                       {"widget_shape WIDGET-152"}));
  cases.push_back(widget("what_a_widget_asks_with_is_told_only",
                         [](Talk& t) {
                           t.open(R"(["m.send.event:t"])");
                           t.ask(Side::widget, "send_event", R"({"type":"t","content":"x"})");
                         },
                         {"widget_shape"}));
  cases.push_back(host("an_error_has_no_shape",
                       [](Talk& t) {
                         t.ask(Side::widget, "content_loaded");
                         t.reply(R"({"error":{"message":"not now"}})");
                       },
                       {}));
  return cases;
}

}  // namespace

std::vector<Case> widget_action_cases() {
  std::vector<Case> all = of_denied();
  for (const auto& part : {of_capabilities(), of_shapes()}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace ringcheck::check::testing
