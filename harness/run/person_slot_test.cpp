#include "run/person_slot.hpp"

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "driver/test_vocabulary.hpp"
#include "net/descriptor.hpp"

namespace ringcheck::run {
namespace {

using Kind = driver::Outcome::Kind;

driver::Action by_hand(std::string sentence) {
  driver::Action action;
  action.by_hand = std::move(sentence);
  return action;
}

TEST(OrderByHand, SaysWhatIsWantedInWords) {
  const Value params = make_object({{"room_id", "!r:hs.test"},
                                    {"media", make_array({Value("audio"), Value("video")})},
                                    {"on_hold", true}});
  EXPECT_EQ(order_by_hand(by_hand("In {room_id}, begin a call with {media}"), params),
            "In !r:hs.test, begin a call with audio and video");
  EXPECT_EQ(order_by_hand(by_hand("Call on hold: {on_hold}"), params), "Call on hold: yes");
  EXPECT_EQ(order_by_hand(by_hand("Hang up"), params), "Hang up");
  EXPECT_EQ(order_by_hand(by_hand("With {nothing} and {"), params), "With … and {");
}

TEST(OutcomeByHand, NothingTypedIsDone) {
  EXPECT_EQ(outcome_by_hand("").kind, Kind::done);
  EXPECT_EQ(outcome_by_hand("no").kind, Kind::unsupported);
  const driver::Outcome went_wrong = outcome_by_hand("no button there");
  EXPECT_EQ(went_wrong.kind, Kind::refused);
  EXPECT_EQ(went_wrong.message, "no button there");
}

/// A person at a pipe, and a slot that is ready.
class PersonSlotTest : public ::testing::Test {
 protected:
  PersonSlotTest() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    input_ = net::Descriptor(ends[0]);
    keys_ = net::Descriptor(ends[1]);
    person_.emplace(loop_, Person::Terminal{ends[0], [this](const std::string& text) { told_ += text; }});
    begin();
    told_.clear();
  }

  /// A slot, until it is ready or over.
  void begin(PersonSlot::OtherLines other_lines = {}) {
    Slot::Events events;
    events.on_ready = [this](const driver::Ready& ready) {
      ready_ = ready;
      loop_.stop();
    };
    events.on_over = [this](const std::string& sentence) {
      over_ = sentence;
      loop_.stop();
    };
    slot_.emplace(loop_, vocabulary_, *person_, "app", std::move(events), std::move(other_lines));
    EXPECT_TRUE(slot_->start());
    loop_.run();
  }

  void type(std::string_view keys) {
    EXPECT_EQ(write(keys_.get(), keys.data(), keys.size()), static_cast<ssize_t>(keys.size()));
  }

  void ask(std::string_view method, Value params = make_object()) {
    params.set("session", "s1");
    auto asked = slot_->request(method, std::move(params), 1, [this](const driver::Outcome& outcome) {
      outcomes_.push_back(outcome);
      loop_.stop();
    });
    EXPECT_TRUE(asked) << (asked ? "" : asked.error().text);
  }

  void invite() {
    trace::Entry entry;
    entry.kind = trace::Kind::event;
    entry.type = "m.call.invite";
    entry.from = "alice";
    entry.head = make_object({{"room_id", "!r:hs.test"}, {"sender", "@alice:hs.test"}});
    entry.body = make_object(
        {{"call_id", "one"}, {"offer", make_object({{"sdp", "m=audio 9 x\r\nm=video 9 x\r\n"}})}});
    slot_->look_at(entry);
  }

  driver::Vocabulary vocabulary_ = driver::real_vocabulary();
  net::Loop loop_;
  net::Descriptor input_;
  net::Descriptor keys_;
  std::string told_;
  std::optional<driver::Ready> ready_;
  std::optional<std::string> over_;
  std::vector<driver::Outcome> outcomes_;
  std::optional<Person> person_;
  std::optional<PersonSlot> slot_;
};

TEST_F(PersonSlotTest, OffersWhatAPersonCanBeTold) {
  ASSERT_TRUE(ready_);
  EXPECT_EQ(ready_->notes, std::vector<std::string>{"incoming_call"});
  EXPECT_TRUE(slot_->offers("hang_up"));
  EXPECT_FALSE(slot_->offers("get_calls")) << "a person does not know the id of a call";
  EXPECT_FALSE(slot_->offers("settle"));
}

TEST_F(PersonSlotTest, PutsOneOrderAfterTheOther) {
  ask("hang_up", make_object({{"call_id", "one"}}));
  ask("reject_call", make_object({{"call_id", "one"}}));
  EXPECT_EQ(told_, "\n> Hang up\n");
  type(" \r\nno\n");
  loop_.run();
  if (outcomes_.size() < 2) loop_.run();
  EXPECT_EQ(told_, "\n> Hang up\n\n> Reject the call\n");
  ASSERT_EQ(outcomes_.size(), 2U);
  EXPECT_EQ(outcomes_[0].kind, Kind::done);
  EXPECT_EQ(outcomes_[1].kind, Kind::unsupported);
}

TEST_F(PersonSlotTest, TellsByWhichCallItRings) {
  std::vector<driver::Note> notes;
  slot_->on_note("s1", [&](const driver::Note& note) { notes.push_back(note); });
  ask("session.start");
  invite();
  type("ring\n\n");
  loop_.run();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_EQ(notes[0].kind, "incoming_call");
  EXPECT_EQ(notes[0].data, make_object({{"call_id", "one"},
                                        {"room_id", "!r:hs.test"},
                                        {"from", "@alice:hs.test"},
                                        {"media", make_array({Value("audio"), Value("video")})}}));
  ASSERT_EQ(outcomes_.size(), 1U) << "and the order that was open is answered by the line after it";
}

TEST_F(PersonSlotTest, RingsForNobodyBeforeSomebodyCalls) {
  slot_->on_note("s1", [](const driver::Note&) { ADD_FAILURE(); });
  ask("session.start");
  type("ring\n\n");
  loop_.run();
  EXPECT_NE(told_.find("nobody has called it"), std::string::npos) << told_;
}

TEST_F(PersonSlotTest, StopsASessionWithoutAWord) {
  ask("session.stop");
  loop_.run();
  EXPECT_EQ(told_, "");
  ASSERT_EQ(outcomes_.size(), 1U);
  EXPECT_EQ(outcomes_[0].kind, Kind::done);
}

TEST_F(PersonSlotTest, IsOverWhenNobodyTypesAnyMore) {
  ask("hang_up");
  keys_.close();
  loop_.run();
  EXPECT_EQ(over_, "nobody answers any more: the input has ended");
  EXPECT_FALSE(slot_->usable());
}

TEST_F(PersonSlotTest, DoesNotWaitForWhoHasGoneBefore) {
  keys_.close();
  loop_.run();
  over_.reset();
  ready_.reset();
  begin();
  EXPECT_FALSE(ready_);
  EXPECT_EQ(over_, "nobody answers any more: the input has ended");
}

TEST_F(PersonSlotTest, DoesNotRingByACallOfTheAppItself) {
  trace::Entry start;
  start.kind = trace::Kind::start;
  start.head = make_object({{"subject", "alice"}});
  slot_->look_at(start);
  slot_->on_note("s1", [](const driver::Note&) { ADD_FAILURE(); });
  ask("session.start");
  invite();
  type("ring\n\n");
  loop_.run();
  EXPECT_NE(told_.find("nobody has called it"), std::string::npos) << told_;
}

TEST_F(PersonSlotTest, WhoIsToldAndNotAskedMayDoAsTheyLike) {
  std::vector<std::string> lines;
  begin([&](const std::string& line) {
    lines.push_back(line);
    loop_.stop();
  });
  EXPECT_EQ(told_, "");
  ask("hang_up");
  loop_.run();
  EXPECT_EQ(told_, "\n> Hang up\n");
  ASSERT_EQ(outcomes_.size(), 1U);
  EXPECT_EQ(outcomes_[0].kind, Kind::done);
  type("call\n");
  loop_.run();
  EXPECT_EQ(lines, std::vector<std::string>{"call"});
  keys_.close();
  ask("hang_up");
  loop_.run();
  EXPECT_FALSE(over_);
  EXPECT_TRUE(slot_->usable()) << "who types nothing may still move the app";
}

}  // namespace
}  // namespace ringcheck::run
