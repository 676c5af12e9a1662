#pragma once
// What more of the suite a subject could be judged by: which actions and notes its adapter would have to get,
// which claims to be made, and how many requirements each of these steps brings.

#include <string>
#include <vector>

#include "driver/vocabulary.hpp"
#include "scenario/model.hpp"

namespace ringcheck::run {

struct Offer {
  std::vector<std::string> claims;   ///< of subject.yaml
  std::vector<std::string> actions;  ///< of the adapter, as are the notes
  std::vector<std::string> notes;
};

/// One step: all of it together lets scenarios be played.
struct Addition {
  std::vector<std::string> actions;
  std::vector<std::string> notes;
  std::vector<std::string> claims;
  std::size_t requirements = 0;  ///< that nothing decides before it
};

/// The steps in the order that brings most with least, each counted on top of those before it. An MSC that is
/// in no release is followed or not; that is no step.
std::vector<Addition> possible_additions(const std::vector<const scenario::Test*>& tests, const Offer& offer,
                                         const driver::Vocabulary& vocabulary);

/// `add reject_call: 14 more requirements`, one line each, the first few.
std::vector<std::string> addition_lines(const std::vector<Addition>& additions);

}  // namespace ringcheck::run
