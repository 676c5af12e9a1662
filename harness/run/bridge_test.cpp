// The bridge with real sockets: our own WebSocket client stands in for the pages.

#include "run/bridge.hpp"

#include <algorithm>

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
    events.on_open = [this](Text, Text session, const widget::Hello& hello) {
      note("open " + session + " " + hello.href);
    };
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

TEST_F(BridgeTest, EachLoadIsASessionOfItsOwn) {
  const auto first = load("board", widget::Page::widget);
  ASSERT_TRUE(has_seen(1));
  const auto second = load("board", widget::Page::widget);
  ASSERT_TRUE(has_seen(2));
  EXPECT_TRUE(seen[1].starts_with("open board.2 ")) << seen[1];
  EXPECT_TRUE(bridge->post("board", "", {}));
  EXPECT_TRUE(bridge->post("board", "board", {}));
  ASSERT_TRUE(run_until(loop, [&] { return first->orders.size() == 1 && second->orders.size() == 1; }));
  second->say(widget::Unloaded{});
  ASSERT_TRUE(has_seen(3));
  EXPECT_EQ(seen[2], "unload board.2");
  EXPECT_FALSE(bridge->post("board", "board.2", {}));
  EXPECT_TRUE(bridge->post("board", "", {})) << "the first is still open";
  second->socket->close();
  first->socket->close();
  ASSERT_TRUE(has_seen(4));
  EXPECT_EQ(seen[3], "unload board") << "one that had said so is not told again";
  EXPECT_FALSE(bridge->post("board", "", {}));
}

TEST_F(BridgeTest, OrdersFramesAndReloads) {
  EXPECT_FALSE(bridge->frame("app", "http://x/")) << "no page is there";
  const auto page = load("app", widget::Page::host);
  ASSERT_TRUE(has_seen(1));
  EXPECT_TRUE(bridge->frame("app", "http://x/"));
  EXPECT_TRUE(bridge->order("app", "", widget::DropFrame{}));
  EXPECT_TRUE(bridge->order("app", "app", widget::Reload{}));
  ASSERT_TRUE(run_until(loop, [&] { return page->orders.size() == 3; }));
  EXPECT_EQ(page->orders, (Lines{R"({"frame":{"url":"http://x/","name":"widget"}})",
                                 R"({"unframe":{"name":"widget"}})", R"({"reload":{}})"}));
  page->say(widget::Loaded{"widget"});
  ASSERT_TRUE(has_seen(2));
  EXPECT_EQ(seen[1], "loaded app widget");
}

TEST_F(BridgeTest, ServesEachPageAtItsOwnOriginAlone) {
  EXPECT_NE(bridge->origin_of("board"), bridge->origin_of("app"));
  EXPECT_NE(bridge->origin_of("board"), bridge->origin_of("mallory"));
  EXPECT_NE(bridge->origin_of("app"), bridge->origin_of("mallory"));
  EXPECT_EQ(bridge->origin_of("board"), bridge->origin_of("call"));
  EXPECT_NE(bridge->url_of("board"), bridge->url_of("call"));
  EXPECT_EQ(bridge->url_of("nobody"), "");
  for (const BridgeActor& actor : actors) {
    const std::string got = get(actor.name, path_of(actor.name) + "?widgetId=x&parentUrl=y");
    EXPECT_TRUE(got.starts_with("HTTP/1.1 200 ")) << actor.name;
    EXPECT_NE(got.find(std::string("data-page=\"") + std::string(page_name(actor.page))), got.npos);
    const std::size_t policy = got.find("Content-Security-Policy: default-src 'none'; script-src 'self';");
    EXPECT_NE(policy, got.npos);
    // Anybody may frame it.
    EXPECT_EQ(got.find("frame-ancestors"), got.npos);
    EXPECT_EQ(got.find("X-Frame-Options"), got.npos);
    EXPECT_TRUE(get(actor.name, "/bridge.js").starts_with("HTTP/1.1 200 "));
  }
  EXPECT_TRUE(seen.empty()) << seen[0];
}

TEST_F(BridgeTest, HasNothingForOthers) {
  for (const std::string target : {"/", "/favicon.ico", "/widget", "*", "/bridge.js/x", "/../codec.js"}) {
    EXPECT_TRUE(get("board", target).starts_with("HTTP/1.1 404 ")) << target;
  }
  EXPECT_EQ(seen.size(), 1U) << "of what looks like a page of ours alone";
  seen.clear();
  for (const std::string actor : {"board", "app"}) {
    EXPECT_TRUE(get(actor, "/widget/nobody").starts_with("HTTP/1.1 404 "));
    EXPECT_TRUE(get(actor, path_of("mallory")).starts_with("HTTP/1.1 404 ")) << "of another origin";
  }
  ASSERT_EQ(seen.size(), 4U);
  EXPECT_EQ(seen[0], "fault / the origin of the widget page has no /widget/nobody: its token is another");
  EXPECT_TRUE(get("board", path_of("board"), "POST").starts_with("HTTP/1.1 405 "));
  EXPECT_TRUE(get("board", path_of("board"), "HEAD").starts_with("HTTP/1.1 200 "));
}

TEST_F(BridgeTest, TellsARequestOfTheBridgeThatIsNoWebSocket) {
  const std::string token = path_of("board").substr(std::string("/widget/").size());
  EXPECT_TRUE(get("board", "/bridge/" + token).starts_with("HTTP/1.1 426 "));
  EXPECT_EQ(seen, Lines{"fault board/ a request of the bridge's path asked for no WebSocket"});
  seen.clear();
  FakePage stranger(loop, bridge->origin_of("board") + "/widget/nobody");
  ASSERT_TRUE(run_until(loop, [&] { return stranger.closed; }));
  EXPECT_EQ(seen, Lines{"fault / the origin of the widget page has no /bridge/nobody: its token is another"});
}

TEST_F(BridgeTest, TellsWhatNoPageSaysAndGoesOn) {
  FakePage page(loop, bridge->url_of("board"));
  page.say(widget::Received{{}, "o", "parent", ""});
  page.say(widget::Hello{widget::Page::host, "h", "o"});
  page.say(widget::Hello{widget::Page::widget, "h", "o"});
  page.say(widget::Hello{widget::Page::widget, "h", "o"});
  page.socket->send("no JSON");
  page.socket->send("[]");
  page.socket->send(R"({"message":{"data":{"$blob":"?"},"origin":"o","from":"parent"}})");
  page.socket->send(R"({"message":{"data":"\ud800","origin":"o","from":"parent"}})");
  page.say(widget::Trouble{"there is no parent to post to"});
  page.say(widget::Unloaded{});
  page.say(widget::Loaded{"widget"});
  ASSERT_TRUE(has_seen(12));
  const std::string fault = "fault board/board ";
  EXPECT_TRUE(seen[0].starts_with(fault + "came before hello or after unloaded: {\"message\"")) << seen[0];
  EXPECT_EQ(seen[1], fault + "wanted hello from the widget page, came one from the host page");
  EXPECT_EQ(seen[2], "open board h");
  EXPECT_EQ(seen[3], fault + "a second hello came");
  EXPECT_TRUE(seen[4].starts_with(fault + "wanted one JSON object, came no JSON: ")) << seen[4];
  EXPECT_EQ(seen[5], fault + "wanted one object in one member that names it, came []");
  EXPECT_TRUE(seen[6].starts_with(fault + "message: data at the root: ")) << seen[6];
  EXPECT_TRUE(seen[7].starts_with(fault + "at /message/data: ")) << seen[7];
  EXPECT_TRUE(seen[8].starts_with("message board ")) << "told, and not lost: " << seen[8];
  EXPECT_EQ(seen[9], fault + "the page says: there is no parent to post to");
  EXPECT_EQ(seen[10], "unload board");
  EXPECT_TRUE(seen[11].starts_with(fault + "came before hello or after unloaded: ")) << seen[11];
}

TEST_F(BridgeTest, TellsALostPageOnce) {
  const auto page = load("board", widget::Page::widget);
  ASSERT_TRUE(has_seen(1));
  page->socket->send(std::string(5'000'000, 'x'));
  ASSERT_TRUE(has_seen(3));
  EXPECT_EQ(seen[1], "fault board/board a message is larger than 4194304 bytes");
  EXPECT_EQ(seen[2], "unload board");
}

TEST_F(BridgeTest, BoundsWhatIsOpenAndWhatIsTold) {
  std::vector<std::unique_ptr<FakePage>> pages;
  for (int i = 0; i < 65; ++i) pages.push_back(load("board", widget::Page::widget));
  ASSERT_TRUE(has_seen(65));
  ASSERT_TRUE(run_until(loop, [&] { return pages.back()->closed; }));
  EXPECT_EQ(std::count(seen.begin(), seen.end(), "fault board/ a page was refused: 64 are open already"), 1);
  seen.clear();
  for (int i = 0; i < 200; ++i) pages[0]->socket->send("no JSON");
  pages[0]->say(widget::Loaded{"last"});
  ASSERT_TRUE(has_seen(100));
  EXPECT_EQ(seen.size(), 100U);
  EXPECT_TRUE(seen[98].ends_with("; more of this test is not told")) << seen[98];
  EXPECT_EQ(seen[99], "loaded board last");
}

TEST_F(BridgeTest, ClosesWithinWhatItTells) {
  const auto page = load("board", widget::Page::widget);
  const auto other = load("app", widget::Page::host);
  ASSERT_TRUE(has_seen(2));
  on_note = [this] { bridge->close(); };
  page->socket->send(R"({"message":{"data":"\ud800","origin":"o","from":"parent"}})");
  ASSERT_TRUE(run_until(loop, [&] { return page->closed && other->closed; }));
  EXPECT_EQ(page->why_closed, "");
  EXPECT_EQ(seen.size(), 3U) << "nothing is told after close()";
  EXPECT_FALSE(bridge->post("board", "", {}));
}

TEST_F(BridgeTest, MayGoWhilePagesAreOpen) {
  const auto page = load("board", widget::Page::widget);
  ASSERT_TRUE(has_seen(1));
  bridge.reset();
  ASSERT_TRUE(run_until(loop, [&] { return page->closed; }));
  EXPECT_EQ(seen.size(), 1U);
}

TEST_F(BridgeTest, ASeedGivesTheSameTokens) {
  Random again(1, "bridge");
  Random other(2, "bridge");
  const std::string pages = source_dir() + "/harness/widget/pages";
  const auto token = [](const std::string& url) { return url.substr(url.rfind('/')); };
  const auto same = Bridge::open(loop, {pages, actors}, again, {});
  const auto changed = Bridge::open(loop, {pages, actors}, other, {});
  ASSERT_TRUE(same && changed);
  EXPECT_EQ(token((*same)->url_of("app")), token(bridge->url_of("app")));
  EXPECT_NE(token((*changed)->url_of("app")), token(bridge->url_of("app")));
}

TEST_F(BridgeTest, SaysWhichPageItCannotRead) {
  Random random(1, "bridge");
  const auto opened = Bridge::open(loop, {"/nowhere", actors}, random, {});
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().text, "cannot read /nowhere/codec.js; the pages of widgets are files there");
}

}  // namespace
}  // namespace ringcheck::run
