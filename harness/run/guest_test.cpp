// How a guest of a homeserver comes and goes, against a server of this process that notes what it is asked
// and can hold an answer back.

#include "run/guest.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "net/http_server.hpp"
#include "net/test_support.hpp"
#include "run/test_run.hpp"

namespace ringcheck::run {
namespace {

constexpr const char* registration = "POST /_synapse/admin/v1/register";
constexpr const char* login = "POST /_matrix/client/v3/login";
constexpr const char* logout = "POST /_matrix/client/v3/logout";
constexpr const char* deactivation = "POST /_matrix/client/v3/account/deactivate";

constexpr const char* rule_enabled = "/_matrix/client/v3/pushrules/global/underride/.m.rule.call/enabled";
constexpr const char* own_rule = "/_matrix/client/v3/pushrules/global/override/mine";
constexpr const char* ignored = "/_matrix/client/v3/user/@a:hs/account_data/m.ignored_user_list";
constexpr const char* unreadable = "/_matrix/client/v3/user/@a:hs/account_data/unreadable";
constexpr const char* of_a_room = "/_matrix/client/v3/user/@a:hs/rooms/!r:hs/account_data/m.tag";

std::string answer_to(const std::string& asked) {
  if (asked == "GET /_matrix/client/versions") return R"({"versions": ["v1.11"]})";
  if (asked == "GET /_matrix/federation/v1/version")
    return R"({"server": {"name": "A server", "version": "1 and a half"}})";
  if (asked == "GET /_synapse/admin/v1/register") return R"({"nonce": "n"})";
  if (asked == "GET /_matrix/client/v3/joined_rooms") return R"({"joined_rooms": []})";
  if (asked == fmt::format("GET {}", rule_enabled)) return R"({"enabled": true})";
  if (asked == registration || asked == login)
    return R"({"user_id": "@a:hs", "device_id": "D", "access_token": "t"})";
  return "{}";
}

class GuestTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto listening = net::HttpServer::listen(
        loop, {}, [this](const net::ExchangePtr& exchange) { handle(exchange); }, [](const std::string&) {});
    ASSERT_TRUE(listening) << listening.error().text;
    server = std::move(*listening);
    operated.url = fmt::format("http://127.0.0.1:{}", server->port());
  }

  void handle(const net::ExchangePtr& exchange) {
    asked.push_back(exchange->request().method + ' ' + exchange->request().target);
    bodies[asked.back()] = exchange->request().body;
    if (asked.back() == hold) {
      held = exchange;
      loop.stop();
    } else if (asked.back() == fmt::format("GET {}", own_rule) ||
               asked.back() == fmt::format("GET {}", ignored)) {
      exchange->respond({404, {}, R"({"errcode": "M_NOT_FOUND"})"});
    } else if (asked.back() == fmt::format("GET {}", unreadable)) {
      exchange->respond({502, {}, ""});
    } else {
      exchange->respond({200, {}, answer_to(asked.back())});
    }
  }

  void begin() {
    auto opened = Guest::open(loop, operated, folder.path());
    ASSERT_TRUE(opened) << opened.error().text;
    guest = std::move(*opened);
    guest->begin([this](const Result<ServerName>& said) {
      ++begun;
      name = said ? fmt::format("{}|{}", said->name, said->version) : said.error().text;
      loop.stop();
    });
  }

  void close() {
    guest->close([this] {
      ++closed;
      loop.stop();
    });
  }

  /// The account of `operated`, to a test with one actor.
  int lend() {
    scenario::Test test;
    test.actors.emplace_back().name = "a";
    bool is_lent = false;
    const int loan = guest->lend(test, [&](const Result<std::map<std::string, GuestDevice>>& devices) {
      is_lent = static_cast<bool>(devices);
      loop.stop();
    });
    EXPECT_TRUE(until([&] { return is_lent; }));
    return loan;
  }

  /// Sets something on behalf of a test.
  void put(int loan, const std::string& path, const std::string& token = "t") {
    PoliteRequest request;
    request.http = {"PUT", path, {{"Authorization", "Bearer " + token}}, R"({"enabled": false})"};
    bool is_answered = false;
    request.on_answer = [&](const Result<net::HttpResponse>&) {
      is_answered = true;
      loop.stop();
    };
    guest->ask(loan, std::move(request));
    EXPECT_TRUE(until([&] { return is_answered; }));
  }

  /// Closed while the answer to this is under way.
  void close_while_held(const char* request) {
    hold = request;
    begin();
    ASSERT_TRUE(until([&] { return held != nullptr; }));
    close();
    loop.post([this] { loop.stop(); });
    loop.run();
    EXPECT_EQ(closed, 0) << "what is under way may have begun something";
    hold.clear();
    held->respond({200, {}, answer_to(request)});
    ASSERT_TRUE(until([&] { return closed == 1; }));
    EXPECT_EQ(begun, 0);
    EXPECT_TRUE(guest->still_there().empty());
  }

  bool until(const std::function<bool()>& condition) { return net::testing::run_until(loop, condition); }
  std::ptrdiff_t times(const std::string& request) const {
    return std::count(asked.begin(), asked.end(), request);
  }

  testing::TemporaryFolder folder;
  net::Loop loop;
  std::unique_ptr<net::HttpServer> server;
  driver::Operated operated;
  std::unique_ptr<Guest> guest;
  std::vector<std::string> asked;
  std::map<std::string, std::string> bodies;  ///< by request: the last
  std::string hold;
  net::ExchangePtr held;
  std::string name;
  int begun = 0;
  int closed = 0;
};

TEST_F(GuestTest, AUserWhoWasBeingMadeWhenItClosedIsDeactivated) {
  operated.registration_secret = "secret";
  close_while_held(registration);
  EXPECT_EQ(times(deactivation), 1);
}

TEST_F(GuestTest, ASessionThatWasBeingBegunWhenItClosedIsEndedAndNoOtherBegins) {
  operated.users = {{"@a:hs", "one"}, {"@b:hs", "two"}};
  close_while_held(login);
  EXPECT_EQ(times(login), 1);
  EXPECT_EQ(times(logout), 1);
}

TEST_F(GuestTest, BeforeTheFirstAnswerThereIsNothingToPutAway) {
  operated.users = {{"@a:hs", "one"}};
  close_while_held("GET /_matrix/client/versions");
  EXPECT_EQ(asked.size(), 1U);
}

TEST_F(GuestTest, WhoIsClosedTwiceSaysGoodbyeOnce) {
  operated.users = {{"@a:hs", "one"}};
  begin();
  ASSERT_TRUE(until([&] { return begun == 1; }));
  close();
  close();
  ASSERT_TRUE(until([&] { return closed == 1; }));
  close();
  EXPECT_EQ(times(logout), 1);
}

TEST_F(GuestTest, WhatATestSetsIsSetBackBeforeTheNextOneHasTheAccount) {
  operated.users = {{"@a:hs", "one"}};
  begin();
  ASSERT_TRUE(until([&] { return begun == 1; }));
  const int loan = lend();
  for (const char* path : {rule_enabled, own_rule, ignored, of_a_room}) put(loan, path);
  EXPECT_EQ(times(fmt::format("GET {}", of_a_room)), 0);
  guest->give_back(loan);
  lend();
  EXPECT_EQ(times(fmt::format("PUT {}", rule_enabled)), 2);
  EXPECT_EQ(bodies[fmt::format("PUT {}", rule_enabled)], R"({"enabled":true})");
  EXPECT_EQ(times(fmt::format("DELETE {}", own_rule)), 1);
  EXPECT_EQ(bodies[fmt::format("PUT {}", ignored)], "{}");
  EXPECT_EQ(times(fmt::format("PUT {}", of_a_room)), 1);
}

TEST_F(GuestTest, OneRuleOfTwoUsersIsTwoSettings) {
  operated.users = {{"@a:hs", "one"}};
  begin();
  ASSERT_TRUE(until([&] { return begun == 1; }));
  const int loan = lend();
  put(loan, own_rule);
  put(loan, own_rule, "of another");
  guest->give_back(loan);
  lend();
  EXPECT_EQ(times(fmt::format("GET {}", own_rule)), 2);
  EXPECT_EQ(times(fmt::format("DELETE {}", own_rule)), 2);
}

TEST_F(GuestTest, WhatCouldNotBeReadIsToldAndNotWrittenOver) {
  operated.users = {{"@a:hs", "one"}};
  begin();
  ASSERT_TRUE(until([&] { return begun == 1; }));
  const int loan = lend();
  put(loan, unreadable);
  guest->give_back(loan);
  lend();
  EXPECT_EQ(times(fmt::format("PUT {}", unreadable)), 1);
  close();
  ASSERT_TRUE(until([&] { return closed == 1; }));
  EXPECT_EQ(guest->still_there(),
            std::vector<std::string>{fmt::format("{} is still as a test has set it", unreadable)});
}

TEST_F(GuestTest, TellsWhatTheServerCallsItself) {
  operated.access_tokens = {"t"};
  begin();
  ASSERT_TRUE(until([&] { return begun == 1; }));
  EXPECT_EQ(name, "A server|1 and a half");
}

TEST_F(GuestTest, LendsNoPasswords) {
  operated.registration_secret = "secret";
  begin();
  scenario::Test test;
  EXPECT_EQ(guest->why_not(test), "");
  test.uses.passwords = true;
  EXPECT_EQ(guest->why_not(test), "it logs in by a user's password, and accounts are lent without theirs");
}

}  // namespace
}  // namespace ringcheck::run
