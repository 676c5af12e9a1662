// A server that asks to wait is not late: what a step and the markers at the end may wait grows with it. The
// server is one of this process, which refuses as often as it is told.

#include "run/server_stage.hpp"

#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "net/http_server.hpp"
#include "net/test_support.hpp"
#include "run/operated_slot.hpp"
#include "run/test_run.hpp"
#include "scenario/layout.hpp"
#include "value/json.hpp"
#include "value/yaml.hpp"

namespace ringcheck::run {
namespace {

constexpr const char* room = "!room:hs";
/// So that `network` is 750 ms.
constexpr double time_scale = 0.05;

/// One room, whose events come to who syncs; and a limit.
class LimitedServer {
 public:
  explicit LimitedServer(net::Loop& loop) {
    auto listening = net::HttpServer::listen(
        loop, {}, [this](const net::ExchangePtr& exchange) { handle(exchange); }, [](const std::string&) {});
    EXPECT_TRUE(listening) << listening.error().text;
    server_ = std::move(*listening);
  }
  std::string url() const { return fmt::format("http://127.0.0.1:{}", server_->port()); }
  /// So many events of this type, each for so long.
  void refuse(std::string type, int times, int ms) {
    refused_ = std::move(type);
    refusals_ = times;
    refused_ms_ = ms;
  }
  int refusals_left() const { return refusals_; }

 private:
  void handle(const net::ExchangePtr& exchange) {
    const std::string& target = exchange->request().target;
    if (target.find("/sync?") != std::string::npos) return sync(exchange);
    if (target.find("/send/") != std::string::npos) return send(exchange, target);
    if (target.ends_with("/versions")) return respond(exchange, R"({"versions": ["v1.11"]})");
    if (target.ends_with("/createRoom"))
      return respond(exchange, fmt::format(R"({{"room_id": "{}"}})", room));
    if (target.ends_with("/joined_rooms")) return respond(exchange, R"({"joined_rooms": []})");
    if (target.ends_with("/whoami")) {
      const std::string who(1, static_cast<char>('a' + askers_++));
      return respond(exchange, fmt::format(R"({{"user_id": "@{0}:hs", "device_id": "{0}"}})", who));
    }
    respond(exchange, "{}");
  }

  static void respond(const net::ExchangePtr& exchange, std::string body, int status = 200) {
    exchange->respond({status, {}, std::move(body)});
  }

  void send(const net::ExchangePtr& exchange, const std::string& target) {
    const std::string rest = target.substr(target.find("/send/") + 6);
    const std::string type = rest.substr(0, rest.find('/'));
    if (type == refused_ && refusals_ > 0) {
      --refusals_;
      return respond(exchange, fmt::format(R"({{"retry_after_ms": {}}})", refused_ms_), 429);
    }
    events_.push_back(make_object({{"type", type}, {"event_id", fmt::format("$event{}", events_.size())}}));
    respond(exchange, fmt::format(R"({{"event_id": "{}"}})", events_.back().string_at("event_id")));
    for (const auto& [waiting, since] : std::exchange(syncs_, {})) bring(waiting, since);
  }

  void sync(const net::ExchangePtr& exchange) {
    const std::string& target = exchange->request().target;
    const std::size_t at = target.find("since=");
    if (at == std::string::npos) return bring(exchange, 0);
    const std::size_t since = std::stoul(target.substr(at + 6));
    since < events_.size() ? bring(exchange, since) : syncs_.push_back({exchange, since});
  }

  void bring(const net::ExchangePtr& exchange, std::size_t since) {
    Value news = make_array();
    for (std::size_t i = since; i < events_.size(); ++i) news.push(events_[i]);
    const Value timeline = make_object({{"timeline", make_object({{"events", news}})}});
    respond(exchange,
            to_json(make_object({{"next_batch", fmt::format("{}", events_.size())},
                                 {"rooms", make_object({{"join", make_object({{room, timeline}})}})}})));
  }

  std::unique_ptr<net::HttpServer> server_;
  std::vector<Value> events_;
  std::vector<std::pair<net::ExchangePtr, std::size_t>> syncs_;
  std::string refused_;
  int refusals_ = 0;
  int refused_ms_ = 0;
  int askers_ = 0;
};

class ServerStageTest : public ::testing::Test {
 protected:
  /// As the guest of the server, with an account for each of the two users.
  void play(const std::string& steps) {
    lay_out(steps);
    driver::Operated operated;
    operated.url = server.url();
    operated.access_tokens = {"first-token", "second-token"};
    auto opened = Guest::open(loop, operated, folder.path());
    ASSERT_TRUE(opened) << opened.error().text;
    guest = std::move(*opened);
    bool ready = false;
    Slot::Events events;
    events.on_ready = [&](const driver::Ready&) {
      ready = true;
      loop.stop();
    };
    slot = std::make_unique<OperatedSlot>(loop, *guest, "server", std::move(events));
    ASSERT_TRUE(slot->start());
    ASSERT_TRUE(net::testing::run_until(loop, [&] { return ready; }));
    stage_on_guest();
  }

  void stage_on_guest() {
    StageOptions options;
    options.time_scale = time_scale;
    options.guest = guest.get();
    servers = std::make_unique<ServerPool>(*slot, 1);
    stage = std::make_unique<ServerStage>(loop, test, vocabulary, options, *servers);
    ASSERT_TRUE(stage->open());
    stage->warm_up(*slot);
    bool over = false;
    stage->play([&] {
      over = true;
      loop.stop();
    });
    ASSERT_TRUE(net::testing::run_until(loop, [&] { return over; }));
  }

  void lay_out(const std::string& steps) {
    static const scenario::Library library = testing::load_suites();
    auto loaded = driver::load_vocabulary(testing::home + "/schemas/driver/protocol.yaml");
    ASSERT_TRUE(loaded);
    vocabulary = std::move(*loaded);
    std::vector<Fault> faults;
    const YamlDocument document =
        parse_yaml("limited.yaml", "title: A test\nstage: server_dm\nharmless: true\nsteps:\n" + steps);
    auto tests = scenario::lay_out(document, "limited", library.pieces, &library.requirements, faults);
    for (const Fault& fault : faults) ADD_FAILURE() << render(fault, document.source);
    ASSERT_EQ(tests.size(), 1U);
    test = std::move(tests.front());
  }

  net::Loop loop;
  LimitedServer server{loop};
  testing::TemporaryFolder folder;
  driver::Vocabulary vocabulary;
  scenario::Test test;
  std::unique_ptr<Guest> guest;
  std::unique_ptr<Slot> slot;
  std::unique_ptr<ServerPool> servers;
  std::unique_ptr<ServerStage> stage;
};

TEST_F(ServerStageTest, AStepMayWaitAsMuchLongerAsTheServerAskedFor) {
  server.refuse("m.call.hangup", 1, 1000);
  play("  - send: m.call.hangup\n    as: alice\n");
  EXPECT_TRUE(stage->script().complete()) << stage->script().trouble_text();
  EXPECT_EQ(server.refusals_left(), 0);
}

TEST_F(ServerStageTest, AGroupWaitsForTheOneThatTheServerAskedToWait) {
  server.refuse("m.call.hangup", 1, 1000);
  play(
      "  - at_once:\n      - send: m.call.invite\n        as: alice\n      - send: m.call.hangup\n        "
      "as: bob\n");
  EXPECT_TRUE(stage->script().complete()) << stage->script().trouble_text();
  EXPECT_EQ(server.refusals_left(), 0);
}

// Each round asks both members, and waits for what they were told.
TEST_F(ServerStageTest, TheMarkersAtTheEndMayWaitAsMuchLonger) {
  server.refuse("org.ringcheck.marker", 4, static_cast<int>(least_answer_ms * 3 / 5));
  play("  - send: m.call.hangup\n    as: alice\n  - none: m.call.invite\n    seen_by: bob\n");
  EXPECT_TRUE(stage->script().complete()) << stage->script().trouble_text();
  EXPECT_EQ(server.refusals_left(), 0);
}

}  // namespace
}  // namespace ringcheck::run
