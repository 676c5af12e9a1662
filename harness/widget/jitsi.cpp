#include "widget/jitsi.hpp"

#include "value/pointer.hpp"

namespace ringcheck::widget {
namespace {

constexpr std::string_view own_domain = "meet.example.org";
// For clients that know no Jitsi: a page which reaches the conference by what stands in its fragment.
constexpr std::string_view wrapper_url =
    "https://wrapper.example.org/"
    "jitsi.html?confId=$conferenceId#conferenceDomain=$domain&conferenceId=$conferenceId"
    "&isAudioOnly=$isAudioOnly&displayName=$matrix_display_name&avatarUrl=$matrix_avatar_url&userId=$matrix_"
    "user_id"
    "&roomId=$matrix_room_id&theme=$theme&roomName=$roomName";

}  // namespace

std::string preferred_domain(const Value& well_known) {
  for (const std::string_view pointer :
       {"/io.element.jitsi/preferredDomain", "/im.vector.riot.jitsi/preferredDomain"}) {
    const Value* said = pointer_find(well_known, pointer);
    if (said != nullptr && !said->as_string().empty()) return std::string(said->as_string());
  }
  return std::string(own_domain);
}

Value conference_widget(const Conference& conference, bool is_audio_only, const HostFaults& faults) {
  Value data = make_object({{"domain", conference.domain}, {"conferenceId", conference.id}});
  if (faults.on(HostFault::conference_without_domain)) data.erase("domain");
  data.set("isAudioOnly", faults.on(HostFault::voice_is_video) ? false : is_audio_only);
  const std::string_view url =
      faults.on(HostFault::conference_url_is_bare) ? "https://wrapper.example.org/jitsi.html" : wrapper_url;
  return make_object({{"type", "m.jitsi"}, {"name", "Conference"}, {"url", url}, {"data", std::move(data)}});
}

Conference joined_conference(const Definition& widget, std::string_view preferred, const HostFaults& faults) {
  const bool own = faults.on(HostFault::joins_preferred_domain);
  return {std::string(own ? preferred : widget.data.string_at("domain")),
          std::string(widget.data.string_at("conferenceId"))};
}

}  // namespace ringcheck::widget
