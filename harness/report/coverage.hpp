#pragma once
// How much of the register is proved: each requirement by which scenarios and checks, what is excluded and
// why, what is not tested yet; and the sums that show where the holes are.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/library.hpp"
#include "spec/register.hpp"

namespace ringcheck::report {

enum class Standing : std::uint8_t { proved, excluded, not_yet };
/// `proved`, `excluded`, `not_yet`.
std::string_view standing_name(Standing standing);

/// A check that reads every trace, and the requirements that it decides.
struct ProvingCheck {
  std::string name;
  std::vector<std::string> requirements;
  std::string what{};  ///< it looks at
};
/// All that there are.
std::vector<ProvingCheck> proving_checks();

struct CoveredRequirement {
  const spec::Requirement* requirement = nullptr;
  Standing standing = Standing::not_yet;
  std::vector<std::string> scenarios;  ///< without their cases
  std::vector<std::string> checks;
};

/// How many stand how, among those that share a word: an area, a section, a level, a release, an MSC.
struct CoverageSum {
  std::string word;
  std::string about;  ///< of an MSC: its status and title
  int proved = 0;
  int excluded = 0;
  int not_yet = 0;
};

struct Coverage {
  std::vector<CoveredRequirement> requirements;  ///< in the order of the register
  CoverageSum all;
  std::vector<CoverageSum> areas;
  std::vector<CoverageSum> sections;
  std::vector<CoverageSum> levels;    ///< must first
  std::vector<CoverageSum> tiers;     ///< of the widget API
  std::vector<CoverageSum> releases;  ///< oldest first; those that only an MSC demands are not among them
  std::vector<CoverageSum> mscs;      ///< by number
};

/// VOIP of VOIP-072.
std::string area_of(const spec::Requirement& requirement);

/// Of those requirements of the register that were `chosen`. Proved outweighs excluded: what a suite decides
/// is not left out. The register must outlive the result.
Coverage coverage(const spec::Register& requirements, const std::vector<const spec::Requirement*>& chosen,
                  const std::vector<scenario::Test>& tests, const std::vector<ProvingCheck>& checks);

/// The sums as tables.
std::string coverage_text(const Coverage& coverage);
/// A line for each requirement that is not tested yet.
std::string not_yet_text(const Coverage& coverage);
/// Everything: {all, areas, sections, levels, tiers, releases, mscs, requirements}.
std::string coverage_json(const Coverage& coverage);

}  // namespace ringcheck::report
