// What call widgets tell their hosts (Element's own actions), and offers that this client does not take up
// (MSC3662): each is acknowledged.

#include <utility>

#include "widget/clone_codec.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {

void take_note_of(HostCore& core, const Ask& ask) {
  reply(core, ask, make_object());
}

/// The host wants what the widget wants.
void take_mute(HostCore& core, const Ask& ask) {
  reply(core, ask, escaped(ask.data));
}

void take_shared_users(HostCore& core, const Ask& ask) {
  const auto& users = ask.data.find("users")->items;
  for (const Value& user : users) {
    const std::string_view id = user.string_at("user_id");
    if (!id.starts_with('@') || id.find(':') == std::string_view::npos) {
      return refuse(core, ask, "data/users must have user ids");
    }
  }
  if (users.empty()) return refuse(core, ask, "data/users must not be empty");
  reply(core, ask, make_object());
}

}  // namespace ringcheck::widget
