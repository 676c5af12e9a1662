#include "sdp/candidate.hpp"

#include "sdp/test_support.hpp"

namespace ringcheck::sdp {
namespace {

TEST(Candidate, ReadsTheFieldsOfABrowsersLine) {
  Findings findings;
  const auto candidate = read_candidate(
      "candidate:1876313031 1 udp 2122194687 127.0.0.1 38889 typ host generation 0 ufrag D2PZ network-id 1",
      "D2PZ", 12, findings);
  ASSERT_TRUE(candidate) << shown(findings);
  EXPECT_TRUE(findings.empty());
  EXPECT_EQ(candidate->foundation, "1876313031");
  EXPECT_EQ(candidate->component, 1);
  EXPECT_EQ(candidate->transport, "udp");
  EXPECT_EQ(candidate->priority, 2122194687U);
  EXPECT_EQ(candidate->address, "127.0.0.1");
  EXPECT_EQ(candidate->port, 38889);
  EXPECT_EQ(candidate->type, "host");
  EXPECT_EQ(candidate->ufrag, "D2PZ");
}

TEST(Candidate, LegalLinesAreNotBlamed) {
  for (std::string_view line : {
           "",  // no more candidates
           "candidate:1 1 UDP 1 ::1 40000 typ host",
           "candidate:1 2 udp 2147483647 5c3b6f0a.local 40000 typ host",
           "candidate:a+/ 256 tcp 1518214911 127.0.0.1 9 typ host tcptype active",
           "candidate:1 1 udp 5 10.0.0.1 0 typ srflx raddr 0.0.0.0 rport 0 generation 0",
           "candidate:1 1 udp 5 10.0.0.1 5000 typ relay raddr :: rport 0 ufrag D2PZ",
       }) {
    EXPECT_EQ(shown(check_candidate(line, "D2PZ")), "") << line;
  }
}

TEST(Candidate, WarningsLeaveItUsableAndErrorsDoNot) {
  Findings findings;
  EXPECT_TRUE(read_candidate("candidate:1 1 udp 1 127.0.0.1 4000 typ host ufrag OLD1", "NEW1", 3, findings));
  ASSERT_EQ(findings.size(), 1U);
  EXPECT_EQ(findings[0].line, 3);
  EXPECT_FALSE(has_error(findings));
  EXPECT_FALSE(read_candidate("candidate:1 1 tcp 1 127.0.0.1 4000 typ host", "", 3, findings));
  EXPECT_TRUE(has_error(findings));
}

}  // namespace
}  // namespace ringcheck::sdp
