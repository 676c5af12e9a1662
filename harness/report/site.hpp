#pragma once
// The register as a site of plain pages: an index, a page per requirement, a page per MSC. Each page stands
// alone under the policy of the other pages, needs no network, and leads to the others by relative links.

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "report/coverage.hpp"
#include "report/model.hpp"
#include "scenario/library.hpp"
#include "trace/entry.hpp"
#include "value/result.hpp"

namespace ringcheck::report {

/// How a requirement is missed: by a fault that a subject of ours can be told to have, or, where it has a
/// verdict, by a subject that somebody uses.
struct Mistake {
  std::string requirement;
  std::string who;
  std::vector<Verdict> verdicts;  ///< more than one where the subject's own timing decides
  std::string text;
};

struct SiteInput {
  const scenario::Library& library;
  std::vector<ProvingCheck> checks;
  std::vector<Mistake> mistakes;
  std::vector<RunResult> runs;  ///< who passes; the first that passed shows how it looks when it is right
  std::string templates;        ///< folder of the templates, style and script
  std::string version;          ///< of ringcheck
  std::function<Result<std::deque<trace::Entry>>(const TestResult&)> trace_of;
};

struct SitePage {
  std::string path;  ///< index.html, requirement/VOIP-072.html, msc/MSC2746.html
  std::string text;
};

/// All pages, the index last: it is there when all that it leads to is. Everything foreign in them is
/// escaped. The error names the template that is missing or wrong.
Result<std::vector<SitePage>> site_pages(const SiteInput& input);

/// Whether a file is one of ringcheck's pages, and so may be replaced by a newer one.
bool is_page_of_ours(std::string_view text);

}  // namespace ringcheck::report
