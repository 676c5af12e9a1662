#pragma once
// The door to mustache, in which the pages are written: a tree of values into a template. It escapes by
// itself (report/html_text.hpp), and is stricter than the library: a name that nothing has is an error.

#include <map>
#include <string>
#include <vector>

#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::report {

/// Name of a template -> its text; `{{> name}}` puts another one in.
using Templates = std::map<std::string, std::string>;

/// A file of `folder` (reports/templates), whole.
Result<std::string> read_page_file(const std::string& folder, const std::string& name);
/// `NAME.html` of each name.
Result<Templates> read_templates(const std::string& folder, const std::vector<std::string>& names);

/// Fills the template `name`. Empty strings, false, null and empty lists are "nothing" to a section. The
/// error names the template, and what it asks for or how it is wrong.
Result<std::string> fill_template(const Templates& templates, const std::string& name, const Value& data);

}  // namespace ringcheck::report
