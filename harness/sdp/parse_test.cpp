#include "sdp/parse.hpp"

#include <string>
#include <vector>

#include "sdp/check.hpp"
#include "sdp/test_support.hpp"

namespace ringcheck::sdp {
namespace {

struct Malformed {
  std::string file;
  Ids expected;
};

TEST(Parse, EachMalformedTextIsCaughtAndNothingElseIsBlamed) {
  const std::vector<Malformed> table{
      {"no-version-line", {"sdp.line-missing"}},
      {"no-origin-line", {"sdp.line-missing"}},
      {"no-session-name-line", {"sdp.line-missing"}},
      {"no-timing-line", {"sdp.line-missing"}},
      {"session-name-before-origin", {"sdp.line-order"}},
      {"version-1", {"sdp.version"}},
      {"origin-with-5-fields", {"sdp.origin"}},
      {"media-without-format", {"sdp.media"}},
      {"media-port-99999", {"sdp.media-port"}},
      {"payload-type-200", {"sdp.payload-type"}},
      {"media-port-abc", {"sdp.media-port"}},
      {"connection-bad-address", {"sdp.connection"}},
      {"space-before-equals", {"sdp.line-shape", "sdp.line-missing"}},
      {"line-without-equals", {"sdp.line-shape"}},
      {"unknown-line-type", {"sdp.line-type"}},
      {"empty", {"sdp.line-missing"}},
      {"garbage", {"sdp.line-shape", "sdp.last-line", "sdp.line-missing"}},
      {"last-line-not-ended", {"sdp.last-line"}},
      {"nul-inside", {"sdp.bytes"}},
      {"control-character-in-mid", {"sdp.mid", "sdp.bundle-missing"}},
      {"mid-twice", {"sdp.mid-repeated"}},
      {"ufrag-of-3-characters", {"sdp.ice-ufrag"}},
      {"candidate-priority-not-a-number", {"sdp.candidate"}},
      {"setup-bogus", {"sdp.setup"}},
      {"rtpmap-for-unlisted-payload-type", {"sdp.format-unlisted"}},
  };
  EXPECT_EQ(table.size(), 25U);
  for (const Malformed& row : table) {
    const Findings findings = check_text(fixture("malformed/" + row.file + ".sdp"), Role::offer);
    EXPECT_EQ(ids_of(findings), row.expected) << row.file << "\n" << shown(findings);
    EXPECT_TRUE(has_error(findings)) << row.file;
  }
}

struct Good {
  std::string file;
  Role role;
};

TEST(Parse, RealDescriptionsAreNotBlamed) {
  const std::vector<Good> table{
      {"base", Role::offer},
      {"chromium-offer-audio", Role::offer},
      {"chromium-offer-audio-video", Role::offer},
      {"chromium-offer-audio-video-data", Role::offer},
      {"chromium-offer-two-streams", Role::offer},
      {"chromium-offer-track-without-stream", Role::offer},
      {"chromium-reoffer-hold-gathered", Role::offer},
      {"chromium-answer-rejected-empty-bundle", Role::answer},
      {"answer-video-rejected", Role::answer},
      {"js-sdk-answer-audio", Role::answer},
      {"wrtc-offer-audio", Role::offer},
      {"firefox-offer-audio-video", Role::offer},
  };
  for (const Good& row : table) {
    const Findings findings = check_text(fixture("good/" + row.file + ".sdp"), row.role);
    EXPECT_TRUE(findings.empty()) << row.file << "\n" << shown(findings);
  }
}

TEST(Parse, LfAloneIsOneWarningWhateverTheLength) {
  const Parsed parsed = parse(fixture("good/base-lf-only.sdp"));
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(parsed.findings[0].rule_id, "sdp.line-end");
  EXPECT_EQ(parsed.findings[0].severity, Severity::warning);
  EXPECT_TRUE(parsed.ok());
}

TEST(Parse, ReadsFieldsWithTheirLines) {
  const Parsed parsed = parse(fixture("good/chromium-offer-audio-video.sdp"));
  const Description& description = parsed.description;
  EXPECT_EQ(description.origin.username, "-");
  EXPECT_EQ(description.origin.session_id, "4611731400430051336");
  EXPECT_EQ(description.origin.session_version, 2U);
  EXPECT_EQ(description.origin.line, 2);
  ASSERT_EQ(description.media.size(), 2U);
  const Media& audio = description.media[0];
  EXPECT_EQ(audio.kind, "audio");
  EXPECT_EQ(audio.port, 9);
  EXPECT_EQ(audio.protocol, "UDP/TLS/RTP/SAVPF");
  EXPECT_EQ(audio.formats.front(), "111");
  EXPECT_EQ(audio.line, 8);
  ASSERT_NE(find_attribute(audio.attributes, "rtcp"), nullptr);
  EXPECT_EQ(find_attribute(audio.attributes, "rtcp")->value, "9 IN IP4 0.0.0.0");
  EXPECT_EQ(find_attribute(audio.attributes, "rtcp")->line, 10);
}

TEST(Parse, FindingsNameTheLineAndTheSource) {
  const Parsed parsed = parse(fixture("malformed/connection-bad-address.sdp"));
  ASSERT_EQ(parsed.findings.size(), 1U);
  EXPECT_EQ(parsed.findings[0].line, 7);
  EXPECT_EQ(parsed.findings[0].source, "RFC 8866 section 5.7");
  EXPECT_NE(parsed.findings[0].text.find("999.1.1.1"), std::string::npos);
}

TEST(Parse, IsBoundedInBytesSectionsAndFindings) {
  const Parsed long_text = parse(std::string(300'000, 'v'));
  EXPECT_EQ(ids_of(long_text.findings), Ids{"sdp.size"});

  std::string sections = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
  for (int i = 0; i < 1000; ++i) sections += "m=audio 0 RTP/AVP 0\r\n";
  const Parsed many = parse(sections);
  EXPECT_EQ(ids_of(many.findings), Ids{"sdp.size"});
  EXPECT_LE(many.description.media.size(), 129U);

  std::string faults;
  for (int i = 0; i < 1000; ++i) faults += "x\r\n";
  const Parsed faulty = parse(faults);
  EXPECT_EQ(faulty.findings.size(), 100U);
  EXPECT_NE(faulty.findings.back().text.find("there is more"), std::string::npos);
}

TEST(Parse, EveryPrefixOfADescriptionIsReadWithoutAFault) {
  const std::string text = fixture("good/chromium-offer-audio-video-data.sdp");
  for (std::size_t length = 0; length < text.size(); ++length) {
    const Parsed parsed = parse(std::string_view(text).substr(0, length));
    EXPECT_LE(parsed.description.media.size(), 3U);
    const bool whole_line = length > 0 && text[length - 1] == '\n';
    if (!whole_line) EXPECT_FALSE(parsed.ok()) << length;
  }
}

}  // namespace
}  // namespace ringcheck::sdp
