#pragma once
// What a check says about a description: which rule, where, and what is wrong.

#include <string>
#include <string_view>
#include <vector>

namespace ringcheck::sdp {

enum class Severity { error, warning };

/// One demand on a description; all of them stand in rules.hpp.
struct Rule {
  std::string_view id;
  Severity severity;
  std::string_view source;  ///< document and section, for instance "RFC 8866 section 5.2"
};

/// One fault of one description.
struct Finding {
  std::string rule_id;
  Severity severity = Severity::error;
  int line = 0;        ///< 1-based line of the description; 0 if the fault is of no line
  std::string text;    ///< one sentence without a full stop
  std::string source;  ///< as in the rule
};

using Findings = std::vector<Finding>;

/// Appends a finding, unless there are already too many to be read; the last one then says so.
void report(Findings& findings, const Rule& rule, int line, std::string text);

/// Whether one of them is an error, not a warning.
bool has_error(const Findings& findings);

}  // namespace ringcheck::sdp
