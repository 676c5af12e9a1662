#pragma once
// Which requirements a person means: by id, section, MSC, level and release. What is not known is an error,
// never an empty answer, so that a slip of the pen does not look like a suite that proves nothing.

#include <string>
#include <string_view>
#include <vector>

#include "spec/register.hpp"
#include "value/result.hpp"

namespace ringcheck::spec {

/// One requirement must fit all of it; within a list any will do. What is empty asks for nothing.
struct Filter {
  std::vector<std::string> ids;       ///< VOIP-072
  std::vector<std::string> sections;  ///< glare
  std::vector<std::string> mscs;      ///< MSC2746 or 2746
  std::vector<std::string> levels;    ///< must
  std::vector<std::string> tiers;     ///< 1
  std::string since;                  ///< v1.7 or 1.7: demanded by that release or an earlier one

  bool empty() const;
};

/// The options that say the same: `--section glare --level must`. Empty for a filter that asks for nothing.
std::string describe(const Filter& filter);

/// MSC2746, of that or of 2746.
std::string msc_name(std::string_view word);

/// Whether the text names a release of the specification: r0.6.1, v1.7.
bool is_release(std::string_view text);
/// Whether one release came out before another: r0.6.1 < v1.1 < v1.7 < v1.12. Both are releases.
bool is_earlier(std::string_view release, std::string_view other);

/// The requirements that fit, in the order of the register. With `since` those that rest on an MSC alone are
/// left out. The error names the word that nothing fits, the nearest one, and what there is.
Result<std::vector<const Requirement*>> requirements_that_fit(const Register& requirements,
                                                              const Filter& filter);

}  // namespace ringcheck::spec
