#include "driver/vocabulary.hpp"

#include <gtest/gtest.h>

#include "driver/claims.hpp"
#include "driver/test_vocabulary.hpp"

namespace ringcheck::driver {
namespace {

using Names = std::vector<std::string>;

TEST(Vocabulary, TheRealFileIsSound) {
  const Vocabulary vocabulary = real_vocabulary();
  EXPECT_EQ(vocabulary.protocol, 1);
  EXPECT_EQ(vocabulary.sessions.size(), 4U);
  EXPECT_EQ(vocabulary.call_states.size(), 6U);
  EXPECT_EQ(vocabulary.end_causes.size(), 10U);
  ASSERT_NE(vocabulary.action("place_call"), nullptr);
  EXPECT_EQ(vocabulary.action("place_call")->claim, "voip.caller");
  EXPECT_EQ(vocabulary.action("place_call")->wrong_order, "no_such");
  EXPECT_EQ(vocabulary.method("session.start")->order, "start_session");
  EXPECT_EQ(vocabulary.method("hang_up")->order, "hang_up");
  EXPECT_EQ(vocabulary.action("session.start"), nullptr);
  EXPECT_NE(vocabulary.note("incoming_call"), nullptr);
  EXPECT_EQ(vocabulary.note("incoming"), nullptr);
}

// A word without a meaning would be a hole in the documentation.
TEST(Vocabulary, EverythingHasAMeaning) {
  const Vocabulary vocabulary = real_vocabulary();
  for (const Action& one : vocabulary.actions) {
    EXPECT_FALSE(one.means.empty()) << one.name;
    for (const Field& field : one.params) EXPECT_FALSE(field.means.empty()) << one.name << " " << field.name;
    for (const Field& field : one.result) EXPECT_FALSE(field.means.empty()) << one.name << " " << field.name;
  }
  for (const NoteKind& one : vocabulary.notes) EXPECT_FALSE(one.means.empty()) << one.name;
  for (const ErrorKind& one : vocabulary.errors)
    EXPECT_FALSE(one.means.empty() || one.blame.empty()) << one.name;
  for (const Claim& one : vocabulary.claims) EXPECT_FALSE(one.means.empty()) << one.name;
}

TEST(Vocabulary, AllFaultsAtOnce) {
  const std::string source = R"(protocol: one
words: {media: [audio]}
common: {}
initialize: {means: "x", paramz: {}}
sessions: {}
actions:
  ring: {means: "x", claim: voip.bell, params: {tone: {type: sound}, how: {type: word, words: volumes}}}
notes: {}
errors: {}
claims: {voip.caller: {actions: [place_call]}}
derived: {sent_by_peer: {}, forms: {}, cast: {}, asked: {}, together: []}
)";
  const LoadedVocabulary loaded = read_vocabulary(parse_yaml("p.yaml", source));
  Names texts;
  for (const Fault& fault : loaded.faults) texts.push_back(fault.text);
  EXPECT_EQ(texts, (Names{"protocol is a string where an integer is wanted", "unknown key paramz",
                          "a type is string, integer, boolean, word, list, object or any",
                          "there is no list volumes in words", "claim voip.bell is named but not described",
                          "action place_call is named but not described"}));
}

TEST(Vocabulary, AMissingFileIsAnError) {
  EXPECT_FALSE(load_vocabulary("/nowhere/protocol.yaml"));
}

TEST(Claims, ReviewedAmongThemselves) {
  const Vocabulary vocabulary = real_vocabulary();
  EXPECT_EQ(review_claims(vocabulary, {"voip.caller", "voip.callee", "voip.glare"}), Names{});
  EXPECT_EQ(review_claims(vocabulary, {"voip.caller", "voip.glare", "voip.calee", "xyzzy"}),
            (Names{"claims voip.glare without voip.callee, which it needs",
                   "unknown claim voip.calee; did you mean voip.callee?", "unknown claim xyzzy"}));
}

TEST(Claims, ReviewedAgainstTheOffer) {
  const Vocabulary vocabulary = real_vocabulary();
  EXPECT_EQ(review_offer(vocabulary, {"voip.callee"}, {}, {"incoming_call"}), Names{});
  EXPECT_EQ(review_offer(vocabulary, {"voip.callee", "voip.hold"}, {}, {}),
            (Names{"claims voip.callee but initialize does not list the note incoming_call, which it needs",
                   "claims voip.hold but initialize does not list the action set_hold, which it needs"}));
}

ScenarioUse use(Names orders, Names sent_by_peer, Names forms, Names cast = {}, Names asked = {}) {
  return {std::move(orders), std::move(sent_by_peer), std::move(forms), std::move(cast), std::move(asked)};
}

TEST(Claims, DerivedFromTheScenario) {
  const Vocabulary vocabulary = real_vocabulary();
  EXPECT_EQ(needed_claims(vocabulary, use({"open_widget"}, {}, {}, {"widget"}, {"get_openid", "send_event"})),
            (Names{"widget.host", "widget.host.openid"}));
  EXPECT_EQ(needed_claims(vocabulary, use({"load_widget"}, {}, {}, {"host"})), Names{"widget.widget"});
  EXPECT_EQ(needed_claims(vocabulary, use({}, {"m.widget"}, {}, {"widget"})),
            (Names{"widget.host", "widget.host.room_state"}));
  EXPECT_EQ(needed_claims(vocabulary, use({"hang_up", "settle"}, {}, {})), Names{});
  EXPECT_EQ(needed_claims(vocabulary, use({"place_call"}, {"m.call.answer"}, {"call_v1"})),
            Names{"voip.caller"});
  EXPECT_EQ(needed_claims(vocabulary, use({"answer_call"}, {"m.call.invite"}, {"call_v0"})),
            (Names{"voip.callee", "voip.v0"}));
  EXPECT_EQ(needed_claims(vocabulary, use({"place_call"}, {"m.call.invite"}, {})),
            (Names{"voip.callee", "voip.caller", "voip.glare"}));
}

}  // namespace
}  // namespace ringcheck::driver
