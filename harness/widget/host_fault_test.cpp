#include "widget/host_fault.hpp"

#include <gtest/gtest.h>

#include "widget/clone_codec.hpp"
#include "widget/definition.hpp"
#include "widget/jitsi.hpp"
#include "widget/managers.hpp"
#include "widget/test_faults.hpp"
#include "widget/test_pair.hpp"
#include "widget/url_template.hpp"

namespace ringcheck::widget {
namespace {

using testing::json;

constexpr const char* everything =
    R"(["m.send.event:com.x","m.send.state_event:com.x","m.send.event:m.room.redaction","m.send.delayed_event",)"
    R"("m.update_delayed_event","m.send.sticky_event","m.receive.event:com.x","m.receive.state_event:m.room.topic",)"
    R"("m.receive.sticky_event","m.send.to_device:com.x","m.turn_servers","m.upload_file","m.download_file",)"
    R"("m.user_directory_search","rtc_transports","m.sticker","m.navigate","m.always_on_screen","m.modals"])";

/// A widget that goes on whatever its host does, and a homeserver that always answers.
struct Talk : testing::HostStage {
  Talk(HostSetup setup, const HostFaults& faults) : HostStage(std::move(setup), faults) {}

  std::size_t answered = 0;
  std::size_t served = 0;

  /// Answers each request of the host.
  void answer_all(std::string_view capabilities, bool knows_all = true) {
    for (; answered < seen.posts.size(); ++answered) {
      Value message = seen.posts[answered];
      if (message.find("response") != nullptr) continue;
      const std::string_view action = message.string_at("action");
      Value response = make_object();
      if (action == "capabilities") response = json(R"({"capabilities":)" + std::string(capabilities) + "}");
      if (action == "supported_api_versions") {
        response = json(knows_all ? all_versions() : R"({"supported_versions":["0.0.1"]})");
      }
      message.set("response", response);
      say(std::move(message), "http://w");
    }
  }
  void serve_all(int status, std::string_view body) {
    for (; served < seen.requests.size(); ++served) {
      seen.take(host->on_answer(seen.requests[served].id, {status, json(body), "bytes", "a/b"}, now));
    }
  }
  void obey(std::string_view action, std::string_view params) {
    if (auto effects = host->order(action, json(params), now)) seen.take(*effects);
  }
  void start(std::string_view requested, std::string_view approve) {
    obey("decide_capabilities", R"({"approve":)" + std::string(approve) + R"(,"deny":[]})");
    seen.take(host->on_frame(now));
    load();
    answer_all(requested);
  }
  void fetch(
      std::string_view action, std::string_view data, int status = 200,
      std::string_view body = R"({"event_id":"$e","uris":["turn:a"],"ttl":5,"chunk":[{"type":"com.y"}]})") {
    ask(action, data);
    serve_all(status, body);
  }
  std::string text() const {
    std::string all;
    for (const Value& post : seen.posts) all += to_json(post) + "\n";
    for (const Request& each : seen.requests) {
      all += each.method + each.path + to_json(each.body) + each.bytes.value_or("") + "\n";
    }
    for (const Note& note : seen.notes) all += note.kind + to_json(note.data) + "\n";
    for (const ShowModal& modal : seen.modals) all += modal.url + to_json(modal.definition) + "\n";
    for (const EndModal& end : seen.ends) all += to_json(end.data) + "\n";
    return all;
  }
};

HostSetup from_w() {
  HostSetup setup;
  setup.origin = "http://w";
  return setup;
}

std::string start(const HostFaults& faults) {
  HostSetup waits = from_w();
  waits.wait_for_load = false;
  Talk slow(std::move(waits), faults);
  slow.load();
  slow.ask("supported_api_versions");
  slow.ask("content_loaded");
  slow.answer_all("[]");
  slow.ask("content_loaded");
  Talk talk(from_w(), faults);
  talk.seen.take(talk.host->on_frame(talk.now));
  const std::size_t early = talk.seen.posts.size();
  talk.load();
  talk.ask("get_openid");
  talk.ask("supported_api_versions");
  talk.answer_all(
      R"(["m.sticker","com.example.x","m.send.event:m.room.topic","m.receive.to_device:m.room_key"])");
  talk.obey("decide_capabilities", R"({"approve":[],"deny":["m.sticker"]})");
  Talk old(from_w(), faults);
  old.load();
  old.answer_all("[]", false);
  return slow.text() + talk.text() + old.text() + std::to_string(early);
}

std::string envelopes(const HostFaults& faults) {
  Talk talk(from_w(), faults);
  talk.start("[]", "[]");
  const auto message = [](std::string_view widget_id, std::string_view api) {
    return make_object({{"api", api},
                        {"widgetId", widget_id},
                        {"requestId", "a"},
                        {"action", "supported_api_versions"},
                        {"data", make_object()}});
  };
  talk.say(message("v", "fromWidget"), "http://w");
  talk.say(message("w", "toWidget"), "http://w");
  talk.say(message("w", "fromWidget"), "http://evil");
  talk.say(message("w", "fromWidget"), "http://w", false);
  talk.ask("com.example.nope");
  talk.ask("set_always_on_screen", "[]");
  talk.ask("set_always_on_screen", R"({"value":"yes"})");
  talk.fetch("send_event", R"({"type":"com.x","content":{}})");
  talk.seen.take(talk.host->close(talk.now));
  talk.ask("supported_api_versions");
  return talk.text();
}

std::string more_capabilities(const HostFaults& faults) {
  Talk talk(from_w(), faults);
  talk.start(R"(["m.sticker"])", R"(["m.sticker"])");
  talk.ask("org.matrix.msc2974.request_capabilities", R"({"capabilities":["m.sticker"]})");
  talk.ask("org.matrix.msc2974.request_capabilities", R"({"capabilities":["m.navigate"]})");
  talk.obey("decide_capabilities", R"({"approve":["m.navigate"],"deny":[]})");
  talk.answer_all("[]");
  return talk.text();
}

std::string events(const HostFaults& faults) {
  Talk talk(from_w(), faults);
  const auto bring = [&](std::string_view event, std::string_view room, Brought brought = Brought::timeline) {
    talk.event(event, room, brought);
  };
  bring(R"({"type":"m.room.topic","state_key":"","event_id":"$t"})", testing::room, Brought::state);
  bring(R"({"type":"m.room.topic","state_key":"k","event_id":"$k"})", testing::room, Brought::state);
  bring(R"({"type":"com.x","event_id":"$s","unsigned":{"msc4354_sticky_duration_ttl_ms":9}})", testing::room,
        Brought::sticky);
  bring(R"({"type":"com.x","event_id":"$0","content":{}})", testing::room);
  bring(R"({"type":"com.x","event_id":"$x","state_key":"","content":{}})", testing::room);
  talk.now += 10;
  talk.start(everything, everything);
  bring(R"({"type":"com.x","event_id":"$1","content":{}})", testing::room);
  bring(R"({"type":"com.y","event_id":"$2","content":{}})", testing::room);
  bring(R"({"type":"com.x","event_id":"$3","content":{}})", "!other:x");
  bring(R"({"type":"m.room.topic","state_key":"","event_id":"$u"})", testing::room);
  for (const char* data :
       {R"({"type":"com.x","content":{}})", R"({"type":"com.x","content":{},"room_id":"!other:x"})",
        R"({"type":"com.x","state_key":"","content":{}})",
        R"({"type":"com.x","state_key":null,"content":{}})",
        R"({"type":"com.x","state_key":"","content":{},"sticky_duration_ms":5})",
        R"({"type":"com.x","content":{},"sticky_duration_ms":5})",
        R"({"type":"com.x","content":{},"delay":5})",
        R"({"type":"m.room.redaction","content":{"redacts":"$1"}})"}) {
    talk.fetch("send_event", data);
  }
  talk.fetch("send_event", R"({"type":"com.x","content":{}})", 403, R"({"errcode":"M_FORBIDDEN"})");
  talk.fetch("org.matrix.msc4157.update_delayed_event", R"({"delay_id":"d","action":"send"})");
  talk.ask("org.matrix.msc2876.read_events", R"({"type":"com.x","limit":0})");
  talk.ask("org.matrix.msc2876.read_events", R"({"type":"com.x","msgtype":"m.text"})");
  talk.ask("org.matrix.msc2876.read_events", R"({"type":"com.x"})");
  talk.ask("org.matrix.msc2876.read_events", R"({"type":"m.room.topic","state_key":true})");
  talk.ask("org.matrix.msc2876.read_events", R"({"type":"com.x","room_ids":["!other:x"]})");
  talk.fetch("org.matrix.msc3869.read_relations", R"({"event_id":"$1"})");
  bring(R"({"type":"m.room.encryption","state_key":"","event_id":"$c","content":{}})", testing::room);
  talk.fetch("send_event", R"({"type":"com.x","content":{}})");
  return talk.text();
}

std::string services(const HostFaults& faults) {
  Talk talk(from_w(), faults);
  talk.start(everything, everything);
  talk.fetch("send_to_device", R"({"type":"com.x","encrypted":true,"messages":{}})");
  talk.fetch("send_to_device", R"({"type":"com.x","encrypted":false,"messages":{}})", 500, "{}");
  talk.seen.take(
      talk.host->on_to_device(json(R"({"type":"com.y","sender":"@a:x","content":{}})"), false, talk.now));
  talk.fetch("get_openid", "{}");
  talk.obey("decide_openid", R"({"decision":"deny"})");
  talk.ask("get_openid");
  talk.obey("decide_openid", R"({"decision":"allow"})");
  talk.ask("get_openid");
  talk.serve_all(200, R"({"access_token":"t","expires_in":1})");
  talk.fetch("get_openid", "{}", 500, "{}");
  talk.fetch("watch_turn_servers", "{}", 403, "{}");
  talk.fetch("unwatch_turn_servers", "{}");
  talk.fetch("watch_turn_servers", "{}");
  talk.fetch("watch_turn_servers", "{}");
  talk.pass(5000);
  talk.serve_all(200, R"({"uris":[],"ttl":5})");
  talk.ask("unwatch_turn_servers");
  talk.pass(5000);
  talk.fetch("org.matrix.msc4039.upload_file", to_json(make_object({{"file", make_blob("abc", "a/b")}})));
  talk.fetch("org.matrix.msc4039.download_file", R"({"content_uri":"mxc://x/y","timeout_ms":5})");
  talk.fetch("org.matrix.msc4039.download_file",
             R"({"content_uri":"mxc://x/y","encryption":{"v":"v2","key":{},"iv":"","hashes":{}}})");
  talk.fetch("org.matrix.msc3973.user_directory_search", R"({"search_term":"a","limit":5})");
  talk.fetch("org.matrix.msc4515.get_rtc_transports", "{}", 404, "{}");
  return talk.text();
}

std::string screen(const HostFaults& faults) {
  Talk talk(from_w(), faults);
  talk.start(everything, everything);
  talk.ask("m.sticker", R"({"name":"n","content":{"url":"http://x","info":{}}})");
  talk.ask("org.matrix.msc2931.navigate", R"({"uri":"https://evil/"})");
  talk.client.on_screen = "other";
  talk.ask("set_always_on_screen", R"({"value":true})");
  talk.obey("set_visible", R"({"visible":true})");
  talk.obey("set_visible", R"({"visible":true})");
  talk.obey("take_screenshot", "{}");
  talk.ask("open_modal", R"({"type":"m.custom","url":"http://m","evil":1})");
  talk.seen.take(talk.host->on_modal("", talk.now));
  talk.ask("open_modal", R"({"type":"m.custom","url":"http://m"})");
  talk.seen.take(talk.host->on_modal_end(make_object(), talk.now));
  HostSetup setup = from_w();
  setup.modal = json(R"({"type":"m.custom","url":"http://m","buttons":[{"id":"a","label":"A","kind":"k"},)"
                     R"({"id":"off","label":"B","kind":"k","disabled":true}]})");
  Talk modal(std::move(setup), faults);
  modal.start("[]", "[]");
  modal.obey("press_modal_button", R"({"id":"a"})");
  modal.ask("set_button_enabled", R"({"button":"none","enabled":true})");
  modal.ask("set_button_enabled", R"({"button":"a","enabled":false})");
  for (const char* press : {R"({"id":"a"})", R"({"id":"off"})", R"({"id":"m.close"})"})
    modal.obey("press_modal_button", press);
  HostSetup other = from_w();
  other.modal = json(R"({"type":"m.custom","url":"http://m"})");
  Talk left(std::move(other), faults);
  left.start("[]", "[]");
  left.obey("dismiss_modal", "{}");
  talk.obey("change_theme", R"({"name":"dark"})");
  Talk old(from_w(), faults);
  old.load();
  old.answer_all("[]", false);
  old.obey("change_theme", R"({"name":"dark"})");
  return talk.text() + modal.text() + left.text() + old.text();
}

std::string managers(const HostFaults& faults) {
  const Value account = json(
      R"({"b":{"type":"m.widget","state_key":"b","sender":"@x","content":{"type":"m.integration_manager",)"
      R"("url":"http://b","data":{"api_url":"http://b"}}},)"
      R"("a":{"type":"m.widget","state_key":"a","sender":"@x","content":{"type":"m.integration_manager",)"
      R"("url":"http://a","data":{"api_url":"http://a"}}},)"
      R"("c":{"type":"m.widget","state_key":"c","sender":"@x","content":{"type":"m.integration_manager",)"
      R"("url":"http://c"}}})");
  const Value well_known = json(
      R"({"m.integrations":{"managers":[{"api_url":"http://d"},{"api_url":"ftp://e","ui_url":"http://e"}]}})");
  std::string all;
  for (const Manager& each : managers_of(well_known, account, faults)) {
    all += each.widget.id + each.api_url + each.widget.url + to_json(each.widget.data) + "\n";
  }
  all += manager_address("http://a", faults) + std::to_string(well_known_again_ms(faults));
  return all + (asks_well_known_at_start(faults) ? "asks" : "");
}

std::string conferences(const HostFaults& faults) {
  const Value said = conference_widget({"meet.x", "Id"}, true, faults);
  const Conference joined = joined_conference(
      defined_by("w", json(R"({"type":"m.jitsi","data":{"domain":"meet.x","conferenceId":"Id"}})")), "meet.y",
      faults);
  return to_json(said) + joined.domain + joined.id;
}

std::string definitions(const HostFaults& faults) {
  Client client;
  client.user_id = "@bob:x";
  const Value data = json(R"({"matrix_user_id":"evil","m":"Q","v":"a b $m"})");
  std::string all = fill_in("$matrix_user_id $m $v", variables_of(client, "w", "!r", data, faults), faults);
  all += may_be_shown("javascript:x", faults) ? "shown" : "";
  all += with_host_query("http://w", "w", "http://h", faults);
  all += defined_by("w", json(R"({"type":"m.jitsi"})"), faults).type;
  all += std::to_string(frame_features(faults).size());
  take_event(client, "!r", json(R"({"type":"m.widget","state_key":"a","event_id":"$1","content":{}})"), false,
             0);
  const Value content = content_of("own", client.user_id, json(R"({"url":"http://own"})"), faults);
  take_refused(client.rooms["!r"], "own", content, faults);
  const Value account = account_with(json(R"({"other":{"content":{"type":"m.custom","url":"http://o"}}})"),
                                     "own", client.user_id, content, faults);
  all += std::to_string(widgets_of_account(account, faults).size()) + room_for_variables(client, "", faults);
  all += outlives_account(faults) ? "stays" : "";
  all += managers(faults) + conferences(faults);
  all += to_json(account) + to_json(account_without(account, "other", faults));
  client.on_screen = "a";
  all += to_json(content) + (ends_with_view(client, "b", faults) ? "ends" : "");
  all += ends_with_removal(client, "a", faults) ? "ends" : "";
  return all + std::to_string(widgets_of_room(client.rooms["!r"], faults).size());
}

TEST(HostFaults, EachIsAskedAboutOnce) {
  testing::expect_sound_table(host_fault_table, "HostFault");
}

TEST(HostFaults, EachShowsInAConversation) {
  testing::expect_each_shows<HostFault>(host_fault_table, [](const HostFaults& faults) {
    return definitions(faults) + start(faults) + envelopes(faults) + more_capabilities(faults) +
           events(faults) + services(faults) + screen(faults);
  });
}

}  // namespace
}  // namespace ringcheck::widget
