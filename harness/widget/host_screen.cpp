// What is seen of a widget: whether it stays on screen, whether it is visible, pictures of it, and how the
// client looks (MSC2764; MSC2873).

#include "widget/host_screen.hpp"

#include <utility>

#include "widget/clone_codec.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {

/// One widget at a time.
void set_always_on_screen(HostCore& core, const Ask& ask) {
  std::string& holder = core.client->on_screen;
  const bool wanted = ask.data.find("value")->truth;
  const bool is_free = holder.empty() || holder == core.setup.widget_id;
  const bool taken = wanted && !is_free && !core.wrong(HostFault::many_on_screen);
  if (!taken && (wanted || is_free)) holder = wanted ? core.setup.widget_id : std::string();
  reply(core, ask, make_object({{"success", !taken}}));
}

void set_visible(HostCore& core, bool visible) {
  if (core.visible == visible && !core.wrong(HostFault::repeats_visibility)) return;
  core.visible = visible;
  ask_widget(core, "visibility", make_object({{"visible", visible}}));
}

bool take_screenshot(HostCore& core) {
  const bool may = core.approved_stable.contains("m.capability.screenshot") ||
                   core.wrong(HostFault::screenshots_without_capability);
  if (may) ask_widget(core, "screenshot", make_object());
  return may;
}

void change_looks(HostCore& core, std::string_view action, const Value& data) {
  if (core.wrong(HostFault::looks_untold)) return;
  if (core.widget_knows("org.matrix.msc2873") || core.wrong(HostFault::looks_told_to_all))
    ask_widget(core, action, escaped(data));
}

}  // namespace ringcheck::widget
