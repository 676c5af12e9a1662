#pragma once
// A trace of ours read entry by entry, in constant memory. Errors name file and line, and what to do.

#include <istream>
#include <string>
#include <string_view>

#include "trace/extent.hpp"

namespace ringcheck::trace {

/// The subject that the start entry names. `name` is the file's, for errors.
Result<std::string> subject_of_trace(std::istream& file, std::string_view name);

/// A last line that was cut short is left out, and told.
Result<Extent> read_trace_lines(std::istream& file, std::string_view name, const Sink& sink);

}  // namespace ringcheck::trace
