// Who gets which instance: alike ones are shared, room is waited for in order, and nobody is given what
// failed.

#include "run/server_pool.hpp"

#include <map>
#include <memory>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "value/json.hpp"

namespace ringcheck::run {
namespace {

/// Keeps what it is asked until the test answers.
class KeptSlot : public Slot {
 public:
  Result<Done> start() override { return Done{}; }
  Result<Done> request(std::string_view method, Value params, std::int64_t, Answer answer) override {
    const std::string session(params.string_at("session"));
    asked.push_back(fmt::format("{} {}", method, session));
    if (const Value* wanted = params.find("homeserver_options")) options[session] = to_json(*wanted);
    answers.insert_or_assign(asked.back(), std::move(answer));
    return Done{};
  }
  void on_note(const std::string&, NoteListener) override {}
  void forget_session(const std::string&) override {}
  bool offers(std::string_view) const override { return false; }
  bool usable() const override { return true; }
  std::vector<std::string> stderr_lines() const override { return {}; }
  void finish() override {}

  void answer(const std::string& order) {
    driver::Outcome outcome;
    outcome.result = make_object({{"homeserver", make_object({{"url", "http://127.0.0.1:1"}})}});
    answers.at(order)(outcome);
  }
  void refuse(const std::string& order) {
    driver::Outcome outcome;
    outcome.kind = driver::Outcome::Kind::crashed;
    outcome.message = "no";
    answers.at(order)(outcome);
  }

  std::vector<std::string> asked;
  std::map<std::string, std::string> options;
  std::map<std::string, Answer> answers;
};

class ServerPoolTest : public ::testing::Test {
 protected:
  /// The place in `got` that will say which session was given, or why none.
  std::size_t ask(const Value& options, bool own = false) {
    const std::size_t place = got.size();
    got.emplace_back();
    pool.acquire(options, own, 1000, asker, [this, place](const Result<ServerInstance>& instance) {
      got[place] = instance ? instance->session : "error: " + instance.error().text;
    });
    return place;
  }

  using Texts = std::vector<std::string>;
  const Value guests = make_object({{"guests", true}});
  const Value limits = make_object({{"rate_limits", true}});
  KeptSlot slot;
  ServerPool pool{slot, 2};
  std::shared_ptr<bool> asker = std::make_shared<bool>(true);
  Texts got;
};

TEST_F(ServerPoolTest, AlikeOnesShare) {
  ask({});
  ask(make_object());
  EXPECT_EQ(slot.asked, Texts{"session.start server1"});
  EXPECT_EQ(slot.options["server1"], "{}");
  slot.answer("session.start server1");
  ask({});
  EXPECT_EQ(got, (Texts{"server1", "server1", "server1"}));
  EXPECT_EQ(slot.asked.size(), 1U);
}

TEST_F(ServerPoolTest, WhoEndsItHasOneForItself) {
  ask({}, true);
  ask({}, true);
  slot.answer("session.start server1");
  slot.answer("session.start server2");
  EXPECT_EQ(got, (Texts{"server1", "server2"}));
  pool.release("server1");
  EXPECT_EQ(slot.asked.back(), "session.stop server1");
  ask({});
  EXPECT_EQ(slot.asked.back(), "session.stop server1") << "there is no room before it has gone";
  slot.answer("session.stop server1");
  EXPECT_EQ(slot.asked.back(), "session.start server3");
}

TEST_F(ServerPoolTest, RoomIsMadeOfWhatNobodyUsesAndGivenInOrder) {
  ask({});
  ask(guests);
  slot.answer("session.start server1");
  slot.answer("session.start server2");
  ask(limits);
  ask({});
  EXPECT_EQ(got, (Texts{"server1", "server2", "", ""}))
      << "nobody is overtaken, though the last needs no room";
  pool.release("server2");
  EXPECT_EQ(slot.asked.back(), "session.stop server2");
  slot.answer("session.stop server2");
  slot.answer("session.start server3");
  EXPECT_EQ(got, (Texts{"server1", "server2", "server3", "server1"}));
}

TEST_F(ServerPoolTest, WhatDidNotStartIsToldToAllWhoWaitedAndTriedAnewForTheNext) {
  ask({});
  ask({});
  slot.refuse("session.start server1");
  EXPECT_EQ(got, (Texts{"error: no instance was started (crashed): no",
                        "error: no instance was started (crashed): no"}));
  ask({});
  slot.answer("session.start server2");
  EXPECT_EQ(got.back(), "server2");
}

TEST_F(ServerPoolTest, WhoWaitsNoMoreGetsNothing) {
  ask({});
  asker.reset();
  slot.answer("session.start server1");
  EXPECT_EQ(got, Texts{""});
  asker = std::make_shared<bool>(true);
  ask(guests);
  ask(limits);
  EXPECT_EQ(slot.asked.back(), "session.stop server1") << "nobody had it";
}

}  // namespace
}  // namespace ringcheck::run
