// Steps of the widget API laid out: who asks, under which name an action goes out and comes in, whose page is
// meant.

#include <fmt/format.h>

#include "scenario/layout.hpp"
#include "scenario/step_layout.hpp"
#include "value/nearest.hpp"

namespace ringcheck::scenario {

void StepLayout::ask(Step& step, const Value& source, Place place) {
  step.actor = who(step, source, "as", {Actor::Is::widget, Actor::Is::host});
  step.page = step.actor;
  step.wire = step.word;
  known_widget_action(step.where.file, step.word, place);
  const auto unstable = pieces_.widget_actions.find(step.word);
  if (unstable != pieces_.widget_actions.end() && !unstable->second.empty()) step.wire = unstable->second;
  const Actor* actor = test_.actor(step.actor);
  if (actor == nullptr) return;
  const Value* data = source.find("data");
  const Value form = form_value(step, *actor, "ask", step.word);
  step.payload = data == nullptr ? form : lay_on(form, *data);
  if (!actor->has_page())
    fault(step.where.file, place,
          fmt::format("{} is no widget and no host, so it has nobody to ask", actor->name));
}

void StepLayout::page_order(const Step& step, Place place) {
  const Actor* actor = test_.actor(step.actor);
  if (actor == nullptr) return;
  if (!actor->has_page())
    return fault(step.where.file, place, fmt::format("{} has no page", actor->name),
                 "widgets and hosts have");
  const bool is_widget = actor->is == Actor::Is::widget;
  if (is_widget && (step.word == "frame" || step.word == "unframe"))
    fault(step.where.file, place, fmt::format("{} is a widget, and frames nobody", actor->name),
          "a host frames the widget");
  if (!is_widget && (step.word == "leave" || step.word == "finish_load"))
    fault(step.where.file, place, fmt::format("{} is a host, and in no frame", actor->name),
          "the page of a widget leaves its frame, and holds its load back");
}

// A name with a dot is somebody's own, and nobody else needs to know it.
void StepLayout::known_widget_action(const std::string& file, const std::string& action, Place place) {
  const auto& known = pieces_.widget_actions;
  if (known.empty() || known.contains(action) || action.find('.') != std::string::npos) return;
  std::vector<std::string_view> names;
  for (const auto& [stable, unstable] : known) names.push_back(stable);
  fault(file, place, fmt::format("the widget API has no action {}{}", action, did_you_mean(action, names)),
        "schemas/widget/actions.yaml lists them; a name of somebody's own has a dot");
}

// Of the widget API: under which other name the action may come, and to whom.
void StepLayout::of_page(Step& step, const Value& source, Place place) {
  Wanted& wanted = step.wanted.front();
  if (wanted.channel == Wanted::Channel::ask) {
    known_widget_action(step.where.file, step.word, place);
    const auto unstable = pieces_.widget_actions.find(step.word);
    if (unstable != pieces_.widget_actions.end()) wanted.also = unstable->second;
  } else if (wanted.channel != Wanted::Channel::page) {
    return;
  }
  step.page = who(step, source, "to", {Actor::Is::widget, Actor::Is::host});
}

}  // namespace ringcheck::scenario
