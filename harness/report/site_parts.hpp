#pragma once
// The parts of the site as trees of values, one function per kind of page; what all pages look up stands in
// the book.

#include <map>
#include <string>
#include <vector>

#include "report/site.hpp"
#include "value/value.hpp"

namespace ringcheck::report {

/// What the pages look up, made once.
struct SiteBook {
  const SiteInput& input;
  Coverage coverage;
  std::map<std::string, const scenario::Test*, std::less<>> scenarios;  ///< by name, without their cases
  /// For each run its verdicts by id.
  std::vector<std::map<std::string, const RequirementResult*, std::less<>>> verdicts;
};
SiteBook book_of(const SiteInput& input);

/// Where a page lies below the site's folder. The names are those of ids, whatever these hold.
std::string requirement_path(const std::string& id);
std::string msc_path(const std::string& number);

/// The page of a requirement. `before` and `after` are its neighbours in the register, null at its ends.
Value requirement_part(const SiteBook& book, const CoveredRequirement& covered,
                       const CoveredRequirement* before, const CoveredRequirement* after);
/// How it looks when it is right: `{ladder, test, by, no_ladder}` of the simplest test of the runs that
/// passed it; false where none did.
Value right_ladder_part(const SiteBook& book, const std::string& id);

Value msc_part(const SiteBook& book, const spec::Msc& msc);
Value index_part(const SiteBook& book);

/// A table of requirements with a column for each run: `{rows, columns}`. `root` leads to the site's folder.
Value rows_part(const SiteBook& book, const std::vector<const CoveredRequirement*>& list,
                const std::string& root);

}  // namespace ringcheck::report
