#include "driver/claims.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "value/nearest.hpp"

namespace ringcheck::driver {

namespace {

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

std::vector<std::string> review_claims(const Vocabulary& vocabulary, const std::vector<std::string>& claims) {
  std::vector<std::string> faults;
  for (const std::string& name : claims) {
    const Claim* claim = vocabulary.claim(name);
    if (claim == nullptr) {
      faults.push_back(fmt::format("unknown claim {}{}", name, did_you_mean(name, vocabulary.claim_names())));
      continue;
    }
    for (const std::string& base : claim->claims) {
      if (!contains(claims, base))
        faults.push_back(fmt::format("claims {} without {}, which it needs", name, base));
    }
  }
  return faults;
}

std::vector<std::string> review_offer(const Vocabulary& vocabulary, const std::vector<std::string>& claims,
                                      const std::vector<std::string>& actions,
                                      const std::vector<std::string>& notes) {
  std::vector<std::string> faults;
  for (const std::string& name : claims) {
    const Claim* claim = vocabulary.claim(name);
    if (claim == nullptr) continue;
    for (const std::string& action : claim->actions) {
      if (contains(actions, action)) continue;
      faults.push_back(
          fmt::format("claims {} but initialize does not list the action {}, which it needs", name, action));
    }
    for (const std::string& note : claim->notes) {
      if (contains(notes, note)) continue;
      faults.push_back(
          fmt::format("claims {} but initialize does not list the note {}, which it needs", name, note));
    }
  }
  return faults;
}

std::vector<std::string> needed_claims(const Vocabulary& vocabulary, const ScenarioUse& use) {
  std::set<std::string> needed;
  for (const Action& action : vocabulary.actions) {
    if (!action.claim.empty() && contains(use.orders, action.order)) needed.insert(action.claim);
  }
  const auto derive = [&](const std::vector<Derived>& table, const std::vector<std::string>& used) {
    for (const Derived& derived : table) {
      if (contains(used, derived.name)) needed.insert(derived.claim);
    }
  };
  derive(vocabulary.sent_by_peer, use.sent_by_peer);
  derive(vocabulary.forms, use.forms);
  derive(vocabulary.cast, use.cast);
  derive(vocabulary.asked, use.asked);
  for (const Together& together : vocabulary.together) {
    const auto is_needed = [&](const std::string& claim) { return needed.count(claim) > 0; };
    if (std::all_of(together.claims.begin(), together.claims.end(), is_needed)) needed.insert(together.add);
  }
  return {needed.begin(), needed.end()};
}

}  // namespace ringcheck::driver
