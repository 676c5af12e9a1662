#pragma once
// A file of recorded traffic, whatever its format: what it is, who is judged in it, and its entries. Nothing
// is held of it but what a reading needs, so it may be of any length.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "trace/event_lines.hpp"
#include "trace/extent.hpp"
#include "trace/har.hpp"
#include "trace/tap_lines.hpp"

namespace ringcheck::trace {

enum class Format : std::uint8_t { trace, har, events, tap };
std::string_view format_name(Format format);
std::optional<Format> format_from_name(std::string_view name);

struct Recording {
  std::string path;
  Format format = Format::trace;
  std::vector<std::string> subjects;  ///< the actors that are judged; may be empty
  /// The recording begins before the first call, so that what it does not show did not happen.
  bool from_the_start = false;
  std::variant<std::monostate, HarPlan, EventLinesPlan, TapPlan> plan;
};

/// Recognises the format by the content unless it is given, and finds out who is judged: `subject` chooses,
/// empty means all. The error has file and line or entry, what was wanted, what came, and what to do.
Result<Recording> open_recording(const std::string& path, std::optional<Format> format,
                                 std::string_view subject);

/// Hands all entries over in their order. May be called again, and gives the same again. After an error what
/// was handed over is worth nothing.
Result<Extent> read_recording(const Recording& recording, const Sink& sink);

}  // namespace ringcheck::trace
