#include <gtest/gtest.h>

#include "world/test_world.hpp"

namespace ringcheck::world {
namespace {

TEST(Modules, StatusOfEveryPath) {
  struct Row {
    std::string_view method;
    std::string_view target;
    std::string_view body;
    int status;
    std::string_view errcode;
  };
  const Row rows[] = {
      {"GET", "/_matrix/client/versions", "", 200, ""},
      {"GET", "/_matrix/client/v3/capabilities", "", 200, ""},
      {"GET", "/_matrix/client/v3/pushrules/", "", 200, ""},
      {"GET", "/_matrix/client/r0/pushrules/", "", 200, ""},
      {"GET", "/_matrix/client/v3/pushrules/global/", "", 200, ""},
      {"GET", "/_matrix/client/v3/voip/turnServer", "", 200, ""},
      {"GET", "/_matrix/client/v1/media/config", "", 200, ""},
      {"GET", "/_matrix/media/v3/config", "", 200, ""},
      {"GET", "/.well-known/matrix/client", "", 404, "M_NOT_FOUND"},
      {"GET", "/_matrix/client/v1/auth_metadata", "", 404, "M_UNRECOGNIZED"},
      {"GET", "/_matrix/client/unstable/org.matrix.msc4143/rtc/transports", "", 404, "M_UNRECOGNIZED"},
      {"GET", "/_matrix/client/v3/room_keys/version", "", 404, "M_NOT_FOUND"},
      {"GET", "/_matrix/client/v3/user/@bob:hs.test/filter/0", "", 404, "M_NOT_FOUND"},
      {"POST", "/_matrix/client/v3/user/@alice:hs.test/filter", "{}", 403, "M_FORBIDDEN"},
      {"GET", "/_matrix/client/v3/user/@bob:hs.test/account_data/m.direct", "", 404, "M_NOT_FOUND"},
      {"PUT", "/_matrix/client/v3/user/@bob:hs.test/account_data/m.push_rules", "{}", 405, "M_BAD_JSON"},
      {"GET", "/_matrix/client/v3/profile/@nobody:hs.test", "", 404, "M_NOT_FOUND"},
      {"PUT", "/_matrix/client/v3/profile/@bob:hs.test/displayname", "{}", 400, "M_MISSING_PARAM"},
      {"PUT", "/_matrix/client/v3/rooms/!x:hs.test/typing/@bob:hs.test", "{}", 200, ""},
      {"POST", "/_matrix/client/v3/rooms/!x:hs.test/receipt/m.read/$x", "{}", 200, ""},
      {"POST", "/_matrix/client/v3/rooms/!x:hs.test/read_markers", "{}", 200, ""},
      {"PUT", "/_matrix/client/v3/presence/@bob:hs.test/status", "{}", 200, ""},
      {"PUT", "/_matrix/client/v3/sendToDevice/m.test/1", "{}", 400, "M_BAD_JSON"},
      {"POST", "/_matrix/client/v3/login", "{}", 400, "M_UNKNOWN"},
      {"GET", "/_matrix/client/v3/thirdparty/protocols", "", 200, ""},
      {"GET", "/_matrix/client/v3/pushers", "", 200, ""},
      {"GET", "/_matrix/client/v3/devices", "", 200, ""},
      {"GET", "/_matrix/client/v3/devices/NONE", "", 404, "M_NOT_FOUND"},
      {"PUT", "/_matrix/client/v3/devices/NONE", "{}", 404, "M_NOT_FOUND"},
      {"GET", "/_matrix/client/v3/keys/changes", "", 400, "M_MISSING_PARAM"},
      {"GET", "/_matrix/client/v3/keys/changes?from=a&to=b", "", 400, "M_INVALID_PARAM"},
      {"POST", "/_matrix/client/v3/keys/device_signing/upload", R"({"master_key": 1})", 400, "M_BAD_JSON"},
      {"PUT", "/_matrix/client/v3/user/@bob:hs.test/rooms/x/account_data/m.tag", "{}", 400,
       "M_INVALID_PARAM"},
      {"GET", "/_matrix/client/v3/user/@bob:hs.test/rooms/x/account_data/m.tag", "", 400, "M_INVALID_PARAM"},
      {"GET", "/_matrix/federation/v1/openid/userinfo", "", 401, "M_MISSING_TOKEN"},
      {"GET", "/_matrix/federation/v1/openid/userinfo?access_token=x", "", 401, "M_UNKNOWN_TOKEN"},
      {"GET", "/_matrix/client/v3/nothing", "", 404, "M_UNRECOGNIZED"},
      {"GET", "/_matrix/client", "", 404, "M_UNRECOGNIZED"},
      {"GET", "/", "", 404, "M_UNRECOGNIZED"},
      {"POST", "/_matrix/client/v3/sync", "{}", 405, "M_UNRECOGNIZED"},
  };
  for (const Row& row : rows) {
    TestWorld t;
    const Reply reply = t.ask(std::string(row.method), row.target, row.body);
    EXPECT_EQ(reply.status, row.status) << row.target;
    EXPECT_EQ(errcode_of(reply), row.errcode) << row.target;
    EXPECT_EQ(reply.headers, cors_headers()) << row.target;
  }
}

TEST(Modules, UnknownEndpointsAreFacts) {
  TestWorld t;
  t.ask("GET", "/_matrix/client/v3/noth%69ng?x=1", {}, "");
  ASSERT_EQ(t.facts.size(), 1U);
  EXPECT_EQ(t.facts[0].kind, Fact::Kind::unknown_endpoint);
  EXPECT_EQ(t.facts[0].method, "GET");
  EXPECT_EQ(t.facts[0].path, "/_matrix/client/v3/nothing");
}

TEST(Modules, PreflightNeedsNoToken) {
  TestWorld t;
  const Reply reply = t.ask("OPTIONS", "/_matrix/client/v3/sync", {}, "");
  EXPECT_EQ(reply.status, 204);
  EXPECT_TRUE(reply.body.is_null());
  EXPECT_EQ(reply.headers, cors_headers());
}

TEST(Modules, VersionsNeedNoToken) {
  TestWorld t;
  const Value body = t.ask("GET", "/_matrix/client/versions", {}, "").body;
  EXPECT_EQ(body.find("versions")->items.size(), 15U);
  EXPECT_TRUE(body.find("unstable_features")->is_object());
}

TEST(Modules, PushRulesRingForCalls) {
  TestWorld t;
  const Value global = *t.ask("GET", "/_matrix/client/v3/pushrules/").body.find("global");
  const Value* rule = pointer_find(global, "/underride/0");
  ASSERT_NE(rule, nullptr);
  EXPECT_EQ(rule->string_at("rule_id"), ".m.rule.call");
  EXPECT_EQ(*pointer_find(*rule, "/conditions/0/pattern"), Value("m.call.invite"));
  EXPECT_EQ(*pointer_find(*rule, "/actions/1/value"), Value("ring"));
  EXPECT_EQ(global.find("override")->items.size(), 12U);
  EXPECT_EQ(*pointer_find(global, "/content/0/pattern"), Value("bob"));
  EXPECT_EQ(*pointer_find(global, "/override/0/enabled"), Value(false));
}

TEST(Modules, FiltersAreKept) {
  TestWorld t;
  const std::string base = "/_matrix/client/v3/user/%40bob%3Ahs.test/filter";
  const std::string json = R"({"room":{"timeline":{"limit":1}}})";
  const std::string id(t.ask("POST", base, json).body.string_at("filter_id"));
  EXPECT_EQ(to_json(t.ask("GET", base + "/" + id).body), json);
  EXPECT_EQ(t.timeline_ids(t.sync({}, "&filter=" + id)).size(), 1U);
}

TEST(Modules, AccountDataComesWithTheSync) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const std::string base = "/_matrix/client/v3/user/@bob:hs.test";
  EXPECT_EQ(t.ask("PUT", base + "/account_data/m.direct", R"({"a": 1})").status, 200);
  EXPECT_EQ(t.facts.at(0).kind, Fact::Kind::account_data);
  EXPECT_EQ(t.ask("PUT", base + "/rooms/" + t.room_id + "/account_data/m.tag", "{}").status, 200);
  EXPECT_EQ(t.ask("GET", base + "/account_data/m.direct").body, make_object({{"a", 1}}));
  const Reply reply = t.sync(since);
  EXPECT_EQ(*pointer_find(reply.body, "/account_data/events/0/type"), Value("m.direct"));
  EXPECT_EQ(t.joined(reply, "/account_data/events/0/type"), Value("m.tag"));
  EXPECT_TRUE(t.sync(token_of(reply)).body.find("account_data")->find("events")->items.empty());
}

TEST(Modules, KeysAreCountedClaimedAndFallBack) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  const Reply uploaded = t.ask("POST", "/_matrix/client/v3/keys/upload",
                               R"({"device_keys": {"user_id": "@bob:hs.test"},
                                   "one_time_keys": {"signed_curve25519:A": {"key": "a"}},
                                   "fallback_keys": {"signed_curve25519:F": {"key": "f"}}})");
  EXPECT_EQ(*pointer_find(uploaded.body, "/one_time_key_counts/signed_curve25519"), Value(1));
  const Reply seen = t.sync(since);
  EXPECT_EQ(*pointer_find(seen.body, "/device_one_time_keys_count/signed_curve25519"), Value(1));
  EXPECT_EQ(*pointer_find(seen.body, "/device_unused_fallback_key_types/0"), Value("signed_curve25519"));
  EXPECT_EQ(*pointer_find(seen.body, "/device_lists/changed"), make_array({"@bob:hs.test"}));
  EXPECT_EQ(*pointer_find(t.sync(since, {}, "alice-token").body, "/device_lists/changed/0"),
            Value("@bob:hs.test"));

  const std::string_view wanted = R"({"one_time_keys": {"@bob:hs.test": {"BOB": "signed_curve25519"}}})";
  const std::string_view place = "/one_time_keys/@bob:hs.test/BOB/signed_curve25519:";
  for (const std::string_view id : {"A", "F", "F"}) {
    const Reply claimed = t.ask("POST", "/_matrix/client/v3/keys/claim", wanted, "alice-token");
    EXPECT_NE(pointer_find(claimed.body, std::string(place) + std::string(id)), nullptr) << id;
  }
  const Reply after = t.sync(since);
  EXPECT_EQ(*pointer_find(after.body, "/device_one_time_keys_count/signed_curve25519"), Value(0));
  EXPECT_TRUE(after.body.find("device_unused_fallback_key_types")->items.empty());
  const Reply query =
      t.ask("POST", "/_matrix/client/v3/keys/query", R"({"device_keys": {"@bob:hs.test": [], "@x:y": []}})");
  EXPECT_EQ(query.body.find("device_keys")->members.size(), 1U);
  EXPECT_NE(pointer_find(query.body, "/device_keys/@bob:hs.test/BOB"), nullptr);
  EXPECT_EQ(pointer_find(query.body, "/device_keys/@bob:hs.test/BOB2"), nullptr);
}

TEST(Modules, ToDeviceIsIdempotent) {
  TestWorld t;
  const std::string_view body =
      R"({"messages": {"@bob:hs.test": {"*": {"x": 1}}, "@nobody:hs.test": {"X": {}}}})";
  t.ask("PUT", "/_matrix/client/v3/sendToDevice/m.test/1", body, "alice-token");
  EXPECT_EQ(t.facts.size(), 2U);
  EXPECT_EQ(t.facts.at(1).device_id, "BOB2");
  t.ask("PUT", "/_matrix/client/v3/sendToDevice/m.test/1", body, "alice-token");
  EXPECT_TRUE(t.facts.empty());
}

TEST(Modules, LoginGivesATokenThatLogoutTakes) {
  TestWorld t;
  const std::string who = R"({"type": "m.login.password", "device_id": "NEW",
                              "identifier": {"type": "m.id.user", "user": "bob"}, "password": ")";
  EXPECT_EQ(t.ask("POST", "/_matrix/client/v3/login", who + "wrong\"}", "").status, 403);
  const Reply login = t.ask("POST", "/_matrix/client/v3/login", who + "s3cret\"}", "");
  ASSERT_EQ(login.status, 200);
  const std::string token(login.body.string_at("access_token"));
  const Reply whoami = t.ask("GET", "/_matrix/client/v3/account/whoami", {}, token);
  EXPECT_EQ(whoami.body.string_at("device_id"), "NEW");
  EXPECT_EQ(whoami.body.string_at("user_id"), "@bob:hs.test");
  EXPECT_EQ(t.ask("POST", "/_matrix/client/v3/logout/all", "{}", token).status, 200);
  EXPECT_EQ(errcode_of(t.ask("GET", "/_matrix/client/v3/account/whoami", {}, token)), "M_UNKNOWN_TOKEN");
  EXPECT_EQ(errcode_of(t.ask("GET", "/_matrix/client/v3/account/whoami")), "M_UNKNOWN_TOKEN");
}

TEST(Modules, NobodyLogsInWithoutAPassword) {
  TestWorld t;
  const Reply reply = t.ask("POST", "/_matrix/client/v3/login",
                            R"({"type": "m.login.password", "user": "alice", "password": ""})", "");
  EXPECT_EQ(errcode_of(reply), "M_FORBIDDEN");
}

TEST(Modules, ProfileShowsInTheRooms) {
  TestWorld t;
  const std::string since = token_of(t.sync());
  t.ask("PUT", "/_matrix/client/v3/profile/@alice:hs.test/displayname", R"({"displayname": "Alicia"})",
        "alice-token");
  EXPECT_EQ(t.joined(t.sync(since), "/timeline/events/0/content/displayname"), Value("Alicia"));
  EXPECT_EQ(t.ask("GET", "/_matrix/client/v3/profile/@alice:hs.test", {}, "").body.string_at("displayname"),
            "Alicia");
}

TEST(Modules, OpenIdTokenIsForOneself) {
  TestWorld t;
  const std::string rest = "/openid/request_token";
  const Value token = t.ask("POST", "/_matrix/client/v3/user/@bob:hs.test" + rest, "{}").body;
  EXPECT_EQ(token.string_at("token_type"), "Bearer");
  EXPECT_EQ(token.string_at("matrix_server_name"), "hs.test");
  EXPECT_EQ(*token.find("expires_in"), Value(3600));
  EXPECT_EQ(t.ask("POST", "/_matrix/client/v3/user/@alice:hs.test" + rest, "{}").status, 403);
}

TEST(Modules, OpenIdTokenSaysWhoUntilItExpires) {
  TestWorld t;
  const Reply reply = t.ask("POST", "/_matrix/client/v3/user/@bob:hs.test/openid/request_token", "{}");
  const std::string token(reply.body.string_at("access_token"));
  const std::string path = "/_matrix/federation/v1/openid/userinfo?access_token=" + token;
  t.now_ms += 3'599'999;
  EXPECT_EQ(t.ask("GET", path, {}, "").body, make_object({{"sub", "@bob:hs.test"}}));
  EXPECT_EQ(t.ask("GET", "/_matrix/client/v3/account/whoami", {}, token).status, 401) << "and nothing more";
  t.now_ms += 1;
  EXPECT_EQ(errcode_of(t.ask("GET", path, {}, "")), "M_UNKNOWN_TOKEN");
}

TEST(Modules, DevicesHaveNames) {
  TestWorld t;
  EXPECT_EQ(t.ask("PUT", "/_matrix/client/v3/devices/BOB2", R"({"display_name": "desk"})").status, 200);
  EXPECT_EQ(t.ask("GET", "/_matrix/client/v3/devices/BOB2").body,
            make_object({{"device_id", "BOB2"}, {"display_name", "desk"}}));
  EXPECT_EQ(t.ask("GET", "/_matrix/client/v3/devices").body.find("devices")->items.size(), 2U);
}

TEST(Modules, CrossSigningKeysAreShownAsTheyMayBe) {
  TestWorld t;
  const std::string since = token_of(t.sync({}, {}, "alice-token"));
  t.ask("POST", "/_matrix/client/v3/keys/upload", R"({"device_keys": {"user_id": "@bob:hs.test"}})");
  t.ask("POST", "/_matrix/client/v3/keys/device_signing/upload",
        R"({"master_key": {"keys": {"ed25519:M": "M"}}, "user_signing_key": {"keys": {"ed25519:U": "U"}}})");
  const Reply signed_reply =
      t.ask("POST", "/_matrix/client/v3/keys/signatures/upload",
            R"({"@bob:hs.test": {"BOB": {"signatures": {"@bob:hs.test": {"ed25519:M": "s"}}},
                                       "M": {"signatures": {"@bob:hs.test": {"ed25519:BOB": "d"}}}, "X": {}}})");
  EXPECT_EQ(signed_reply.body.find("failures")->find("@bob:hs.test")->members.size(), 1U);
  const std::string_view query = R"({"device_keys": {"@bob:hs.test": []}})";
  const Value own = t.ask("POST", "/_matrix/client/v3/keys/query", query).body;
  EXPECT_EQ(*pointer_find(own, "/device_keys/@bob:hs.test/BOB/signatures/@bob:hs.test/ed25519:M"),
            Value("s"));
  EXPECT_EQ(*pointer_find(own, "/master_keys/@bob:hs.test/signatures/@bob:hs.test/ed25519:BOB"), Value("d"));
  EXPECT_NE(own.find("user_signing_keys"), nullptr);
  const Value seen = t.ask("POST", "/_matrix/client/v3/keys/query", query, "alice-token").body;
  EXPECT_NE(seen.find("master_keys"), nullptr);
  EXPECT_EQ(seen.find("user_signing_keys"), nullptr);
  const std::string until = token_of(t.sync(since, {}, "alice-token"));
  const Reply changes =
      t.ask("GET", "/_matrix/client/v3/keys/changes?from=" + since + "&to=" + until, {}, "alice-token");
  EXPECT_EQ(*changes.body.find("changed"), make_array({"@bob:hs.test"}));
}

}  // namespace
}  // namespace ringcheck::world
