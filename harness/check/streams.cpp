#include "check/streams.hpp"

#include <algorithm>

namespace ringcheck::check {
namespace {

/// The stream of an msid, `stream track`; empty for a track without one.
std::string stream_of(std::string_view msid) {
  const std::string stream(msid.substr(0, msid.find(' ')));
  return stream == "-" ? std::string() : stream;
}

void add(const sdp::Description& description, const sdp::Media& media, std::string_view msid,
         Streams& streams) {
  const std::string stream = stream_of(msid);
  if (stream.empty()) return;
  if (!has_name(streams.all, stream)) streams.all.push_back(stream);
  const bool sent = !is_rejected(media) && sends(direction_of(description, media));
  if (sent && !has_name(streams.sent, stream)) streams.sent.push_back(stream);
}

}  // namespace

bool has_name(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Streams streams_of(const sdp::Description& description) {
  constexpr std::string_view of_ssrc = " msid:";
  Streams streams;
  for (const sdp::Media& media : description.media) {
    for (const sdp::Attribute* msid : all_attributes(media.attributes, "msid")) {
      add(description, media, msid->value, streams);
    }
    for (const sdp::Attribute* ssrc : all_attributes(media.attributes, "ssrc")) {
      const std::size_t at = ssrc->value.find(of_ssrc);
      if (at == std::string::npos) continue;
      add(description, media, std::string_view(ssrc->value).substr(at + of_ssrc.size()), streams);
    }
  }
  return streams;
}

}  // namespace ringcheck::check
