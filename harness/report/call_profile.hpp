#pragma once
// The call profile of a subject: what pressing its call button gives, as it claims, as the traces show and as
// it was judged. A function of the saved run alone, so that it can be made again, also of merged shards.

#include <map>
#include <string>
#include <vector>

#include "report/model.hpp"

namespace ringcheck::report {

/// Where a kind of call was seen.
struct ProfileEvidence {
  Seen seen = Seen::placed;
  std::string test;
  std::int64_t seq = 0;
  std::string what;
};

/// One kind of call.
struct ProfiledKind {
  CallKind kind = CallKind::none;
  std::vector<std::string> claimed_by;    ///< the claims in subject.yaml that say so; empty: not claimed
  std::vector<ProfileEvidence> evidence;  ///< placed, answered or rang: the first tests that show each
  int tests = 0;                          ///< that were played with this kind
  std::map<Verdict, int> judged;          ///< its requirements by their worst verdict in those tests

  /// The worst of `judged`; skipped when there is none.
  Verdict worst() const;
};

struct CallProfile {
  std::string says;  ///< "version 1, also speaks version 0"; empty when nothing was asked or seen
  std::vector<ProfiledKind> kinds;

  bool empty() const { return says.empty(); }
};

CallProfile call_profile(const RunResult& run);

/// "version 1: claimed, seen 12 times (voip.v1.caller.answered #14), judged fail: 40 pass, 2 fail", a line
/// for each kind that is claimed or was seen.
std::vector<std::string> profile_lines(const CallProfile& profile);

/// The words for what was judged: "40 pass, 2 fail", or "not judged".
std::string judged_words(const ProfiledKind& kind);

}  // namespace ringcheck::report
