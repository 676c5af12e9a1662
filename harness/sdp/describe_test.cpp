#include "sdp/describe.hpp"

#include <string>
#include <vector>

#include "sdp/test_support.hpp"

namespace ringcheck::sdp {
namespace {

using Texts = std::vector<std::string>;

TEST(Describe, AnOfferOfTwoSections) {
  const Summary summary = summarize(fixture("good/chromium-offer-audio-video-data.sdp"));
  EXPECT_TRUE(summary.ok);
  EXPECT_EQ(summary.media, (Texts{"audio", "video", "application"}));
  EXPECT_EQ(summary.rejected, Texts{});
  EXPECT_EQ(summary.direction, "sendrecv");
  EXPECT_EQ(summary.mids, (Texts{"0", "1", "2"}));
  EXPECT_EQ(summary.ice_ufrag, "D2PZ");
  EXPECT_EQ(summary.setup, "actpass");
  EXPECT_EQ(summary.stream_ids, Texts{"25a7f1c6-9b51-4d6e-8a0b-6c2f0a9d1e77"});
  EXPECT_FALSE(summary.has_candidates);
  EXPECT_FALSE(summary.has_end_of_candidates);
}

TEST(Describe, RejectedSectionsStandApart) {
  const Summary summary = summarize(fixture("good/answer-video-rejected.sdp"));
  EXPECT_EQ(summary.media, Texts{"audio"});
  EXPECT_EQ(summary.rejected, Texts{"video"});
  EXPECT_EQ(summary.directions, Texts{"sendrecv"});
  EXPECT_EQ(summary.mids, (Texts{"0", "1"}));

  const Summary nothing = summarize(fixture("good/chromium-answer-rejected-empty-bundle.sdp"));
  EXPECT_TRUE(nothing.ok);
  EXPECT_EQ(nothing.media, Texts{});
  EXPECT_EQ(nothing.direction, "");
}

TEST(Describe, HoldCandidatesAndTheirEnd) {
  const std::string hold = fixture("good/chromium-reoffer-hold-gathered.sdp");
  EXPECT_EQ(summarize(hold).direction, "sendonly");
  EXPECT_TRUE(summarize(hold).has_candidates);
  EXPECT_FALSE(summarize(hold).has_end_of_candidates);
  EXPECT_TRUE(summarize(hold + "a=end-of-candidates\r\n").has_end_of_candidates);
}

TEST(Describe, BundleOnlyIsAcceptedAndTakesTheTransportOfTheGroup) {
  const Summary summary = summarize(fixture("good/firefox-offer-audio-video.sdp"));
  EXPECT_EQ(summary.media, (Texts{"audio", "video"}));
  EXPECT_EQ(summary.ice_ufrag, "5c8e21a7");
}

TEST(Describe, NoStreamAndMalformedTexts) {
  const std::string base = fixture("good/base.sdp");
  const std::string stream = "25a7f1c6-9b51-4d6e-8a0b-6c2f0a9d1e77";
  EXPECT_EQ(summarize(changed_all(base, stream, "-")).stream_ids, Texts{});
  EXPECT_FALSE(summarize("garbage").ok);
  EXPECT_FALSE(summarize("").ok);
  EXPECT_TRUE(summarize("").media.empty());
}

}  // namespace
}  // namespace ringcheck::sdp
