#include "run/additions.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "run/needs.hpp"

namespace ringcheck::run {
namespace {

/// More lines than these nobody reads at once.
constexpr std::size_t most_lines = 6;

using Names = std::set<std::string>;

// What a test lacks, each name with the kind that it is of, so that sets can be compared.
enum class Part : std::uint8_t { action, note, claim };
using Lacks = std::set<std::pair<Part, std::string>>;

bool has(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

void add_claim(const std::string& name, const Offer& offer, const driver::Vocabulary& vocabulary,
               Lacks& lacks) {
  if (has(offer.claims, name) || !lacks.emplace(Part::claim, name).second) return;
  const driver::Claim* claim = vocabulary.claim(name);
  if (claim == nullptr) return;
  for (const std::string& action : claim->actions) {
    if (!has(offer.actions, action)) lacks.emplace(Part::action, action);
  }
  for (const std::string& note : claim->notes) {
    if (!has(offer.notes, note)) lacks.emplace(Part::note, note);
  }
  for (const std::string& base : claim->claims) add_claim(base, offer, vocabulary, lacks);
}

Lacks lacks_of(const scenario::Test& test, const Offer& offer, const driver::Vocabulary& vocabulary) {
  Lacks lacks;
  for (const std::string& claim : claims_needed_by(test, vocabulary))
    add_claim(claim, offer, vocabulary, lacks);
  for (std::string& action : missing_actions(test, offer.actions, offer.claims, vocabulary))
    lacks.emplace(Part::action, std::move(action));
  return lacks;
}

Lacks without(const Lacks& lacks, const Lacks& given) {
  Lacks rest;
  std::set_difference(lacks.begin(), lacks.end(), given.begin(), given.end(),
                      std::inserter(rest, rest.end()));
  return rest;
}

class Planner {
 public:
  void add(const Lacks& lacks, const std::vector<std::string>& proved) {
    proved_[lacks].insert(proved.begin(), proved.end());
  }

  std::vector<Addition> plan() {
    std::vector<Addition> steps;
    take({}, gain({}));
    for (;;) {
      Lacks best;
      Names best_gain;
      for (const auto& [lacks, proved] : proved_) {
        const Lacks step = without(lacks, given_);
        const Names gained = gain(step);
        if (gained.size() * best.size() > best_gain.size() * step.size() ||
            (best.empty() && !gained.empty())) {
          best = step;
          best_gain = gained;
        }
      }
      if (best_gain.empty()) return steps;
      steps.push_back(in_parts(best, best_gain.size()));
      take(best, best_gain);
    }
  }

 private:
  // What is decided with these, and was not before.
  Names gain(const Lacks& step) const {
    Names gained;
    for (const auto& [lacks, proved] : proved_) {
      if (without(without(lacks, given_), step).empty())
        std::set_difference(proved.begin(), proved.end(), decided_.begin(), decided_.end(),
                            std::inserter(gained, gained.end()));
    }
    return gained;
  }

  void take(const Lacks& step, const Names& gained) {
    given_.insert(step.begin(), step.end());
    decided_.insert(gained.begin(), gained.end());
  }

  static Addition in_parts(const Lacks& step, std::size_t requirements) {
    Addition addition;
    addition.requirements = requirements;
    for (const auto& [part, name] : step) {
      (part == Part::action ? addition.actions
       : part == Part::note ? addition.notes
                            : addition.claims)
          .push_back(name);
    }
    return addition;
  }

  std::map<Lacks, Names> proved_;
  Lacks given_;
  Names decided_;
};

}  // namespace

std::vector<Addition> possible_additions(const std::vector<const scenario::Test*>& tests, const Offer& offer,
                                         const driver::Vocabulary& vocabulary) {
  Planner planner;
  for (const scenario::Test* test : tests) {
    if (test->pack.empty()) planner.add(lacks_of(*test, offer, vocabulary), scenario::proved_by(*test));
  }
  return planner.plan();
}

std::vector<std::string> addition_lines(const std::vector<Addition>& additions) {
  std::vector<std::string> lines;
  for (const Addition& each : additions) {
    if (lines.size() == most_lines) {
      lines.push_back(fmt::format("and {} more such steps", additions.size() - most_lines));
      break;
    }
    std::vector<std::string> parts;
    if (!each.actions.empty()) parts.push_back(fmt::format("add {}", fmt::join(each.actions, ", ")));
    if (!each.notes.empty()) parts.push_back(fmt::format("tell {}", fmt::join(each.notes, ", ")));
    if (!each.claims.empty()) parts.push_back(fmt::format("claim {}", fmt::join(each.claims, ", ")));
    lines.push_back(fmt::format("{}: {} more requirement{}", fmt::join(parts, "; "), each.requirements,
                                each.requirements == 1 ? "" : "s"));
  }
  return lines;
}

}  // namespace ringcheck::run
