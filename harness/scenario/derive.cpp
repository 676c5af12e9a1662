#include "scenario/derive.hpp"

#include <algorithm>

namespace ringcheck::scenario {
namespace {

void add_once(std::vector<std::string>& list, std::string_view word) {
  if (std::find(list.begin(), list.end(), word) == list.end()) list.emplace_back(word);
}

// Whether the actor is another device of the subject's own user: its invites are the subject's user's, not a
// peer's.
bool is_own_device(const Test& test, const Actor& actor) {
  return actor.user == test.subject().name;
}

}  // namespace

void derive_needs(Test& test) {
  bool subject_calls = false;
  bool peer_calls = false;
  each_step(test.steps, [&](const Step& step) {
    if (step.verb == Verb::act) {
      add_once(test.actions, step.word);
      if (step.word == "place_call") subject_calls = true;
    }
    if (step.verb == Verb::send && step.word == "m.call.invite") {
      const Actor* sender = test.actor(step.actor);
      if (sender != nullptr && !is_own_device(test, *sender)) peer_calls = true;
    }
    if (step.verb == Verb::send) {
      const Actor* sender = test.actor(step.actor);
      if (sender != nullptr && sender->forms == "call_v0") add_once(test.claims, "voip.v0");
    }
  });
  if (subject_calls) add_once(test.claims, "voip.caller");
  if (peer_calls) add_once(test.claims, "voip.callee");
  if (subject_calls && peer_calls) add_once(test.claims, "voip.glare");
  for (const std::string& word : test.requires_) {
    if (word.starts_with("state.") || word.starts_with("clock.")) add_once(test.claims, word);
  }
}

}  // namespace ringcheck::scenario
