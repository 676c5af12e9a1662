#pragma once
// Which events of the subject the rules of a room kept out, as the trace tells it: to lack permission is
// another thing than to be broken.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "trace/entry.hpp"

namespace ringcheck::run {

class Refusals {
 public:
  /// Takes in an answer to the subject; one that a scenario scripted says nothing of the room.
  void take(const trace::Entry& response, std::string_view subject);
  /// A sentence when the subject was refused; empty when it was not, or when a step took such a request: then
  /// the scenario is about permission, and judges what follows.
  std::string lacking(const std::set<std::int64_t>& taken_by_steps) const;

 private:
  struct Refusal {
    std::int64_t request_seq = 0;
    std::string type;
  };
  std::vector<Refusal> refusals_;
};

}  // namespace ringcheck::run
