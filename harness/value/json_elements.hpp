#pragma once
// Cuts the elements of one list out of a JSON document that is too big to be held, such as `log.entries` of a
// HAR. Written by hand, because RapidJSON's reader holds every string whole and gives up at a lone surrogate,
// which browsers write. It only finds where elements begin and end; parse_json judges each.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace ringcheck {

struct JsonElement {
  std::int64_t index = 0;  ///< in the list, from 0
  std::int64_t offset = 0;
  std::int64_t bytes = 0;
  std::string_view text;  ///< empty when it is longer than was allowed; good for the call only
};

/// How the document ended.
struct JsonElements {
  bool found = false;  ///< the list was there
  std::string fault;   ///< "byte 17: …", empty when the document is whole
};

/// Calls `take` for each element of the list that lies under the keys `path` of nested objects, in the order
/// of the document. Of an element beyond `most_bytes` only its place is told. Memory: `most_bytes` and a
/// little.
JsonElements for_each_element(std::istream& document, const std::vector<std::string_view>& path,
                              std::size_t most_bytes, const std::function<void(const JsonElement&)>& take);

}  // namespace ringcheck
