#include "value/duplicates.hpp"

#include <unordered_map>

namespace ringcheck {
namespace {

constexpr std::size_t few_members = 16;  // up to here comparing each with each is the quickest

std::vector<Duplicate> compare_each(const std::vector<Member>& members) {
  std::vector<Duplicate> found;
  for (std::size_t again = 1; again < members.size(); ++again) {
    for (std::size_t first = 0; first < again; ++first) {
      if (members[first].key != members[again].key) continue;
      found.push_back({first, again});
      break;
    }
  }
  return found;
}

}  // namespace

std::vector<Duplicate> find_duplicates(const std::vector<Member>& members) {
  if (members.size() <= few_members) return compare_each(members);
  std::vector<Duplicate> found;
  std::unordered_map<std::string_view, std::size_t> seen(members.size());
  for (std::size_t i = 0; i < members.size(); ++i) {
    auto [first, fresh] = seen.emplace(members[i].key, i);
    if (!fresh) found.push_back({first->second, i});
  }
  return found;
}

}  // namespace ringcheck
