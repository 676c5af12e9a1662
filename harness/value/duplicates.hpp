#pragma once
// A key twice in one object: RFC 8259 leaves it to the reader, so ringcheck reports it.

#include <cstddef>
#include <vector>

#include "value/value.hpp"

namespace ringcheck {

/// Two members of one object with the same key, by index.
struct Duplicate {
  std::size_t first = 0;
  std::size_t again = 0;
};

/// Every member whose key came before, in the order of the source.
std::vector<Duplicate> find_duplicates(const std::vector<Member>& members);

}  // namespace ringcheck
