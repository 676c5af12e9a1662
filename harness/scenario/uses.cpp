#include "scenario/uses.hpp"

#include <algorithm>
#include <set>

#include "scenario/names.hpp"

namespace ringcheck::scenario {
namespace {

std::vector<std::string> listed(const std::set<std::string>& words) {
  return {words.begin(), words.end()};
}

bool names_turn_port(const Value& value) {
  if (reference_name(value) == "turn.uri") return true;
  return std::any_of(value.items.begin(), value.items.end(), names_turn_port) ||
         std::any_of(value.members.begin(), value.members.end(),
                     [](const Member& member) { return names_turn_port(member.value); });
}

}  // namespace

Uses uses_of(const Test& test) {
  std::set<std::string> orders;
  std::set<std::string> sent_by_peer;
  std::set<std::string> forms;
  for (const Actor& actor : test.actors) forms.insert(actor.forms);
  bool turn_port = false;
  each_step(test.steps, [&](const Step& step) {
    turn_port = turn_port || names_turn_port(step.payload) || names_turn_port(step.keys);
    if (step.verb == Verb::act) orders.insert(step.word);
    if (step.verb != Verb::send) return;
    const Actor* sender = test.actor(step.actor);
    // An invite of another device of the subject's own user calls somebody else.
    if (sender != nullptr && sender->user != test.subject().name) sent_by_peer.insert(step.word);
  });
  return {listed(orders), listed(sent_by_peer), listed(forms), turn_port};
}

}  // namespace ringcheck::scenario
