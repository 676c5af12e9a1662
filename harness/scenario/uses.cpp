#include "scenario/uses.hpp"

#include <set>

namespace ringcheck::scenario {
namespace {

std::vector<std::string> listed(const std::set<std::string>& words) {
  return {words.begin(), words.end()};
}

}  // namespace

Uses uses_of(const Test& test) {
  std::set<std::string> orders;
  std::set<std::string> sent_by_peer;
  std::set<std::string> forms;
  for (const Actor& actor : test.actors) forms.insert(actor.forms);
  each_step(test.steps, [&](const Step& step) {
    if (step.verb == Verb::act) orders.insert(step.word);
    if (step.verb != Verb::send) return;
    const Actor* sender = test.actor(step.actor);
    // An invite of another device of the subject's own user calls somebody else.
    if (sender != nullptr && sender->user != test.subject().name) sent_by_peer.insert(step.word);
  });
  return {listed(orders), listed(sent_by_peer), listed(forms)};
}

}  // namespace ringcheck::scenario
