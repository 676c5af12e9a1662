// The bridge with real sockets: our own WebSocket client stands in for the pages.

#include "run/bridge.hpp"

#include <gtest/gtest.h>

#include "net/test_support.hpp"
#include "net/websocket.hpp"
#include "testing/source_dir.hpp"
#include "value/json.hpp"

namespace ringcheck::run {
namespace {

using net::testing::run_until;
using net::testing::TestClient;
using Lines = std::vector<std::string>;

/// One load of a page: says what it is told to, and keeps what the harness orders.
struct FakePage {
  FakePage(net::Loop& loop, const std::string& page_url) {
    std::string url = page_url;
    url.replace(0, 4, "ws");
    const std::size_t word = url.find('/', 5) + 1;
    url.replace(word, url.find('/', word) - word, "bridge");
    auto opened = net::WebSocket::connect(loop, url, {},
                                          {.on_open = [&loop] { loop.stop(); },
                                           .on_text =
                                               [this, &loop](std::string text) {
                                                 orders.push_back(std::move(text));
                                                 loop.stop();
                                               },
                                           .on_closed =
                                               [this, &loop](const std::string& why) {
                                                 closed = true;
                                                 why_closed = why;
                                                 loop.stop();
                                               }});
    EXPECT_TRUE(opened) << opened.error().text;
    socket = std::move(*opened);
  }

  FakePage(const FakePage&) = delete;
  FakePage& operator=(const FakePage&) = delete;

  void say(const widget::FromPage& frame) { socket->send(widget::to_text(frame)); }

  std::unique_ptr<net::WebSocket> socket;
  Lines orders;
  bool closed = false;
  std::string why_closed;
};

class BridgeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    BridgeEvents events;
    using Text = BridgeEvents::Text;
    events.on_open = [this](Text, Text session, Text href) { note("open " + session + " " + href); };
    events.on_message = [this](Text, Text session, const widget::Received& message) {
      note("message " + session + " " + to_json(message.data) + " of " + message.origin + " from " +
           message.from);
    };
    events.on_loaded = [this](Text, Text session, Text frame) { note("loaded " + session + " " + frame); };
    events.on_unload = [this](Text, Text session) { note("unload " + session); };
    events.on_fault = [this](Text actor, Text session, Text what) {
      note("fault " + actor + "/" + session + " " + what);
    };
    Random random(1, "bridge");
    auto opened = Bridge::open(loop, {source_dir() + "/harness/widget/pages", actors}, random, events);
    ASSERT_TRUE(opened) << opened.error().text;
    bridge = std::move(*opened);
  }

  void note(std::string line) {
    seen.push_back(std::move(line));
    if (on_note) on_note();
    loop.stop();
  }

  bool has_seen(std::size_t count) {
    return run_until(loop, [&] { return seen.size() >= count; });
  }

  std::unique_ptr<FakePage> load(const std::string& actor, widget::Page page) {
    auto fake = std::make_unique<FakePage>(loop, bridge->url_of(actor));
    fake->say(widget::Hello{page, bridge->url_of(actor) + "?widgetId=w", bridge->origin_of(actor)});
    return fake;
  }

  std::string get(const std::string& actor, const std::string& target, const std::string& method = "GET") {
    const std::string origin = bridge->origin_of(actor);
    TestClient client(loop, static_cast<std::uint16_t>(std::stoi(origin.substr(origin.rfind(':') + 1))));
    client.send(method + " " + target + " HTTP/1.1\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(run_until(loop, [&] { return client.at_end; }));
    return client.received;
  }

  std::string path_of(const std::string& actor) {
    return bridge->url_of(actor).substr(bridge->origin_of(actor).size());
  }

  const std::vector<BridgeActor> actors = {{"board", widget::Page::widget},
                                           {"call", widget::Page::widget},
                                           {"app", widget::Page::host},
                                           {"mallory", widget::Page::hostile}};
  net::Loop loop;
  Lines seen;
  std::function<void()> on_note;
  std::unique_ptr<Bridge> bridge;
};

TEST_F(BridgeTest, RelaysBothWaysInOrder) {
  const std::string url = bridge->url_of("board");
  const auto page = load("board", widget::Page::widget);
  page->say(widget::Received{make_object({{"n", 1}}), "http://host", "parent", ""});
  page->say(widget::Received{make_object({{"$undefined", true}}), "http://host", "other", ""});
  ASSERT_TRUE(has_seen(3));
  EXPECT_EQ(seen,
            (Lines{"open board " + url + "?widgetId=w", "message board {\"n\":1} of http://host from parent",
                   "message board {\"$undefined\":true} of http://host from other"}));
  EXPECT_TRUE(bridge->post("board", "board", make_object({{"a", 1}})));
  EXPECT_TRUE(bridge->post("board", "", make_object({{"a", 2}}), {"sibling", "mallory", "http://x"}));
  ASSERT_TRUE(run_until(loop, [&] { return page->orders.size() == 2; }));
  EXPECT_EQ(page->orders[0], R"({"post":{"data":{"a":1},"to":"parent","target_origin":"*"}})");
  EXPECT_EQ(page->orders[1],
            R"({"post":{"data":{"a":2},"to":"sibling","frame":"mallory","target_origin":"http://x"}})");
}

}  // namespace
}  // namespace ringcheck::run
