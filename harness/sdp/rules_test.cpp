// Each rule of rules.hpp is broken once; a rule that nothing here breaks fails the last test.

#include "sdp/rules.hpp"

#include <functional>
#include <string>
#include <vector>

#include "sdp/candidate.hpp"
#include "sdp/check.hpp"
#include "sdp/parse.hpp"
#include "sdp/test_support.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::sdp {
namespace {

constexpr std::string_view kMid0 = "a=mid:0\r\n";
constexpr std::string_view kAudio = "m=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\n";

std::string base() {
  return fixture("good/base.sdp");
}
std::string base_answer() {
  return changed_all(base(), "setup:actpass", "setup:active");
}
std::string after(std::string_view line, std::string_view added) {
  return changed(base(), line, std::string(line) + std::string(added));
}

Findings answer_findings(const std::string& answer) {
  return check_answer(parse(answer).description, parse(base()).description);
}
Findings next_findings(const std::string& next) {
  return check_next(parse(next).description, parse(base()).description);
}

struct Broken {
  std::string rule_id;
  Findings findings;
};

Broken offer(std::string rule_id, const std::string& text) {
  return {std::move(rule_id), check_text(text, Role::offer)};
}
Broken answer(std::string rule_id, const std::string& text) {
  return {std::move(rule_id), check_text(text, Role::answer)};
}
Broken exchange(std::string rule_id, const std::string& text) {
  return {std::move(rule_id), answer_findings(text)};
}
Broken next(std::string rule_id, const std::string& text) {
  return {std::move(rule_id), next_findings(text)};
}
Broken trickled(std::string rule_id, std::string_view line) {
  return {std::move(rule_id), check_candidate(line, "D2PZ")};
}

std::vector<Broken> broken_texts() {
  std::string sections = base();
  for (int i = 0; i < 200; ++i) sections += "m=audio 0 RTP/AVP 0\r\n";
  return {
      offer("sdp.size", sections),
      offer("sdp.bytes", changed(base(), "s=-", "s=\r-")),
      offer("sdp.line-end", changed(base(), "s=-\r\n", "s=-\n")),
      offer("sdp.last-line", base() + "a=x"),
      offer("sdp.line-shape", changed(base(), "s=-", "s")),
      offer("sdp.line-shape", changed(base(), "s=-", "s=")),
      offer("sdp.line-type", changed(base(), "s=-\r\n", "s=-\r\nV=0\r\n")),
      offer("sdp.line-order", after(kMid0, "c=IN IP4 0.0.0.0\r\n")),
      offer("sdp.line-order", after(kMid0, "v=0\r\n")),
      offer("sdp.line-missing", changed(base(), "t=0 0\r\n", "")),
      offer("sdp.line-repeated", changed(base(), "s=-\r\n", "s=-\r\ns=-\r\n")),
      offer("sdp.version", changed(base(), "v=0", "v=00")),
      offer("sdp.origin", changed(base(), "336 2 IN", "336 -2 IN")),
      offer("sdp.origin", changed(base(), "4611731400430051336", "9223372036854775808")),
      offer("sdp.origin", changed(base(), "IN IP4 127.0.0.1", "IN IP6 127.0.0.1")),
      offer("sdp.connection", changed(base(), "c=IN IP4 0.0.0.0", "c=IN IP4  0.0.0.0")),
      offer("sdp.bandwidth", changed(base(), "t=0 0\r\n", "b=AS\r\nt=0 0\r\n")),
      offer("sdp.timing", changed(base(), "t=0 0", "t=0")),
      offer("sdp.timing-repeated", changed(base(), "t=0 0\r\n", "t=0 0\r\nt=0 0\r\n")),
      offer("sdp.attribute", after(kMid0, "a=msid:\r\n")),
      offer("sdp.attribute", after(kMid0, "a=a b\r\n")),
      offer("sdp.media", changed(base(), "audio 9", "audio  9")),
      offer("sdp.media-port", changed(base(), "audio 9", "audio 9/0")),
      offer("sdp.payload-type", changed(base(), "SAVPF 111 0", "SAVPF 111 128")),

      offer("sdp.connection-missing", changed(base(), "c=IN IP4 0.0.0.0\r\n", "")),
      offer("sdp.attribute-repeated", after(kMid0, "a=setup:actpass\r\n")),
      offer("sdp.mid-missing", changed(base(), kMid0, "")),
      offer("sdp.mid", changed(base(), "a=mid:0", "a=mid:0 0")),
      offer("sdp.rtcp-mux-missing", changed_all(base(), "a=rtcp-mux\r\n", "")),
      offer("sdp.ice-missing", changed_all(base(), "a=ice-pwd", "a=x-pwd")),
      offer("sdp.ice-ufrag", changed_all(base(), "ufrag:D2PZ", "ufrag:D2_Z")),
      offer("sdp.ice-pwd", changed_all(base(), "pwd:g5Sm2", "pwd:")),
      offer("sdp.fingerprint-missing", changed_all(base(), "a=fingerprint", "a=footprint")),
      offer("sdp.fingerprint", changed(base(), "sha-256 9F:", "sha-256 ")),
      offer("sdp.fingerprint", changed(base(), "sha-256", "md5")),
      offer("sdp.fingerprint", changed(base(), "sha-256 9F", "sha-256 9G")),
      offer("sdp.fingerprint-case", changed(base(), "sha-256 9F", "sha-256 9f")),
      offer("sdp.setup-missing", changed_all(base(), "a=setup:actpass\r\n", "")),
      offer("sdp.setup", changed(base(), "setup:actpass", "setup:Active")),
      offer("sdp.setup-offer", changed(base(), "setup:actpass", "setup:active")),
      answer("sdp.setup-answer", base()),
      offer("sdp.protocol", changed(base(), kAudio, "m=audio 9 RTP/AVP 111 0\r\n")),
      offer("sdp.sctp-port", base() + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\n"),
      offer("sdp.rtpmap", changed(base(), "111 opus/48000/2", "111 opus")),
      offer("sdp.rtpmap", after("a=rtpmap:111 opus/48000/2\r\n", "a=rtpmap:111 opus/48000/2\r\n")),
      offer("sdp.rtpmap-missing", changed(base(), "a=rtpmap:111 opus/48000/2\r\n", "")),
      offer("sdp.format-unlisted", after(kMid0, "a=fmtp:97 x=1\r\n")),
      offer("sdp.format-unlisted", after(kMid0, "a=rtcp-fb:97 nack\r\n")),
      offer("sdp.direction-repeated", after(kMid0, "a=sendonly\r\n")),
      offer("sdp.msid", changed(base(), "a=msid:", "a=msid:a b ")),

      offer("sdp.mid-repeated", changed(base(), "a=mid:1", "a=mid:0")),
      offer("sdp.group", changed(base(), "BUNDLE 0 1", "BUNDLE 0  1")),
      offer("sdp.bundle-unknown", changed(base(), "BUNDLE 0 1", "BUNDLE 0 1 2")),
      offer("sdp.bundle-missing", changed(base(), "BUNDLE 0 1", "BUNDLE 0")),
      offer("sdp.bundle-rejected", changed(base(), "video 9", "video 0")),
      answer("sdp.bundle-ice", changed(base_answer(), "ufrag:D2PZ", "ufrag:OTHER")),

      trickled("sdp.candidate", "a=candidate:1 1 udp 1 127.0.0.1 4000 typ host"),
      trickled("sdp.candidate", "candidate:1 1 udp 1 127.0.0.1 4000 typ"),
      trickled("sdp.candidate", "candidate:1 1 udp 1 127.0.0.1 4000 typ host generation"),
      trickled("sdp.candidate", "candidate:1 300 udp 1 127.0.0.1 4000 typ host"),
      trickled("sdp.candidate", "candidate:1 1 udp 2147483648 127.0.0.1 4000 typ host"),
      trickled("sdp.candidate", "candidate:1 1 udp 1 127.0.0.256 4000 typ host"),
      trickled("sdp.candidate", "candidate:1 1 udp 1 127.0.0.1 65536 typ host"),
      trickled("sdp.candidate", "candidate:1 1 udp 1 127.0.0.1 4000 typ guest"),
      trickled("sdp.candidate", "candidate:1 1 udp 1 127.0.0.1 4000 typ srflx"),
      trickled("sdp.candidate", "candidate:1 1 udp 1 127.0.0.1 4000 typ relay raddr 1.2.3 rport 0"),
      trickled("sdp.candidate", "candidate:1_2 1 udp 1 127.0.0.1 4000 typ host"),
      trickled("sdp.candidate", "candidate:"),
      trickled("sdp.candidate-tcp", "candidate:1 1 tcp 1 127.0.0.1 9 typ host"),
      trickled("sdp.candidate-name", "candidate:1 1 udp 1 example.org 4000 typ host"),
      trickled("sdp.candidate-ufrag", "candidate:1 1 udp 1 127.0.0.1 4000 typ host ufrag OLD1"),

      exchange("sdp.answer-count", base_answer() + "m=audio 0 UDP/TLS/RTP/SAVPF 0\r\n"),
      exchange("sdp.answer-kind", changed(base_answer(), "m=video", "m=audio")),
      exchange("sdp.answer-protocol", changed(base_answer(), "UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVP")),
      exchange("sdp.answer-mid",
               changed_all(changed(base_answer(), kMid0, "a=mid:a\r\n"), "BUNDLE 0", "BUNDLE a")),
      exchange("sdp.answer-formats", changed(base_answer(), "SAVPF 111 0", "SAVPF 112 8")),
      exchange("sdp.answer-codec", changed(base_answer(), "111 opus/48000/2", "111 G722/8000")),
      exchange("sdp.answer-bundle", changed(base_answer(), "BUNDLE 0 1", "BUNDLE 0 1 2")),
      exchange("sdp.answer-unbundled", changed(base_answer(), "BUNDLE 0 1", "BUNDLE 0")),
      {"sdp.answer-revived", check_answer(parse(base_answer()).description,
                                          parse(changed(base(), "video 9", "video 0")).description)},
      {"sdp.answer-direction", check_answer(parse(base_answer()).description,
                                            parse(changed(base(), "a=sendrecv", "a=sendonly")).description)},
      {"sdp.answer-setup", check_answer(parse(base_answer()).description, parse(base_answer()).description)},

      next("sdp.next-origin", changed(base(), "4611731400430051336", "4611731400430051337")),
      next("sdp.next-version", changed(base(), "336 2 IN", "336 1 IN")),
      next("sdp.next-version-kept", changed(base(), "a=sendrecv", "a=inactive")),
      next("sdp.next-count", base().substr(0, base().find("m=video"))),
      next("sdp.next-kind", changed(base(), "m=video", "m=audio")),
      next("sdp.next-mid", changed(base(), "a=mid:1", "a=mid:2")),
      next("sdp.next-ice", changed_all(base(), "ufrag:D2PZ", "ufrag:NEW1")),
      next("sdp.next-codec", changed(base(), "111 opus/48000/2", "111 G722/8000")),
  };
}

TEST(Rules, EachTextBreaksItsRule) {
  for (const Broken& broken : broken_texts()) {
    EXPECT_TRUE(ids_of(broken.findings).contains(broken.rule_id)) << broken.rule_id << "\n"
                                                                  << shown(broken.findings);
  }
}

TEST(Rules, NothingIsSaidOfTheTextsBeforeTheyAreBroken) {
  EXPECT_EQ(shown(check_text(base(), Role::offer)), "");
  EXPECT_EQ(shown(check_text(base_answer(), Role::answer)), "");
  EXPECT_EQ(shown(answer_findings(base_answer())), "");
  EXPECT_EQ(shown(next_findings(base())), "");
}

TEST(Rules, EveryRuleIsBrokenOnceAndNamesItsSource) {
  std::ifstream file(source_dir() + "/harness/sdp/rules.hpp");
  Ids broken;
  for (const Broken& row : broken_texts()) broken.insert(row.rule_id);
  Ids known;
  constexpr std::string_view opening = "{\"sdp.";
  for (std::string line; std::getline(file, line);) {
    const std::size_t start = line.find(opening);
    if (start == std::string::npos) continue;
    known.insert(line.substr(start + 2, line.find('"', start + 2) - start - 2));
  }
  for (const Broken& row : broken_texts()) {
    for (const Finding& finding : row.findings) EXPECT_FALSE(finding.source.empty()) << finding.rule_id;
  }
  EXPECT_GT(known.size(), 60U);
  EXPECT_EQ(known, broken);
}

}  // namespace
}  // namespace ringcheck::sdp
