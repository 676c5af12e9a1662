// Going elsewhere at the widget's wish: links of matrix.to to rooms and events (MSC2931), and Element's own
// way to view a room.

#include "value/web_text.hpp"
#include "widget/host_actions.hpp"

namespace ringcheck::widget {
namespace {

/// The room that the link names, or empty: users and other sites are nowhere that this client goes.
std::string room_of(std::string_view uri) {
  constexpr std::string_view links = "https://matrix.to/#/";
  if (!uri.starts_with(links)) return {};
  uri.remove_prefix(links.size());
  const auto target = percent_decoded(uri.substr(0, uri.find_first_of("/?")), false);
  if (!target || target->size() < 2) return {};
  return target->front() == '!' || target->front() == '#' ? *target : std::string();
}

}  // namespace

void navigate(HostCore& core, const Ask& ask) {
  const std::string_view uri = ask.data.string_at("uri");
  if (room_of(uri).empty() && !core.wrong(HostFault::goes_anywhere)) {
    return refuse(core, ask, "data/uri must be a matrix.to link to a room or an event");
  }
  note(core, "navigated", make_object({{"uri", uri}}));
  reply(core, ask, make_object());
}

void view_room(HostCore& core, const Ask& ask) {
  const std::string_view room_id = ask.data.string_at("room_id");
  if (!core.client->rooms.contains(room_id)) return refuse(core, ask, "the user is not in that room");
  note(core, "navigated", make_object({{"uri", "https://matrix.to/#/" + percent_encoded(room_id)}}));
  reply(core, ask, make_object());
}

}  // namespace ringcheck::widget
