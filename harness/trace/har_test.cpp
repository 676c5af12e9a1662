#include "trace/har.hpp"

#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "value/json.hpp"

namespace ringcheck::trace {
namespace {

constexpr std::string_view api = "https://hs.test/_matrix/client/v3";

struct Message {
  std::string method = "GET";
  std::string path;  ///< after the version of the API
  std::string token;
  std::string sent;
  std::string got = "{}";
  int at_ms = 0;
  int takes_ms = 1;
  int status = 200;
  std::string encoding;  ///< of `got`
};

Value exchange(const Message& message) {
  Value headers = make_array();
  if (!message.token.empty()) {
    headers.push(make_object({{"name", "authorization"}, {"value", "Bearer " + message.token}}));
  }
  Value request = make_object({{"method", message.method}, {"url", std::string(api) + message.path}});
  request.set("headers", std::move(headers));
  if (!message.sent.empty()) request.set("postData", make_object({{"text", message.sent}}));
  Value content = make_object({{"size", 1}});
  if (!message.got.empty()) content.set("text", message.got);
  if (!message.encoding.empty()) content.set("encoding", message.encoding);
  return make_object(
      {{"startedDateTime",
        fmt::format("2026-01-01T00:00:{:02}.{:03}Z", message.at_ms / 1000, message.at_ms % 1000)},
       {"time", message.takes_ms},
       {"request", std::move(request)},
       {"response", make_object({{"status", message.status}, {"content", std::move(content)}})}});
}

std::string har(const std::vector<Message>& messages) {
  Value entries = make_array();
  for (const Message& each : messages) entries.push(exchange(each));
  return to_json(make_object({{"log", make_object({{"version", "1.2"}, {"entries", std::move(entries)}})}}));
}

Message send(const std::string& token, const std::string& type, const std::string& txn,
             const std::string& event_id, int at_ms) {
  return {.method = "PUT",
          .path = "/rooms/!r%3Ax/send/" + type + "/" + txn,
          .token = token,
          .sent = R"({"call_id":"c"})",
          .got = R"({"event_id":")" + event_id + "\"}",
          .at_ms = at_ms};
}

std::string timeline(const std::string& next_batch, const std::string& events, const std::string& more = "") {
  return R"({"next_batch":")" + next_batch + R"(","rooms":{"join":{"!r:x":{"timeline":{"events":[)" + events +
         "]" + more + "}}}}}";
}

std::string event(const std::string& sender, const std::string& id, const std::string& txn = "") {
  const std::string more = txn.empty() ? "" : R"(,"unsigned":{"transaction_id":")" + txn + "\"}";
  return R"({"type":"m.call.invite","sender":")" + sender + R"(","event_id":")" + id +
         R"(","origin_server_ts":1,"content":{"call_id":"c"})" + more + "}";
}

struct ReadBack {
  std::vector<Entry> entries;
  std::vector<std::string> subjects;
  Result<Extent> extent = Error{"not read"};

  std::string told() const {
    std::string text;
    for (const std::string& each : extent->untold) text += each + "\n";
    return text;
  }
  /// Kind, from and type of each entry but requests and responses, in one line.
  std::string story() const {
    std::string text;
    for (const Entry& entry : entries) {
      if (entry.kind == Kind::request || entry.kind == Kind::response) continue;
      text += fmt::format("{} {}{} {}; ", kind_name(entry.kind), entry.from,
                          entry.to == "homeserver" ? "" : " to " + entry.to,
                          entry.kind == Kind::event ? std::string(entry.head.string_at("event_id"))
                                                    : to_json(*entry.head.find("events")));
    }
    return text;
  }
};

ReadBack read(const std::string& text, std::string_view wanted = "") {
  ReadBack result;
  std::istringstream first(text);
  const auto plan = plan_har(first, "f", wanted);
  if (!plan) {
    result.extent = plan.error();
    return result;
  }
  result.subjects = plan->subjects;
  std::istringstream second(text);
  result.extent = read_har(second, "f", *plan,
                           [&](const Entry& entry, std::int64_t) { result.entries.push_back(entry); });
  return result;
}

TEST(Har, SendsBecomeEventsAndSyncsDeliverThem) {
  const ReadBack all = read(har({
      {.path = "/account/whoami", .token = "A", .got = R"({"user_id":"@a:x","device_id":"D"})"},
      {.path = "/sync", .token = "A", .got = timeline("s1", ""), .at_ms = 10},
      {.path = "/sync?since=s1",
       .token = "A",
       .got = timeline("s2", event("@b:x", "$b")),
       .at_ms = 20,
       .takes_ms = 50},
      send("A", "m.call.answer", "t1", "$a", 30),
      {.path = "/sync?since=s2", .token = "A", .got = timeline("s3", event("@a:x", "$a", "t1")), .at_ms = 80},
  }));
  ASSERT_TRUE(all.extent) << all.extent.error().text;
  EXPECT_EQ(all.subjects, std::vector<std::string>{"@a:x"});
  EXPECT_EQ(all.story(),
            "deliver homeserver to @a:x []; taken homeserver to @a:x []; event @a:x $a; event @b:x $b; "
            "deliver homeserver to @a:x [\"$b\"]; taken homeserver to @a:x [\"$b\"]; "
            "deliver homeserver to @a:x [\"$a\"]; ");
  EXPECT_EQ(all.told(), "a HAR has no notes: what a user saw is not judged\n");
}

TEST(Har, AnEventHasItsRequestAsCauseAndItsHead) {
  const ReadBack all =
      read(har({{.path = "/user/@a:x/filter/1", .token = "A"}, send("A", "m.call.answer", "t", "$a", 5)}));
  ASSERT_EQ(all.entries.size(), 5U);
  const Entry& request = all.entries[2];
  const Entry& sent = all.entries[3];
  EXPECT_EQ(request.type, "PUT /rooms/!r:x/send/m.call.answer/t");
  EXPECT_EQ(request.head.find("headers")->string_at("authorization"), "Bearer <token of @a:x>");
  EXPECT_EQ(sent.cause, request.seq);
  EXPECT_EQ(to_json(sent.head), R"({"room_id":"!r:x","event_id":"$a","sender":"@a:x","transaction_id":"t"})");
}

TEST(Har, ARepeatedSendIsOneEventAndARefusedOneIsNone) {
  Message refused = send("A", "m.call.hangup", "t2", "", 9);
  refused.status = 403;
  const ReadBack all = read(
      har({send("A", "m.call.answer", "t1", "$a", 1), send("A", "m.call.answer", "t1", "$a", 5), refused}));
  EXPECT_EQ(all.story(), "event client 1 $a; ");
}

TEST(Har, OldPathsAreReadToo) {
  std::string text = har({send("A", "m.call.answer", "t1", "$a", 1)});
  for (const char* version : {"r0", "v1", "unstable"}) {
    std::string other = text;
    other.replace(other.find("/v3/"), 4, std::string("/") + version + "/");
    EXPECT_EQ(read(other).story(), "event client 1 $a; ") << version;
  }
}

TEST(Har, ClientsAreToldApartByTokenAndNamedByUserAndDevice) {
  const std::vector<Message> messages = {
      {.path = "/account/whoami", .token = "1", .got = R"({"user_id":"@a:x","device_id":"D1"})"},
      {.path = "/account/whoami", .token = "2", .got = R"({"user_id":"@a:x","device_id":"D2"})"},
      {.path = "/account/whoami", .token = "3", .got = R"({"user_id":"@b:x","device_id":"D3"})"},
      {.path = "/account/whoami", .token = "4", .got = R"({"user_id":"@b:x","device_id":"D3"})"},
      {.path = "/voip/turnServer", .token = "5"}};
  EXPECT_EQ(read(har(messages)).subjects,
            (std::vector<std::string>{"@a:x/D1", "@a:x/D2", "@b:x", "client 1"}));
  EXPECT_EQ(read(har(messages), "@a:x").subjects, (std::vector<std::string>{"@a:x/D1", "@a:x/D2"}));
  EXPECT_EQ(read(har(messages), "@b:x/D3").subjects, std::vector<std::string>{"@b:x"});
  const ReadBack none = read(har(messages), "@z:x");
  ASSERT_FALSE(none.extent);
  EXPECT_EQ(none.extent.error().text,
            "f: no client in it is @z:x; --subject chooses one of these: @a:x/D1, @a:x/D2, @b:x, client 1");
}

TEST(Har, ATokenThatWasRefreshedIsTheSameClient) {
  const ReadBack all = read(har({
      {.method = "POST",
       .path = "/login",
       .sent = "{}",
       .got = R"({"access_token":"1","refresh_token":"r","user_id":"@a:x"})"},
      {.path = "/sync", .token = "1", .at_ms = 5},
      {.method = "POST",
       .path = "/refresh",
       .sent = R"({"refresh_token":"r"})",
       .got = R"({"access_token":"2"})",
       .at_ms = 9},
      {.path = "/sync", .token = "2", .at_ms = 15},
  }));
  EXPECT_EQ(all.subjects, std::vector<std::string>{"@a:x"});
}

TEST(Har, EventsOfAnotherDeviceAreNotTheClients) {
  const ReadBack all =
      read(har({{.path = "/user/@a:x/filter/1", .token = "A"},
                {.path = "/sync", .token = "A", .got = timeline("s", event("@a:x", "$1")), .at_ms = 9}}));
  EXPECT_NE(all.story().find("event @a:x elsewhere $1; "), std::string::npos) << all.story();
}

TEST(Har, EntriesMayStandInTheOrderOfTheirEnds) {
  const ReadBack all = read(
      har({send("A", "m.call.answer", "t1", "$a", 30),
           {.path = "/sync", .token = "A", .got = timeline("s1", event("@b:x", "$b")), .takes_ms = 50}}));
  EXPECT_EQ(all.story(), "event client 1 $a; event @b:x $b; deliver homeserver to client 1 [\"$b\"]; ");
}

TEST(Har, TimesThatAreRoundedDoNotTurnSyncsRound) {
  const ReadBack all =
      read(har({{.path = "/sync", .token = "A", .got = timeline("s1", event("@b:x", "$b")), .takes_ms = 9},
                {.path = "/sync?since=s1", .token = "A", .got = timeline("s2", ""), .at_ms = 8}}));
  EXPECT_NE(all.story().find("taken homeserver to client 1 [\"$b\"]; "), std::string::npos) << all.story();
  EXPECT_EQ(all.told().find("gap"), std::string::npos) << all.told();
}

TEST(Har, Base64IsDecoded) {
  Message sync{.path = "/sync", .token = "A", .got = "eyJuZXh0X2JhdGNoIjoicyJ9", .encoding = "base64"};
  EXPECT_EQ(read(har({sync})).story(), "deliver homeserver to client 1 []; ");
  sync.got = "eyJuZXh0X2Jh!!!!";
  EXPECT_NE(read(har({sync})).told().find("1 sync response whose body is not in the file, or is no JSON"),
            std::string::npos);
}

TEST(Har, MessagesToDevicesAreEventsForEach) {
  const ReadBack all = read(har({{.method = "PUT",
                                  .path = "/sendToDevice/m.call.invite/t",
                                  .token = "A",
                                  .sent = R"({"messages":{"@b:x":{"D1":{"call_id":"c"},"D2":{}}}})"}}));
  ASSERT_EQ(all.entries.size(), 4U);
  EXPECT_EQ(all.entries[1].channel, channel::to_device);
  EXPECT_EQ(to_json(all.entries[1].head), R"({"user_id":"@b:x","device_id":"D1"})");
  EXPECT_EQ(to_json(all.entries[1].body), R"({"call_id":"c"})");
}

TEST(Har, WhatIsMissingIsTold) {
  Message no_body = send("A", "m.call.answer", "t1", "$a", 1);
  no_body.sent = "";
  Message no_answer = send("A", "m.call.hangup", "t2", "", 2);
  no_answer.got = "";
  const ReadBack all = read(har({no_body,
                                 no_answer,
                                 {.path = "/sync", .token = "A", .got = timeline("s1", ""), .at_ms = 3},
                                 {.path = "/sync?since=s7", .token = "A", .got = "", .at_ms = 5},
                                 {.path = "/sync?since=s1",
                                  .token = "A",
                                  .got = timeline("s2", "", R"(,"limited":true)"),
                                  .at_ms = 7}}));
  for (const char* words : {"1 send whose body is not in the file", "1 send whose answer is not in the file",
                            "1 sync response whose body is not in the file", "gap between syncs",
                            "1 room in sync responses with a limited timeline"}) {
    EXPECT_NE(all.told().find(words), std::string::npos) << words << "\n" << all.told();
  }
}

TEST(Har, WithoutTokensIsReadAndTold) {
  const ReadBack all = read(har({send("", "m.call.answer", "t1", "$a", 1)}));
  EXPECT_EQ(all.story(), "event client 1 $a; ");
  EXPECT_EQ(all.entries[0].head.find("headers")->string_at("authorization"),
            "Bearer <removed from the file>");
  EXPECT_NE(all.told().find("access tokens were taken out"), std::string::npos) << all.told();
}

TEST(Har, SecretsAreMasked) {
  const ReadBack all = read(har({{.method = "POST",
                                  .path = "/delete_devices?access_token=hidden",
                                  .sent = R"({"password":"hidden"})"}}));
  ASSERT_FALSE(all.entries.empty());
  for (const Entry& entry : all.entries)
    EXPECT_EQ(to_line(entry).find("hidden"), std::string::npos) << to_line(entry);
}

TEST(Har, ThatIsCutShortIsReadAsFarAsItGoes) {
  std::string text =
      har({send("A", "m.call.answer", "t1", "$a", 1), send("A", "m.call.hangup", "t2", "$b", 2)});
  const ReadBack all = read(text.substr(0, text.size() - 40));
  ASSERT_TRUE(all.extent) << all.extent.error().text;
  EXPECT_EQ(all.story(), "event client 1 $a; ");
  EXPECT_NE(all.told().find("the file is cut short"), std::string::npos) << all.told();
}

TEST(Har, WithAFaultNamesTheEntryAndWhatToDo) {
  EXPECT_EQ(
      read(R"({"log":{"entries":[{"request":{}}]}})").extent.error().text,
      R"(f: log.entries[0] (byte 19): wanted an entry with request.url, came {"request":{}}. Export the file anew, )"
      "or take the entry out");
  EXPECT_EQ(read(R"({"logs":1})").extent.error().text,
            "f: wanted a HAR, an object with log.entries; it has none. --format names another format");
  std::string text = har({{.path = "/sync", .token = "A"}});
  text.replace(text.find("2026-01"), 7, "yesterd");
  EXPECT_NE(read(text).extent.error().text.find(
                "wanted startedDateTime as in 2026-01-02T03:04:05.678Z, came \"yesterd"),
            std::string::npos);
}

TEST(Har, ForeignTrafficPreflightsAndWebSocketsArePassedOverAndTold) {
  Message preflight{.method = "OPTIONS", .path = "/sync"};
  std::string text = har({preflight, {.path = "/sync", .token = "A"}});
  text.replace(text.find("\"time\""), 6, "\"_webSocketMessages\":[],\"time\"");
  const ReadBack all = read(text);
  EXPECT_EQ(all.entries.size(), 3U);
  EXPECT_NE(all.told().find("1 entry of web sockets: not read"), std::string::npos) << all.told();
}

TEST(Har, SlidingSyncIsReadToo) {
  std::string text =
      har({{.method = "POST",
            .path = "/org.matrix.simplified_msc3575/sync",
            .token = "A",
            .sent = "{}",
            .got = R"({"pos":"1","rooms":{"!r:x":{"timeline":[)" + event("@b:x", "$b") + "]}}}"},
           {.method = "POST",
            .path = "/org.matrix.simplified_msc3575/sync?pos=1",
            .token = "A",
            .sent = "{}",
            .at_ms = 5}});
  EXPECT_EQ(read(text).story(),
            "event @b:x $b; deliver homeserver to client 1 [\"$b\"]; taken homeserver to client 1 [\"$b\"]; "
            "deliver homeserver to client 1 []; ");
}

}  // namespace
}  // namespace ringcheck::trace
