#pragma once
// All calls of a trace that are still remembered, each within its room (stance S27). Of a trace without end
// only the calls that were spoken of last are kept.

#include <cstddef>
#include <list>
#include <map>
#include <string>
#include <utility>

#include "check/call.hpp"

namespace ringcheck::check {

class CallLedger {
 public:
  static constexpr std::size_t most_calls = 1000;

  /// The call of an event, new if it was never heard of. It stays in place until the next look-up.
  Call& call_of(const CallEvent& event);

 private:
  using Key = std::pair<std::string, std::string>;  // room, call_id
  struct Line {
    Call call;
    std::list<const Key*>::iterator age;
  };

  std::map<Key, Line> calls_;
  std::list<const Key*> by_age_;  ///< of the last mention, oldest first
};

}  // namespace ringcheck::check
