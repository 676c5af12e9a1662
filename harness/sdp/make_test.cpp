#include "sdp/make.hpp"

#include <string>
#include <vector>

#include "sdp/check.hpp"
#include "sdp/describe.hpp"
#include "sdp/parse.hpp"
#include "sdp/test_support.hpp"

namespace ringcheck::sdp {
namespace {

using Texts = std::vector<std::string>;

Side side_of_seed(std::uint64_t seed) {
  return {.identity = identity_of_seed(seed)};
}

Description described(const std::string& text) {
  return parse(text).description;
}

void expect_good_offer(const std::string& text) {
  EXPECT_EQ(shown(check_text(text, Role::offer)), "") << text;
}

void expect_good_answer(const std::string& answer, const std::string& offer) {
  EXPECT_EQ(shown(check_text(answer, Role::answer)), "") << answer;
  EXPECT_EQ(shown(check_answer(described(answer), described(offer))), "") << offer << answer;
}

void expect_good_next(const std::string& next, const std::string& previous) {
  EXPECT_EQ(shown(check_next(described(next), described(previous))), "") << previous << next;
  EXPECT_EQ(described(next).origin.session_version, described(previous).origin.session_version + 1);
}

TEST(Identity, IsMadeOfTheRandomBitsAlone) {
  const Identity one = identity_of_seed(1);
  const Identity same = identity_of_seed(1);
  const Identity other = identity_of_seed(2);
  EXPECT_EQ(one.ice_pwd, same.ice_pwd);
  EXPECT_EQ(one.stream_id, same.stream_id);
  EXPECT_NE(one.ice_ufrag, other.ice_ufrag);
  EXPECT_NE(one.fingerprint, other.fingerprint);
  EXPECT_NE(one.session_id, other.session_id);
  EXPECT_NE(one.stream_id, one.track_id);
  EXPECT_EQ(one.fingerprint.size(), 32U * 3 - 1);
  EXPECT_EQ(one.stream_id.size(), 36U);
  const Identity highest = identity_from([] { return ~std::uint64_t{0}; });
  EXPECT_LT(highest.session_id, std::uint64_t{1} << 62U);
  EXPECT_GT(highest.ssrc, 0U);
}

TEST(MakeOffer, EveryKindAndDirectionIsGood) {
  for (Direction direction :
       {Direction::sendrecv, Direction::sendonly, Direction::recvonly, Direction::inactive}) {
    for (bool video : {false, true}) {
      for (bool data : {false, true}) {
        Side side = side_of_seed(7);
        const std::string offer = make_offer(side, {.video = video, .data = data, .direction = direction});
        expect_good_offer(offer);
        const Summary summary = summarize(offer);
        EXPECT_EQ(summary.direction, name_of(direction));
        EXPECT_EQ(summary.media.size(), 1U + (video ? 1 : 0) + (data ? 1 : 0));
        EXPECT_EQ(summary.stream_ids.empty(), !sends(direction));
      }
    }
  }
}

TEST(MakeOffer, NamesCandidateAndLite) {
  Side side = side_of_seed(7);
  side.candidate = HostCandidate{.port = 40000};
  side.ice_lite = true;
  side.end_of_candidates = true;
  const std::string offer = make_offer(side, {});
  expect_good_offer(offer);
  EXPECT_NE(offer.find("a=ice-lite\r\n"), std::string::npos);
  EXPECT_NE(offer.find("a=candidate:1 1 udp 2122260223 127.0.0.1 40000 typ host\r\n"), std::string::npos);
  EXPECT_TRUE(summarize(offer).has_end_of_candidates);
}

struct Flow {
  Direction offered;
  Direction wished;
  std::string answered;
};

TEST(MakeAnswer, DirectionIsTheOffersReversedCutToTheWish) {
  using enum Direction;
  const std::vector<Flow> table{
      {sendrecv, sendrecv, "sendrecv"}, {sendrecv, sendonly, "sendonly"}, {sendrecv, recvonly, "recvonly"},
      {sendrecv, inactive, "inactive"}, {sendonly, sendrecv, "recvonly"}, {sendonly, sendonly, "inactive"},
      {recvonly, sendrecv, "sendonly"}, {recvonly, recvonly, "inactive"}, {inactive, sendrecv, "inactive"},
  };
  for (const Flow& row : table) {
    Side caller = side_of_seed(1);
    Side callee = side_of_seed(2);
    const std::string offer = make_offer(caller, {.direction = row.offered});
    const std::string answer = make_answer(callee, described(offer), {.direction = row.wished});
    expect_good_answer(answer, offer);
    EXPECT_EQ(summarize(answer).direction, row.answered);
  }
}

TEST(MakeAnswer, RealOffersAreAnsweredWithCodecsTheyHave) {
  for (const char* file :
       {"base", "chromium-offer-audio", "chromium-offer-audio-video", "wrtc-offer-audio",
        "chromium-offer-audio-video-data", "firefox-offer-audio-video", "chromium-reoffer-hold-gathered"}) {
    Side side = side_of_seed(3);
    const std::string offer = fixture("good/" + std::string(file) + ".sdp");
    expect_good_answer(make_answer(side, described(offer), {}), offer);
    expect_good_answer(make_answer(side, described(offer), {.video = false, .data = true}), offer);
    expect_good_answer(make_answer(side, described(offer), {.audio = false, .video = false}), offer);
  }
  Side side = side_of_seed(3);
  const std::string answer = make_answer(side, described(fixture("good/chromium-offer-audio-video.sdp")), {});
  EXPECT_EQ(described(answer).media.at(0).formats, (Texts{"111", "0", "110", "126"}));
  EXPECT_EQ(described(answer).media.at(1).formats, Texts{"96"});
  EXPECT_NE(answer.find("a=fmtp:111 minptime=10;useinbandfec=1\r\n"), std::string::npos);
}

TEST(MakeAnswer, UnknownCodecsAreAnsweredByTheFirstFormat) {
  const std::string offer = changed(changed(fixture("good/base.sdp"), "SAVPF 111 0", "SAVPF 111 102"),
                                    "a=rtpmap:111 opus/48000/2\r\na=rtpmap:0 PCMU/8000",
                                    "a=rtpmap:111 strange/8000\r\na=rtpmap:102 odd/8000");
  Side side = side_of_seed(3);
  const std::string answer = make_answer(side, described(offer), {});
  expect_good_answer(answer, offer);
  EXPECT_EQ(described(answer).media.at(0).formats, Texts{"111"});
}

TEST(MakeAnswer, RefusedSectionsKeepTheirPlaceOutsideTheBundle) {
  const std::string offer = fixture("good/chromium-offer-audio-video-data.sdp");
  Side side = side_of_seed(3);
  const std::string refusing = make_answer(side, described(offer), {.video = false});
  EXPECT_EQ(summarize(refusing).rejected, (Texts{"video", "application"}));
  EXPECT_NE(refusing.find("a=group:BUNDLE 0\r\n"), std::string::npos);
  const std::string nothing = make_answer(side, described(offer), {.audio = false, .video = false});
  EXPECT_EQ(nothing.find("BUNDLE"), std::string::npos);
  EXPECT_EQ(summarize(nothing).mids, (Texts{"0", "1", "2"}));
}

TEST(MakeAnswer, TakesTheRoleThatTheOfferLeaves) {
  const std::string offer = fixture("good/base.sdp");
  auto setup_for = [&offer](const std::string& offered, bool lite, const std::string& wished) {
    Side side = side_of_seed(3);
    side.ice_lite = lite;
    const std::string text = changed_all(offer, "setup:actpass", "setup:" + offered);
    return summarize(make_answer(side, described(text), {.setup = wished})).setup;
  };
  EXPECT_EQ(setup_for("actpass", false, ""), "active");
  EXPECT_EQ(setup_for("actpass", true, ""), "passive");
  EXPECT_EQ(setup_for("actpass", false, "passive"), "passive");
  EXPECT_EQ(setup_for("active", false, "active"), "passive");
  EXPECT_EQ(setup_for("passive", true, ""), "active");
}

TEST(MakeAnswer, AnOfferWithoutBundleGetsAnAnswerWithoutIt) {
  const std::string offer = changed(fixture("good/base.sdp"), "a=group:BUNDLE 0 1\r\n", "");
  Side side = side_of_seed(3);
  const std::string answer = make_answer(side, described(offer), {});
  expect_good_answer(answer, offer);
  EXPECT_EQ(answer.find("BUNDLE"), std::string::npos);
}

TEST(Renegotiation, HoldResumeAndUpgradeKeepWhatMustStay) {
  Side caller = side_of_seed(1);
  Side callee = side_of_seed(2);
  const std::string offer = make_offer(caller, {});
  const std::string answer = make_answer(callee, described(offer), {});
  take_answer(caller, described(answer));
  EXPECT_EQ(caller.setup, "passive");

  const std::string hold = make_offer(caller, {.direction = Direction::sendonly});
  expect_good_offer(hold);
  expect_good_next(hold, offer);
  const std::string held = make_answer(callee, described(hold), {});
  expect_good_answer(held, hold);
  expect_good_next(held, answer);
  EXPECT_EQ(summarize(held).direction, "recvonly");

  const std::string upgrade = make_offer(callee, {.video = true});
  expect_good_offer(upgrade);
  expect_good_next(upgrade, held);
  EXPECT_EQ(summarize(upgrade).media, (Texts{"audio", "video"}));
  const std::string upgraded = make_answer(caller, described(upgrade), {});
  expect_good_answer(upgraded, upgrade);
  expect_good_next(upgraded, hold);
  EXPECT_EQ(summarize(upgraded).setup, "passive");

  const std::string kept = make_offer(callee, {});
  EXPECT_EQ(summarize(kept).media, (Texts{"audio", "video"}));
  const std::string stopped = make_offer(callee, {.video = false});
  expect_good_offer(stopped);
  EXPECT_EQ(summarize(stopped).rejected, Texts{"video"});
}

TEST(Renegotiation, ASectionTheSubjectRefusedStaysRefused) {
  Side caller = side_of_seed(1);
  Side callee = side_of_seed(2);
  const std::string offer = make_offer(caller, {.video = true});
  take_answer(caller, described(make_answer(callee, described(offer), {.video = false})));
  const std::string again = make_offer(caller, {});
  expect_good_offer(again);
  expect_good_next(again, offer);
  EXPECT_EQ(summarize(again).rejected, Texts{"video"});
}

TEST(Renegotiation, AnIceRestartIsSeenAndAnswered) {
  Side caller = side_of_seed(1);
  Side callee = side_of_seed(2);
  const std::string offer = make_offer(caller, {});
  const std::string answer = make_answer(callee, described(offer), {});
  const std::string hold = make_offer(caller, {.direction = Direction::sendonly});
  EXPECT_FALSE(restarts_ice(described(hold), described(offer)));
  renew_ice(caller.identity, [] { return std::uint64_t{42}; });
  const std::string restart = make_offer(caller, {});
  EXPECT_TRUE(restarts_ice(described(restart), described(hold)));
  expect_good_next(restart, hold);
  renew_ice(callee.identity, [] { return std::uint64_t{43}; });
  const std::string restarted = make_answer(callee, described(restart), {});
  expect_good_answer(restarted, restart);
  expect_good_next(restarted, answer);
  EXPECT_NE(summarize(restarted).ice_ufrag, summarize(answer).ice_ufrag);
}

}  // namespace
}  // namespace ringcheck::sdp
