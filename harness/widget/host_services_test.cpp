// What a host fetches for its widget: OpenID tokens, TURN servers, files, directories.

#include <gtest/gtest.h>

#include "widget/clone_codec.hpp"
#include "widget/test_pair.hpp"

namespace ringcheck::widget {
namespace {

using testing::HostStage;
using testing::json;

constexpr const char* token =
    R"({"access_token":"t","token_type":"Bearer","matrix_server_name":"x","expires_in":3600})";

std::string path(const HostStage& stage) {
  return stage.seen.requests.empty() ? "" : stage.seen.requests.back().path;
}

TEST(HostOpenid, TheUserIsAskedFirst) {
  HostStage stage;
  stage.open("[]");
  const auto id = stage.ask("get_openid");
  EXPECT_EQ(stage.answer(id), json(R"({"state":"request"})"));
  EXPECT_TRUE(stage.seen.requests.empty());
  stage.order("decide_openid", R"({"decision":"allow"})");
  EXPECT_EQ(path(stage), "/_matrix/client/v3/user/%40bob%3Ax/openid/request_token");
  stage.serve(200, token);
  Value wanted = json(token);
  wanted.set("state", "allowed").set("original_request_id", id);
  ASSERT_EQ(stage.pushed("openid_credentials").size(), 1U);
  EXPECT_EQ(*stage.pushed("openid_credentials")[0].find("data"), wanted);
}

TEST(HostOpenid, ADenialNeedsNoToken) {
  HostStage stage;
  stage.open("[]");
  const auto id = stage.ask("get_openid");
  stage.order("decide_openid", R"({"decision":"deny"})");
  EXPECT_TRUE(stage.seen.requests.empty());
  ASSERT_EQ(stage.pushed("openid_credentials").size(), 1U);
  EXPECT_EQ(*stage.pushed("openid_credentials")[0].find("data"),
            json(R"({"state":"blocked","original_request_id":")" + id + "\"}"));
  EXPECT_EQ(stage.answer(stage.ask("get_openid")), json(R"({"state":"blocked"})"));
}

TEST(HostOpenid, ADecisionIsRemembered) {
  HostStage stage;
  stage.order("decide_openid", R"({"decision":"allow"})");
  stage.open("[]");
  const auto id = stage.ask("get_openid");
  EXPECT_TRUE(stage.answers(id).empty());
  stage.serve(200, token);
  Value wanted = json(token);
  EXPECT_EQ(stage.answer(id), wanted.set("state", "allowed"));
}

TEST(HostOpenid, WithoutATokenSomethingIsSaid) {
  HostStage stage;
  stage.open("[]");
  stage.ask("get_openid");
  stage.order("decide_openid", R"({"decision":"allow"})");
  stage.serve(500, "{}");
  EXPECT_EQ(stage.pushed("openid_credentials")[0].find("data")->string_at("state"), "blocked");
  const auto id = stage.ask("get_openid");
  stage.serve(500, R"({"errcode":"M_UNKNOWN"})");
  EXPECT_TRUE(stage.is_refused(id));
}

TEST(HostTurn, ServersComeForAsLongAsTheyAreWatched) {
  HostStage stage;
  stage.open(R"(["town.robin.msc3846.turn_servers"])");
  EXPECT_EQ(stage.answer(stage.ask("unwatch_turn_servers")), make_object());
  const auto id = stage.ask("watch_turn_servers");
  EXPECT_EQ(path(stage), "/_matrix/client/v3/voip/turnServer");
  stage.serve(200, R"({"uris":["turn:a"],"username":"u","password":"p","ttl":5})");
  EXPECT_EQ(stage.answer(id), make_object());
  ASSERT_EQ(stage.pushed("update_turn_servers").size(), 1U);
  EXPECT_EQ(*stage.pushed("update_turn_servers")[0].find("data"),
            json(R"({"uris":["turn:a"],"username":"u","password":"p"})"));
  EXPECT_EQ(stage.answer(stage.ask("watch_turn_servers")), make_object());
  stage.pass(5000);
  stage.serve(200, R"({"uris":[],"ttl":5})");
  EXPECT_EQ(stage.pushed("update_turn_servers").size(), 2U);
  EXPECT_EQ(stage.answer(stage.ask("unwatch_turn_servers")), make_object());
  stage.pass(5000);
  EXPECT_EQ(stage.seen.requests.size(), 2U);
}

TEST(HostTurn, NoServersAreAnError) {
  HostStage stage;
  stage.open(R"(["m.turn_servers"])");
  const auto id = stage.ask("watch_turn_servers");
  stage.serve(403, R"({"errcode":"M_FORBIDDEN"})");
  EXPECT_TRUE(stage.is_refused(id));
  EXPECT_TRUE(stage.pushed("update_turn_servers").empty());
}

TEST(HostMedia, FilesGoBothWays) {
  HostStage stage;
  stage.open(R"(["m.upload_file","m.download_file"])");
  const auto up = stage.ask("org.matrix.msc4039.upload_file",
                            to_json(make_object({{"file", make_blob("abc", "image/png")}})));
  EXPECT_EQ(path(stage), "/_matrix/media/v3/upload");
  EXPECT_EQ(stage.seen.requests.back().bytes, "abc");
  EXPECT_EQ(stage.seen.requests.back().content_type, "image/png");
  stage.serve(200, R"({"content_uri":"mxc://x/y","more":1})");
  EXPECT_EQ(stage.answer(up), json(R"({"content_uri":"mxc://x/y"})"));

  const auto down =
      stage.ask("org.matrix.msc4039.download_file", R"({"content_uri":"mxc://x/y z","timeout_ms":15000})");
  EXPECT_EQ(path(stage), "/_matrix/client/v1/media/download/x/y%20z?timeout_ms=15000");
  stage.seen.take(
      stage.host->on_answer(stage.seen.requests.back().id, {200, {}, "abc", "image/png"}, stage.now));
  EXPECT_EQ(stage.answer(down), make_object({{"file", make_blob("abc", "image/png")}}));

  for (const char* data :
       {R"({"content_uri":"https://x/y"})", R"({"content_uri":"mxc://x"})", "{}",
        R"({"content_uri":"mxc://x/y","encryption":{"v":"v2","key":{},"iv":"","hashes":{}}})"}) {
    EXPECT_TRUE(stage.is_refused(stage.ask("org.matrix.msc4039.download_file", data))) << data;
  }
  const auto limits = stage.ask("org.matrix.msc4039.get_media_config");
  stage.serve(200, R"({"m.upload.size":1000,"com.x":1})");
  EXPECT_EQ(stage.answer(limits), json(R"({"m.upload.size":1000,"com.x":1})"));
}

TEST(HostMirrors, AskTheSameAndGiveTheAnswer) {
  HostStage stage;
  stage.open(R"(["m.user_directory_search","rtc_transports","rtc_livekit_get_token",)"
             R"("rtc_livekit_delegate_delayed_leave","m.create_room"])");
  const auto search =
      stage.ask("org.matrix.msc3973.user_directory_search", R"({"search_term":"foo","limit":10})");
  EXPECT_EQ(stage.seen.requests.back().body, json(R"({"search_term":"foo","limit":10})"));
  stage.serve(200, R"({"limited":false,"results":[]})");
  EXPECT_EQ(stage.answer(search), json(R"({"limited":false,"results":[]})"));
  EXPECT_TRUE(stage.is_refused(
      stage.ask("org.matrix.msc3973.user_directory_search", R"({"search_term":"foo","limit":-1})")));

  const auto transports = stage.ask("org.matrix.msc4515.get_rtc_transports");
  stage.serve(200, R"({"rtc_transports":[{"type":"livekit","a":1}]})");
  EXPECT_EQ(stage.answer(transports), json(R"({"rtc_transports":[{"type":"livekit","a":1}]})"));
  const auto none = stage.ask("org.matrix.msc4515.get_rtc_transports");
  stage.serve(404, R"({"errcode":"M_UNRECOGNIZED"})");
  EXPECT_EQ(
      stage.answer(none).find("error")->find("matrix_api_error")->find("response")->string_at("errcode"),
      "M_UNRECOGNIZED");

  const char* const wanted =
      R"({"server_name":"x","url":"http://l","room_id":"!r:x","slot_id":"s","member":{"id":"m"}})";
  const auto jwt = stage.ask("org.matrix.msc4533.rtc_livekit_get_token", wanted);
  EXPECT_EQ(stage.seen.requests.back().body, json(wanted));
  stage.serve(200, R"({"jwt":"j"})");
  EXPECT_EQ(stage.answer(jwt), json(R"({"jwt":"j"})"));

  const auto room = stage.ask("org.matrix.msc3817.create_room", R"({"name":"n"})");
  EXPECT_EQ(path(stage), "/_matrix/client/v3/createRoom");
  stage.serve(200, R"({"room_id":"!n:x"})");
  EXPECT_EQ(stage.answer(room), json(R"({"room_id":"!n:x"})"));
}

TEST(HostDevices, MessagesGoOutAndTheAnswerWaits) {
  HostStage stage;
  stage.open(R"(["m.send.to_device:com.x"])");
  const auto id =
      stage.ask("send_to_device", R"({"type":"com.x","encrypted":false,"messages":{"@al:x":{"*":{"a":1}}}})");
  EXPECT_EQ(path(stage), "/_matrix/client/v3/sendToDevice/com.x/ht1");
  EXPECT_EQ(stage.seen.requests.back().body, json(R"({"messages":{"@al:x":{"*":{"a":1}}}})"));
  stage.pass(15000);
  EXPECT_TRUE(stage.answers(id).empty());
  stage.serve(200, "{}");
  EXPECT_EQ(stage.answer(id), make_object());
  for (const char* data :
       {R"({"type":"com.y","encrypted":false,"messages":{}})", R"({"encrypted":false,"messages":{}})",
        R"({"type":"com.x","encrypted":false})", R"({"type":"com.x","encrypted":"yes","messages":{}})",
        R"({"type":"com.x","messages":{}})", R"({"type":"com.x","encrypted":true,"messages":{}})"}) {
    EXPECT_TRUE(stage.is_refused(stage.ask("send_to_device", data))) << data;
  }
}

TEST(HostServices, NeedTheirCapability) {
  HostStage stage;
  stage.open("[]");
  for (const auto& [action, data] :
       {std::pair{"watch_turn_servers", "{}"}, std::pair{"unwatch_turn_servers", "{}"},
        std::pair{"org.matrix.msc4039.get_media_config", "{}"},
        std::pair{"org.matrix.msc4039.upload_file", R"({"file":"x"})"},
        std::pair{"org.matrix.msc4039.download_file", R"({"content_uri":"mxc://x/y"})"},
        std::pair{"org.matrix.msc4157.update_delayed_event", R"({"delay_id":"d","action":"send"})"},
        std::pair{"org.matrix.msc3973.user_directory_search", R"({"search_term":"foo"})"},
        std::pair{"org.matrix.msc4515.get_rtc_transports", "{}"},
        std::pair{"org.matrix.msc3817.create_room", "{}"},
        std::pair{"org.matrix.msc2876.read_events", R"({"type":"com.x"})"},
        std::pair{"send_to_device", R"({"type":"com.x","encrypted":false,"messages":{}})"},
        std::pair{"org.matrix.msc2931.navigate", R"({"uri":"https://matrix.to/#/!r:x"})"},
        std::pair{"open_modal", R"({"type":"m.custom","url":"http://m"})"},
        std::pair{"set_always_on_screen", R"({"value":true})"},
        std::pair{"m.sticker", R"({"name":"s","content":{"url":"mxc://x/y","info":{}}})"}}) {
    EXPECT_TRUE(stage.is_refused(stage.ask(action, data))) << action;
  }
  EXPECT_TRUE(stage.seen.requests.empty());
}

}  // namespace
}  // namespace ringcheck::widget
