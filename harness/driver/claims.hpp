#pragma once
// The static review of what a subject claims, before any scenario (driver protocol, section 3).

#include <string>
#include <vector>

#include "driver/vocabulary.hpp"

namespace ringcheck::driver {

/// Faults of the claims among themselves: unknown ones (with the nearest name), and ones that stand on a
/// claim that is not made. One sentence each.
std::vector<std::string> review_claims(const Vocabulary& vocabulary, const std::vector<std::string>& claims);

/// Actions and notes that a claim needs and that the adapter's `initialize` did not list. One sentence each.
std::vector<std::string> review_offer(const Vocabulary& vocabulary, const std::vector<std::string>& claims,
                                      const std::vector<std::string>& actions,
                                      const std::vector<std::string>& notes);

/// What of a scenario lets its claims be derived.
struct ScenarioUse {
  std::vector<std::string> orders;        ///< the words of its `do` steps
  std::vector<std::string> sent_by_peer;  ///< types of the events that peers send
  std::vector<std::string> forms;         ///< forms of its actors
  std::vector<std::string> cast;          ///< kinds of its actors: widget, host
  std::vector<std::string> asked;  ///< actions of the widget API that a widget of the harness has to do with
};

/// The claims without which the scenario is not played, sorted, each once.
std::vector<std::string> needed_claims(const Vocabulary& vocabulary, const ScenarioUse& use);

}  // namespace ringcheck::driver
