// Fuzz target: no JSON text may crash the reader, an error names its byte, and what was read is written and
// read back the same.

#include <cstdint>
#include <cstdlib>

#include "value/json.hpp"
#include "value/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  ringcheck::Result<ringcheck::ParsedJson> parsed = ringcheck::parse_json(bytes);
  if (!parsed) {
    if (!parsed.error().text.starts_with("byte ")) std::abort();
    return 0;
  }
  std::string written = ringcheck::to_json(parsed->value);
  if (ringcheck::first_invalid_utf8(written)) std::abort();
  ringcheck::Result<ringcheck::ParsedJson> again =
      ringcheck::parse_json(written, {.bytes = written.size(), .depth = 100});
  if (!again || !(again->value == parsed->value)) std::abort();
  std::string canonical = ringcheck::to_canonical_json(parsed->value);
  ringcheck::Result<ringcheck::ParsedJson> settled =
      ringcheck::parse_json(canonical, {.bytes = canonical.size(), .depth = 100});
  if (!settled || ringcheck::to_canonical_json(settled->value) != canonical) std::abort();
  return 0;
}
