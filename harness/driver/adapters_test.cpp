// The real adapter programs of fixtures/subjects/ against the conversation: idle goes through in good order,
// and each wrong one gets the sentence of its expected_sentence.txt.

#include <fstream>

#include <gtest/gtest.h>

#include "driver/promises.hpp"
#include "driver/test_adapter.hpp"
#include "driver/test_vocabulary.hpp"
#include "testing/source_dir.hpp"
#include "value/grammar.hpp"

namespace ringcheck::driver {
namespace {

std::string folder_of(const std::string& name) {
  return source_dir() + "/fixtures/subjects/" + name;
}

void expect_sentence(const std::string& name, const std::string& sentence) {
  std::string wanted;
  std::getline(std::ifstream(folder_of("wrong/" + name) + "/expected_sentence.txt"), wanted);
  ASSERT_FALSE(wanted.empty()) << name;
  const auto matched = matches_regex(sentence, wanted);
  EXPECT_TRUE(matched && *matched) << name << "\n  wanted " << wanted << "\n  got    " << sentence;
}

Value start_params(const AdapterProcess& adapter) {
  return make_object({{"homeserver_url", adapter.homeserver.url()},
                      {"user_id", "@b:h"},
                      {"device_id", "DEV"},
                      {"access_token", "token"}});
}

Value call_params() {
  return make_object({{"call_id", "c"}, {"media", make_array({"audio"})}});
}

class Adapters : public testing::Test {
 protected:
  // Ready, with the session bob started and its sync open.
  void start(AdapterProcess& adapter) {
    adapter.obey(adapter.conversation.begin(now_ms()));
    ASSERT_TRUE(adapter.until([&] { return adapter.conversation.ready(); })) << adapter.sentence;
    ASSERT_EQ(adapter.ask("session.start", start_params(adapter)).kind, Outcome::Kind::done)
        << adapter.sentence;
    ASSERT_TRUE(adapter.until([&] { return adapter.homeserver.polls == 1; }));
  }

  void leave(AdapterProcess& adapter) {
    adapter.obey(adapter.conversation.finish(now_ms()));
    ASSERT_TRUE(adapter.until([&] { return adapter.ended(); }));
    adapter.obey(adapter.conversation.on_left_behind(AdapterProcess::left_behind()));
  }

  Vocabulary vocabulary_ = real_vocabulary();
};

TEST_F(Adapters, IdleGoesThroughInGoodOrder) {
  AdapterProcess idle(folder_of("idle"), vocabulary_);
  start(idle);
  EXPECT_EQ(idle.ask("answer_call", call_params()).kind, Outcome::Kind::done);
  idle.homeserver.deliver_invite();
  EXPECT_EQ(idle.ask("settle", {}).kind, Outcome::Kind::done);
  EXPECT_TRUE(idle.until([&] { return idle.homeserver.polls == 2; })) << "the delivery is taken";
  EXPECT_EQ(idle.ask("session.kill", {}).kind, Outcome::Kind::done);
  EXPECT_EQ(idle.ask("session.restart", {}).kind, Outcome::Kind::done);
  EXPECT_EQ(idle.ask("session.stop", {}).kind, Outcome::Kind::done);
  EXPECT_TRUE(idle.homeserver.sends.empty());
  leave(idle);
  EXPECT_EQ(idle.sentence, "");
}

TEST_F(Adapters, WrongBeforeTheyAreReady) {
  for (const char* name : {"chatty", "yes_man", "lying_version"}) {
    AdapterProcess adapter(folder_of(std::string("wrong/") + name), vocabulary_);
    adapter.obey(adapter.conversation.begin(now_ms()));
    EXPECT_TRUE(adapter.until([&] { return adapter.ended(); }));
    expect_sentence(name, adapter.sentence);
  }
}

TEST_F(Adapters, WrongAtAnswerCall) {
  for (const char* name :
       {"crashing", "hanging", "flooding_line", "flooding_notes", "seq_gap", "wrong_shape"}) {
    AdapterProcess adapter(folder_of(std::string("wrong/") + name), vocabulary_);
    start(adapter);
    const std::int64_t deadline_ms = std::string(name) == "hanging" ? 100 : 10'000;
    EXPECT_EQ(adapter.ask("answer_call", call_params(), deadline_ms).kind, Outcome::Kind::adapter_failed)
        << name;
    EXPECT_TRUE(adapter.until([&] { return adapter.ended(); }));
    expect_sentence(name, adapter.sentence);
  }
}

TEST_F(Adapters, WrongAfterTheyHaveLeft) {
  for (const char* name : {"leaving_child", "leaving_daemon"}) {
    AdapterProcess adapter(folder_of(std::string("wrong/") + name), vocabulary_);
    start(adapter);
    EXPECT_EQ(adapter.ask("session.stop", {}).kind, Outcome::Kind::done);
    leave(adapter);
    expect_sentence(name, adapter.sentence);
  }
}

TEST_F(Adapters, ALieAboutSettle) {
  AdapterProcess adapter(folder_of("wrong/lying_settle"), vocabulary_);
  SettleWatch watch(1000);
  start(adapter);
  adapter.homeserver.deliver_invite();
  ASSERT_TRUE(adapter.until([&] { return adapter.homeserver.polls == 2; }));
  adapter.ask("settle", {});
  watch.on_settled("bob", now_ms());
  EXPECT_EQ(adapter.ask("session.stop", {}).kind, Outcome::Kind::done);
  ASSERT_EQ(adapter.homeserver.sends.size(), 1U);
  expect_sentence("lying_settle",
                  watch.on_request("bob", adapter.homeserver.sends[0], now_ms()).value_or(""));
}

TEST_F(Adapters, OneThatStopsSyncing) {
  AdapterProcess adapter(folder_of("wrong/stops_syncing"), vocabulary_);
  start(adapter);
  adapter.homeserver.deliver_invite();
  EXPECT_EQ(adapter.ask("settle", {}).kind, Outcome::Kind::done);
  EXPECT_EQ(adapter.ask("session.stop", {}).kind, Outcome::Kind::done);
  EXPECT_EQ(adapter.homeserver.polls, 1);
  leave(adapter);
  EXPECT_EQ(adapter.sentence, "");
  expect_sentence("stops_syncing", stopped_syncing("bob", 5000));
}

}  // namespace
}  // namespace ringcheck::driver
