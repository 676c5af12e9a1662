#include "sdp/describe.hpp"

#include <algorithm>

#include "sdp/syntax.hpp"

namespace ringcheck::sdp {
namespace {

std::string transport_value(const Description& description, const Media& media, std::string_view name) {
  const Attribute* found = transport_attribute(description, media, name);
  return found == nullptr ? std::string{} : found->value;
}

void add_accepted(Summary& summary, const Description& description, const Media& media) {
  const std::string direction(name_of(direction_of(description, media)));
  if (summary.media.empty()) {
    summary.direction = direction;
    summary.ice_ufrag = transport_value(description, media, "ice-ufrag");
    summary.setup = transport_value(description, media, "setup");
  }
  summary.media.push_back(media.kind);
  summary.directions.push_back(direction);
}

void add_streams(Summary& summary, const Media& media) {
  for (const Attribute* msid : all_attributes(media.attributes, "msid")) {
    const std::string stream(split(msid->value, ' ').front());
    auto& known = summary.stream_ids;
    if (stream != "-" && std::find(known.begin(), known.end(), stream) == known.end())
      known.push_back(stream);
  }
}

}  // namespace

Summary summarize(const Parsed& parsed) {
  const Description& description = parsed.description;
  Summary summary{.ok = parsed.ok()};
  auto add_ice = [&summary](const std::vector<Attribute>& attributes) {
    summary.has_candidates |= find_attribute(attributes, "candidate") != nullptr;
    summary.has_end_of_candidates |= find_attribute(attributes, "end-of-candidates") != nullptr;
  };
  add_ice(description.attributes);
  for (const Media& media : description.media) {
    summary.mids.emplace_back(attribute_value(media.attributes, "mid"));
    add_ice(media.attributes);
    if (is_rejected(media)) {
      summary.rejected.push_back(media.kind);
      continue;
    }
    add_accepted(summary, description, media);
    add_streams(summary, media);
  }
  return summary;
}

Summary summarize(std::string_view text) {
  return summarize(parse(text));
}

}  // namespace ringcheck::sdp
