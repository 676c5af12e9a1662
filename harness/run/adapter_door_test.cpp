// Who comes through the door of an adapter, who does not, and what each is told.

#include "run/adapter_door.hpp"

#include <gtest/gtest.h>

#include "net/test_support.hpp"
#include "net/websocket.hpp"

namespace ringcheck::run {
namespace {

using net::testing::run_until;
using net::testing::TestClient;
using Lines = std::vector<std::string>;

class AdapterDoorTest : public ::testing::Test {
 protected:
  void open(std::int64_t wait_ms = 60'000) {
    DoorEvents events;
    events.on_waiting = [this](const std::string& url, std::int64_t left_ms) {
      EXPECT_EQ(url, door->url());
      waits.push_back(left_ms);
    };
    events.on_refused = [this](const std::string& why) {
      refused.push_back(why);
      loop.stop();
    };
    auto opened = AdapterDoor::open(loop, {}, wait_ms, std::move(events), {});
    ASSERT_TRUE(opened) << opened.error().text;
    door = std::move(*opened);
  }

  std::unique_ptr<AdapterLink> wait() {
    auto link = door->next();
    AdapterLink::Events events;
    events.on_open = [this] { say("open"); };
    events.on_received = [this](std::string_view text) { say("text " + std::string(text)); };
    events.on_stderr = [this](std::string_view) { say("stderr"); };
    events.on_over = [this](const std::string& status, const std::vector<std::string>&) {
      say("over " + status);
    };
    events.on_absent = [this](const std::string& why) { say(why); };
    EXPECT_TRUE(link->start(std::move(events)));
    return link;
  }

  void say(const std::string& line) {
    said.push_back(line);
    loop.stop();
  }

  std::unique_ptr<net::WebSocket> come() {
    auto socket =
        net::WebSocket::connect(loop, door->url(), {},
                                {.on_open = nullptr,
                                 .on_text = [this](const std::string& text) { say("adapter: " + text); },
                                 .on_closed = [this](const std::string&) { say("adapter: closed"); }});
    EXPECT_TRUE(socket);
    return std::move(*socket);
  }

  /// What somebody is answered who asks for this path, as a WebSocket or not.
  std::string answer_to(const std::string& path, bool as_websocket = true) {
    const std::string place = door->url().substr(std::string("ws://").size());
    const auto port = static_cast<std::uint16_t>(std::stoi(place.substr(place.find(':') + 1)));
    TestClient client(loop, port);
    client.send("GET " + path + " HTTP/1.1\r\nHost: " + place.substr(0, place.find('/')) +
                (as_websocket ? "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13"
                                "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
                              : "") +
                "\r\n\r\n");
    EXPECT_TRUE(run_until(loop, [&] { return client.at_end; }));
    return client.received;
  }

  std::string path() const { return door->url().substr(door->url().find("/adapter/")); }
  bool reached(const Lines& lines) {
    return run_until(loop, [&] { return said.size() >= lines.size(); }) && said == lines;
  }

  net::Loop loop;
  std::unique_ptr<AdapterDoor> door;
  std::vector<std::int64_t> waits;
  Lines refused;
  Lines said;
};

TEST_F(AdapterDoorTest, MessagesGoBothWaysAsTextsUntilTheGoodbye) {
  open();
  const auto link = wait();
  const auto adapter = come();
  EXPECT_TRUE(reached({"open"}));
  link->write("{\"id\":1}\n");
  EXPECT_TRUE(reached({"open", "adapter: {\"id\":1}"})) << "a text is a message without LF";
  adapter->send("{\n}");
  EXPECT_TRUE(reached({"open", "adapter: {\"id\":1}", "text {\n}"}));
  link->close_input();
  EXPECT_TRUE(run_until(loop, [&] { return said.size() == 5; }));
  EXPECT_EQ(said[3], "adapter: closed");
  EXPECT_EQ(said[4], "over ");
  EXPECT_EQ(waits, std::vector<std::int64_t>{60'000});
  EXPECT_EQ(refused, Lines{});
}

TEST_F(AdapterDoorTest, WhoHasNoTokenOrAWrongOneIsRefused) {
  open();
  const auto link = wait();
  const std::string no =
      "refused: the adapter's path has no token; ringcheck printed the right one when it began to wait";
  const std::string wrong =
      "refused: the adapter's path has a wrong token; ringcheck printed the right one when it began to wait";
  for (const char* each : {"/", "/adapter", "/adapter/"}) {
    const std::string answer = answer_to(each);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 401 ")) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + no + "\n")) << answer;
  }
  for (const std::string& each :
       {std::string("/adapter/x"), path() + "x", path().substr(0, path().size() - 1)}) {
    const std::string answer = answer_to(each);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 403 ")) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\n" + wrong + "\n")) << answer;
  }
  EXPECT_EQ(refused, (Lines{no, no, no, wrong, wrong, wrong}));
  EXPECT_TRUE(answer_to(path(), false).starts_with("HTTP/1.1 426 "));
  EXPECT_EQ(said, Lines{}) << "none of them was the adapter";
  const auto adapter = come();
  EXPECT_TRUE(reached({"open"})) << "and it is still waited for";
}

TEST_F(AdapterDoorTest, TwoDoorsHaveTwoTokens) {
  open();
  const std::string first = path();
  open();
  EXPECT_NE(path(), first);
  EXPECT_EQ(path().size(), std::string("/adapter/").size() + 32);
}

TEST_F(AdapterDoorTest, OneAtATimeAndWhoLostItMayComeAgain) {
  open();
  EXPECT_TRUE(answer_to(path()).starts_with("HTTP/1.1 503 ")) << "nobody is waited for yet";
  auto link = wait();
  auto adapter = come();
  EXPECT_TRUE(reached({"open"}));
  EXPECT_TRUE(answer_to(path()).starts_with("HTTP/1.1 409 "));
  EXPECT_EQ(refused.back(), "refused: an adapter is connected already");
  adapter.reset();
  EXPECT_TRUE(reached({"open", "over "}));
  link = wait();
  adapter = come();
  EXPECT_TRUE(reached({"open", "over ", "open"}));
}

TEST_F(AdapterDoorTest, AKilledLinkIsOverAndItsAdapterSeesTheEnd) {
  open();
  const auto link = wait();
  const auto adapter = come();
  EXPECT_TRUE(reached({"open"}));
  link->kill();
  EXPECT_TRUE(run_until(loop, [&] { return said.size() == 3; }));
  EXPECT_EQ(std::count(said.begin(), said.end(), "over "), 1);
  EXPECT_EQ(std::count(said.begin(), said.end(), "adapter: closed"), 1);
}

TEST_F(AdapterDoorTest, TheWaitIsToldAndEnds) {
  open(40);
  const auto link = wait();
  const std::string place = door->url().substr(0, door->url().find("/adapter/"));
  EXPECT_TRUE(reached({"no adapter came to " + place + " within 0.04 s"})) << "and the token is not in it";
  ASSERT_GE(waits.size(), 2U);
  EXPECT_EQ(waits.front(), 40);
  EXPECT_TRUE(std::is_sorted(waits.rbegin(), waits.rend()));
  EXPECT_TRUE(answer_to(path()).starts_with("HTTP/1.1 503 "));
}

TEST_F(AdapterDoorTest, AHandshakeThatIsNoGoodDoesNotEndTheWait) {
  open();
  const auto link = wait();
  const std::string place = door->url().substr(std::string("ws://").size());
  TestClient client(loop, static_cast<std::uint16_t>(std::stoi(place.substr(place.find(':') + 1))));
  client.send("GET " + path() + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
  EXPECT_TRUE(run_until(loop, [&] { return refused.size() == 1; }));
  EXPECT_TRUE(refused.front().starts_with("refused: no WebSocket came about: ")) << refused.front();
  const auto adapter = come();
  EXPECT_TRUE(reached({"open"}));
}

TEST_F(AdapterDoorTest, APortThatIsTakenIsTold) {
  open();
  const std::string place = door->url().substr(std::string("ws://").size());
  const auto port = static_cast<std::uint16_t>(std::stoi(place.substr(place.find(':') + 1)));
  const auto second = AdapterDoor::open(loop, {.port = port}, 1000, {}, {});
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().text.starts_with("cannot ")) << second.error().text;
}

}  // namespace
}  // namespace ringcheck::run
