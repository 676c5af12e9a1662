#include "sdp/description.hpp"

#include <algorithm>
#include <array>

#include "sdp/syntax.hpp"

namespace ringcheck::sdp {
namespace {

constexpr std::array<std::string_view, 4> kDirectionNames{"inactive", "recvonly", "sendonly", "sendrecv"};

const Attribute* find_direction(const std::vector<Attribute>& attributes) {
  auto found = std::find_if(attributes.begin(), attributes.end(), [](const Attribute& attribute) {
    return std::find(kDirectionNames.begin(), kDirectionNames.end(), attribute.name) != kDirectionNames.end();
  });
  return found == attributes.end() ? nullptr : &*found;
}

Direction read_direction(std::string_view name) {
  auto found = std::find(kDirectionNames.begin(), kDirectionNames.end(), name);
  return static_cast<Direction>(found - kDirectionNames.begin());
}

const Media* section_with_mid(const Description& description, std::string_view mid) {
  auto found = std::find_if(description.media.begin(), description.media.end(), [mid](const Media& media) {
    return attribute_value(media.attributes, "mid") == mid;
  });
  return found == description.media.end() ? nullptr : &*found;
}

const Media* bundle_head(const Description& description, const Media& media) {
  const std::string_view mid = attribute_value(media.attributes, "mid");
  for (const auto& group : bundle_groups(description)) {
    if (!mid.empty() && std::find(group.begin(), group.end(), mid) != group.end()) {
      return section_with_mid(description, group.front());
    }
  }
  return nullptr;
}

}  // namespace

const Attribute* find_attribute(const std::vector<Attribute>& attributes, std::string_view name) {
  auto found = std::find_if(attributes.begin(), attributes.end(),
                            [name](const Attribute& attribute) { return attribute.name == name; });
  return found == attributes.end() ? nullptr : &*found;
}

std::string_view attribute_value(const std::vector<Attribute>& attributes, std::string_view name) {
  const Attribute* found = find_attribute(attributes, name);
  return found == nullptr ? std::string_view{} : std::string_view{found->value};
}

std::vector<const Attribute*> all_attributes(const std::vector<Attribute>& attributes,
                                             std::string_view name) {
  std::vector<const Attribute*> found;
  for (const Attribute& attribute : attributes) {
    if (attribute.name == name) found.push_back(&attribute);
  }
  return found;
}

bool is_rejected(const Media& media) {
  return media.port == 0 && find_attribute(media.attributes, "bundle-only") == nullptr;
}

bool is_rtp(const Media& media) {
  return media.protocol.find("RTP/") != std::string::npos;
}

Direction direction_of(const Description& description, const Media& media) {
  const Attribute* found = find_direction(media.attributes);
  if (found == nullptr) found = find_direction(description.attributes);
  return found == nullptr ? Direction::sendrecv : read_direction(found->name);
}

std::vector<std::vector<std::string>> bundle_groups(const Description& description) {
  std::vector<std::vector<std::string>> groups;
  for (const Attribute* attribute : all_attributes(description.attributes, "group")) {
    const auto fields = split(attribute->value, ' ');
    if (fields.front() == "BUNDLE") groups.emplace_back(fields.begin() + 1, fields.end());
  }
  return groups;
}

std::set<std::string> bundled_mids(const Description& description) {
  std::set<std::string> mids;
  for (const auto& group : bundle_groups(description)) mids.insert(group.begin(), group.end());
  return mids;
}

const Attribute* transport_attribute(const Description& description, const Media& media,
                                     std::string_view name) {
  if (const Attribute* own = find_attribute(media.attributes, name)) return own;
  if (const Attribute* session = find_attribute(description.attributes, name)) return session;
  const Media* head = bundle_head(description, media);
  return head == nullptr ? nullptr : find_attribute(head->attributes, name);
}

std::string_view codec_of(const Media& media, std::string_view payload_type) {
  for (const Attribute& attribute : media.attributes) {
    if (attribute.name != "rtpmap") continue;
    const std::string_view value = attribute.value;
    const std::size_t space = value.find(' ');
    if (space != std::string_view::npos && value.substr(0, space) == payload_type)
      return value.substr(space + 1);
  }
  return {};
}

bool sends(Direction direction) {
  return (static_cast<unsigned>(direction) & 2U) != 0;
}
bool receives(Direction direction) {
  return (static_cast<unsigned>(direction) & 1U) != 0;
}

Direction reversed(Direction direction) {
  return static_cast<Direction>((sends(direction) ? 1 : 0) + (receives(direction) ? 2 : 0));
}

Direction intersection(Direction one, Direction other) {
  return static_cast<Direction>(static_cast<unsigned>(one) & static_cast<unsigned>(other));
}

std::string_view name_of(Direction direction) {
  return kDirectionNames.at(static_cast<std::size_t>(direction));
}

}  // namespace ringcheck::sdp
