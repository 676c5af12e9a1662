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
  const bool of_server = test.subject_is() == SubjectIs::homeserver;
  for (const Actor& actor : test.actors) {
    if (!of_server) forms.insert(actor.forms);
  }
  std::set<std::string> cast;
  for (const Actor& actor : test.actors) {
    if (actor.has_page()) cast.insert(actor.is == Actor::Is::widget ? "widget" : "host");
  }
  std::set<std::string> asked;
  const bool shows_widgets = test.subject_is() == SubjectIs::widget_host;
  bool turn_port = false;
  each_step(test.steps, [&](const Step& step) {
    turn_port = turn_port || names_turn_port(step.payload) || names_turn_port(step.keys);
    if (step.verb == Verb::act) orders.insert(step.word);
    if (shows_widgets && step.verb == Verb::ask) asked.insert(step.word);
    for (const Wanted& wanted : step.wanted) {
      if (shows_widgets && wanted.channel == Wanted::Channel::ask && step.verb == Verb::expect)
        asked.insert(wanted.type);
    }
    if (step.verb != Verb::send || of_server) return;
    const Actor* sender = test.actor(step.actor);
    // An invite of another device of the subject's own user calls somebody else; their account is the
    // subject's.
    const bool concerns = step.writes_account() || sender == nullptr || sender->user != test.subject().name;
    if (sender != nullptr && concerns) sent_by_peer.insert(step.word);
  });
  return {listed(orders), listed(sent_by_peer), listed(forms), listed(cast), listed(asked), turn_port};
}

}  // namespace ringcheck::scenario
