// A peer that plays by itself: what it says to what it hears, and to what a person tells it.

#include "peer/partner.hpp"

#include <gtest/gtest.h>

namespace ringcheck::peer {
namespace {

constexpr const char* room = "!dm:hs.test";

class PartnerTest : public ::testing::Test {
 protected:
  PartnerTest()
      : media_([number = std::uint64_t{0}]() mutable { return ++number; }),
        partner_({"@alice:hs.test", "ALICE"}, media_, [] { return "mmm"; }) {}

  static Value call(const std::string& id, Value more = make_object(), const Value& version = Value("1")) {
    Value content = make_object({{"call_id", id}, {"version", version}, {"party_id", "BOB"}});
    for (Member& member : more.members) content.set(member.key, std::move(member.value));
    return content;
  }

  /// As another engine would describe itself.
  static Value described(std::string_view type) {
    Media other([number = std::uint64_t{99}]() mutable { return ++number; });
    auto sdp = other.offer("m.call.invite", make_object());
    return make_object({{"type", type}, {"sdp", sdp ? *sdp : std::string()}});
  }

  static Value invite(const std::string& id, const Value& version = Value("1")) {
    return call(id, make_object({{"lifetime", 60000}, {"offer", described("offer")}}), version);
  }

  std::vector<Partner::Said> hear(std::string_view type, const Value& content,
                                  std::string_view where = room) {
    media_.on_subject_event(type, content);
    return partner_.hear({where, type, content});
  }

  /// The only thing that was said; of another type, or none, is an event without content.
  static Value only(const std::vector<Partner::Said>& said, std::string_view type) {
    EXPECT_EQ(said.size(), 1U) << type;
    if (said.size() != 1) return {};
    EXPECT_EQ(said.front().type, type);
    EXPECT_EQ(said.front().room_id, room);
    return said.front().type == type ? said.front().content : Value();
  }

  Value told(std::string_view line, std::string_view type) {
    const Partner::Told told = partner_.tell(line, room);
    EXPECT_EQ(told.why_not, "") << line;
    return only(told.said, type);
  }

  std::string refused(std::string_view line) {
    const Partner::Told told = partner_.tell(line, room);
    EXPECT_TRUE(told.said.empty()) << line;
    return told.why_not;
  }

  Media media_;
  Partner partner_;
};

TEST_F(PartnerTest, RingsAndAnswersWhenItIsTime) {
  EXPECT_TRUE(hear("m.call.invite", invite("c")).empty());
  EXPECT_TRUE(partner_.will_answer());
  const Value answer = only(partner_.answer_now(), "m.call.answer");
  EXPECT_EQ(answer.string_at("call_id"), "c");
  EXPECT_EQ(answer.string_at("party_id"), "ALICE");
  EXPECT_EQ(answer.string_at("version"), "1");
  EXPECT_EQ(answer.find("answer")->string_at("type"), "answer");
  EXPECT_NE(answer.find("answer")->string_at("sdp").find("m=audio"), std::string_view::npos);
  EXPECT_FALSE(partner_.will_answer());
  EXPECT_TRUE(partner_.answer_now().empty());
}

TEST_F(PartnerTest, OfVersionZeroHasNoParty) {
  hear("m.call.invite", invite("c", 0));
  const Value answer = only(partner_.answer_now(), "m.call.answer");
  EXPECT_EQ(answer.find("version")->as_int(), 0);
  EXPECT_EQ(answer.find("party_id"), nullptr);
  const Value hangup = told("hangup", "m.call.hangup");
  EXPECT_EQ(hangup.find("reason"), nullptr);
}

TEST_F(PartnerTest, ACallThatWasGivenUpIsNotAnswered) {
  hear("m.call.invite", invite("c"));
  hear("m.call.hangup", call("another"));
  EXPECT_TRUE(partner_.will_answer());
  hear("m.call.hangup", call("c"), "!other:hs.test");
  EXPECT_TRUE(partner_.will_answer());
  hear("m.call.hangup", call("c"));
  EXPECT_FALSE(partner_.will_answer());
  EXPECT_TRUE(partner_.answer_now().empty());
}

TEST_F(PartnerTest, ACallOfAnotherIsNotAnswered) {
  Value content = invite("c");
  content.set("invitee", "@carol:hs.test");
  hear("m.call.invite", content);
  EXPECT_FALSE(partner_.will_answer());
  content.set("invitee", "@alice:hs.test");
  hear("m.call.invite", content);
  EXPECT_TRUE(partner_.will_answer());
}

TEST_F(PartnerTest, WhoChoseAnotherPartyIsFreeAgain) {
  hear("m.call.invite", invite("c"));
  partner_.answer_now();
  hear("m.call.select_answer", call("c", make_object({{"selected_party_id", "ALICE"}})));
  EXPECT_EQ(refused("call"), "there is a call already: hangup ends it\n");
  hear("m.call.select_answer", call("c", make_object({{"selected_party_id", "TABLET"}})));
  told("call", "m.call.invite");
}

TEST_F(PartnerTest, AgreesToWhatIsNegotiated) {
  hear("m.call.invite", invite("c"));
  partner_.answer_now();
  EXPECT_TRUE(
      hear("m.call.negotiate", call("c", make_object({{"description", described("answer")}}))).empty());
  const Value answer =
      only(hear("m.call.negotiate", call("c", make_object({{"description", described("offer")}}))),
           "m.call.negotiate");
  EXPECT_EQ(answer.find("description")->string_at("type"), "answer");
  EXPECT_EQ(answer.find("lifetime")->as_int(), 60'000);
}

TEST_F(PartnerTest, CallsAndSelectsTheFirstAnswer) {
  const Value invite = told("call video", "m.call.invite");
  EXPECT_EQ(invite.string_at("call_id"), "mmm");
  EXPECT_NE(invite.find("offer")->string_at("sdp").find("m=video"), std::string_view::npos);
  const Value answer = call("mmm", make_object({{"answer", described("answer")}}));
  EXPECT_EQ(only(hear("m.call.answer", answer), "m.call.select_answer").string_at("selected_party_id"),
            "BOB");
  EXPECT_TRUE(hear("m.call.answer", answer).empty());
  EXPECT_EQ(told("hold", "m.call.negotiate").find("description")->string_at("sdp").find("a=sendrecv"),
            std::string_view::npos);
  EXPECT_NE(told("resume", "m.call.negotiate").find("description")->string_at("sdp").find("a=sendrecv"),
            std::string_view::npos);
  EXPECT_EQ(told("hangup", "m.call.hangup").string_at("reason"), "user_hangup");
  EXPECT_EQ(refused("hangup"), "there is no call\n");
}

TEST_F(PartnerTest, CallsByVersionZeroAndSelectsNobody) {
  const Value invite = told("call 0", "m.call.invite");
  EXPECT_EQ(invite.find("version")->as_int(), 0);
  EXPECT_TRUE(hear("m.call.answer", call("mmm", make_object({{"answer", described("answer")}}))).empty());
  EXPECT_EQ(refused("hold"), "there is no call of version 1 to put on hold\n");
}

TEST_F(PartnerTest, WhoIsRefusedIsFreeAgain) {
  told("call", "m.call.invite");
  hear("m.call.reject", call("mmm"));
  told("call", "m.call.invite");
  hear("m.call.hangup", call("mmm"));
  told("call", "m.call.invite");
}

// "Glare": of two calls that meet in a room the lesser id is the one.
TEST_F(PartnerTest, GivesWayToTheLesserCall) {
  told("call", "m.call.invite");
  EXPECT_TRUE(hear("m.call.invite", invite("mmn")).empty());
  EXPECT_TRUE(hear("m.call.invite", invite("aaa"), "!other:hs.test").empty());
  EXPECT_EQ(only(hear("m.call.invite", invite("mml")), "m.call.answer").string_at("call_id"), "mml");
}

TEST_F(PartnerTest, RejectsAndIgnoresWhenItIsTold) {
  hear("m.call.invite", invite("c"));
  EXPECT_EQ(told("reject", "m.call.reject").string_at("call_id"), "c");
  only(hear("m.call.invite", invite("d")), "m.call.reject");
  only(hear("m.call.invite", invite("e", "0")), "m.call.hangup");
  EXPECT_TRUE(partner_.tell("ignore", room).said.empty());
  hear("m.call.invite", invite("f"));
  EXPECT_FALSE(partner_.will_answer());
  told("answer", "m.call.answer");
  EXPECT_EQ(refused("sing").substr(0, 23), "it knows these words:\n ");
}

}  // namespace
}  // namespace ringcheck::peer
