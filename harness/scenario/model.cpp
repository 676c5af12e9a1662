#include "scenario/model.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ringcheck::scenario {

std::string_view verb_name(Verb verb) {
  static constexpr std::array<std::string_view, 16> names = {
      "do",    "send",      "ask",   "serve",   "release", "request", "expect", "none",
      "count", "any_order", "batch", "at_once", "settle",  "silence", "page",   "let"};
  return names[static_cast<std::size_t>(verb)];
}

std::string used_by(const Where& where) {
  if (where.used_in_file.empty()) return {};
  return fmt::format("used by {}:{}:{}", where.used_in_file, where.used_at.line, where.used_at.column);
}

const Actor* Test::actor(std::string_view name_of_actor) const {
  for (const Actor& each : actors) {
    if (each.name == name_of_actor) return &each;
  }
  return nullptr;
}

const Actor& Test::subject() const {
  return *std::find_if(actors.begin(), actors.end(), [](const Actor& a) { return a.is_subject(); });
}

SubjectIs Test::subject_is() const {
  for (const Actor& each : actors) {
    if (each.is == Actor::Is::widget) return SubjectIs::widget_host;
    if (each.is == Actor::Is::host) return SubjectIs::widget;
    if (each.is == Actor::Is::homeserver) return SubjectIs::homeserver;
  }
  return SubjectIs::client;
}

bool Test::has_account(const Actor& actor) const {
  if (actor.is == Actor::Is::subject) return subject_is() != SubjectIs::widget;
  return actor.is != Actor::Is::widget && actor.is != Actor::Is::homeserver;
}

const Room* Test::room(std::string_view name_of_room) const {
  for (const Room& each : rooms) {
    if (each.name == name_of_room) return &each;
  }
  return nullptr;
}

std::vector<std::string> proved_by(const Test& test) {
  std::vector<std::string> all;
  each_step(test.steps,
            [&](const Step& step) { all.insert(all.end(), step.proves.begin(), step.proves.end()); });
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

}  // namespace ringcheck::scenario
