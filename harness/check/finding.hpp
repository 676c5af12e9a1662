#pragma once
// What a check that reads every trace has to say: faults of what the subject sent, and how much it looked at,
// so that a pass is never the pass of a check that saw nothing.

#include <cstdint>
#include <string>
#include <vector>

namespace ringcheck::check {

struct Finding {
  std::string check;        ///< name of the check: "schema", "sdp"
  std::string requirement;  ///< may be empty: told, but no requirement of the register hangs on it
  bool error = true;        ///< false: a warning
  bool note = false;        ///< told, not judged; then it is no error either
  std::string pointer;      ///< into the body of the entry
  std::string wanted;
  std::string came;
  std::string text;  ///< one sentence
  std::int64_t at_seq = 0;
};

/// How many entries a check looked at for a requirement.
struct Examined {
  std::string check;
  std::string requirement;
  std::int64_t count = 0;
};

/// How many more findings there were than a report holds.
struct LeftOut {
  std::string check;
  std::string requirement;
  bool error = true;
  std::int64_t count = 0;
};

struct TraceReport {
  std::vector<Finding> findings;
  std::vector<Examined> examined;
  std::vector<LeftOut> left_out;
};

}  // namespace ringcheck::check
