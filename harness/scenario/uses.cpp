#include "scenario/uses.hpp"

#include <algorithm>
#include <set>
#include <string_view>

#include "scenario/names.hpp"

namespace ringcheck::scenario {
namespace {

std::vector<std::string> listed(const std::set<std::string>& words) {
  return {words.begin(), words.end()};
}

template <typename Is>
bool names(const Value& value, const Is& is) {
  if (is(reference_name(value).value_or(""))) return true;
  return std::any_of(value.items.begin(), value.items.end(),
                     [&](const Value& item) { return names(item, is); }) ||
         std::any_of(value.members.begin(), value.members.end(),
                     [&](const Member& member) { return names(member.value, is); });
}

template <typename Is>
bool names(const Step& step, const Is& is) {
  return names(step.payload, is) || names(step.keys, is);
}

bool is_turn_port(std::string_view name) {
  return name == "turn.uri";
}

bool is_password(std::string_view name) {
  return name.ends_with(".password");
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
  bool passwords = false;
  each_step(test.steps, [&](const Step& step) {
    turn_port = turn_port || names(step, is_turn_port);
    passwords = passwords || names(step, is_password);
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
  return {listed(orders), listed(sent_by_peer), listed(forms), listed(cast), listed(asked), turn_port,
          passwords};
}

}  // namespace ringcheck::scenario
