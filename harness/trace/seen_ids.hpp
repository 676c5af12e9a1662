#pragma once
// Ids that were met, as many of the newest as matter, so that a recording without end is read in constant
// memory.

#include <cstddef>
#include <deque>
#include <string>
#include <unordered_set>

namespace ringcheck::trace {

class SeenIds {
 public:
  static constexpr std::size_t most = 20'000;

  /// True when the id is new. An empty one always is.
  bool add(const std::string& id) {
    if (id.empty()) return true;
    if (!ids_.insert(id).second) return false;
    by_age_.push_back(id);
    if (by_age_.size() > most) {
      ids_.erase(by_age_.front());
      by_age_.pop_front();
    }
    return true;
  }
  bool contains(const std::string& id) const { return ids_.contains(id); }

 private:
  std::unordered_set<std::string> ids_;
  std::deque<std::string> by_age_;
};

}  // namespace ringcheck::trace
