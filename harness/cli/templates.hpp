#pragma once
// Files that `ringcheck new` writes: templates of the installation with words put in. All of them are
// written, or none.

#include <map>
#include <string>
#include <vector>

#include "value/result.hpp"

namespace ringcheck::cli {

struct NewFile {
  std::string path;
  std::string text;
};

/// The text with each `@word@` replaced. A word that has no value is an error.
Result<std::string> fill(const std::string& text, const std::map<std::string, std::string>& values);

/// The files below `templates`, filled, as their names are, and as they shall lie below `target`; `dot-name`
/// becomes `.name`, so that a template takes no effect where it lies.
Result<std::vector<NewFile>> filled_templates(const std::string& templates, const std::string& target,
                                              const std::map<std::string, std::string>& values);

/// Writes them and says which; where one is there already, writes nothing. The error names all of these.
Result<Done> write_new(const std::vector<NewFile>& files);

}  // namespace ringcheck::cli
