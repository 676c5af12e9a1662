// Any bytes as a trace: as one line, as what follows the head of a file, and as a whole file. What is read
// must be written and read again the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

#include "trace/trace_lines.hpp"

namespace {

void read_whole(const std::string& text) {
  using namespace ringcheck::trace;
  std::istringstream head(text);
  static_cast<void>(subject_of_trace(head, "fuzz"));
  std::istringstream file(text);
  std::int64_t last_line = 1;
  std::int64_t count = 0;
  const auto extent = read_trace_lines(file, "fuzz", [&](const Entry& entry, std::int64_t line) {
    if (line <= last_line) std::abort();
    last_line = line;
    ++count;
    const std::string written = to_line(entry);
    const auto again = from_line(written);
    if (!again || to_line(*again) != written) std::abort();
  });
  if (extent && extent->count != count) std::abort();
  if (!extent && !extent.error().text.starts_with("fuzz:")) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  static_cast<void>(ringcheck::trace::from_line(text));
  read_whole(text);
  read_whole("{\"trace\":1}\n" + text);
  return 0;
}
