// Fuzz target: no YAML text may crash the reader or a fault's printing, and what is sound is JSON.

#include <cstdint>
#include <cstdlib>

#include "value/json.hpp"
#include "value/utf8.hpp"
#include "value/yaml.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string source(reinterpret_cast<const char*>(data), size);
  ringcheck::YamlDocument document = ringcheck::parse_yaml("fuzz.yaml", source);
  for (const ringcheck::Fault& fault : document.faults) {
    if (ringcheck::first_invalid_utf8(ringcheck::render(fault, document.source))) std::abort();
  }
  if (!document.faults.empty()) return 0;
  ringcheck::Result<ringcheck::ParsedJson> parsed = ringcheck::parse_json(ringcheck::to_json(document.value));
  if (!parsed || !parsed->findings.empty() || !(parsed->value == document.value)) std::abort();
  return 0;
}
