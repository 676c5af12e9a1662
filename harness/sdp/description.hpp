#pragma once
// A session description as a value: what parse.hpp makes, and what the checks, the maker and the summary
// read.

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ringcheck::sdp {

/// One `a=` line. `value` is empty for a property attribute such as `a=rtcp-mux`.
struct Attribute {
  std::string name;
  std::string value;
  int line = 0;  ///< 1-based line of the text
};

/// Any other line, for instance `c=IN IP4 0.0.0.0`.
struct Line {
  char type = '\0';
  std::string value;
  int number = 0;  ///< 1-based line of the text
};

/// The `o=` line (RFC 8866 section 5.2); all empty if it was missing or malformed.
struct Origin {
  std::string username;
  std::string session_id;
  std::uint64_t session_version = 0;
  int line = 0;
};

/// The way media flows, seen from the side that wrote the description; bit 0 receives, bit 1 sends.
enum class Direction { inactive = 0, recvonly = 1, sendonly = 2, sendrecv = 3 };

/// One `m=` line and all lines under it (RFC 8866 section 5.14).
struct Media {
  std::string kind;  ///< audio, video, application
  int port = 0;
  std::string protocol;
  std::vector<std::string> formats;
  std::vector<Line> lines;
  std::vector<Attribute> attributes;
  int line = 0;
  bool well_formed = true;  ///< false if the m= line itself was malformed: its fields then mean nothing
};

/// A whole description, offer or answer.
struct Description {
  Origin origin;
  std::vector<Line> lines;
  std::vector<Attribute> attributes;
  std::vector<Media> media;
};

/// The first attribute of that name, or null.
const Attribute* find_attribute(const std::vector<Attribute>& attributes, std::string_view name);
/// The value of the first attribute of that name, or an empty text.
std::string_view attribute_value(const std::vector<Attribute>& attributes, std::string_view name);
/// All attributes of that name in their order.
std::vector<const Attribute*> all_attributes(const std::vector<Attribute>& attributes, std::string_view name);

/// Port 0 says that a section is refused or stopped, unless it is an offer's `a=bundle-only` section
/// (RFC 3264 section 6, RFC 9143 section 6).
bool is_rejected(const Media& media);
/// Whether the section carries RTP, not a data channel.
bool is_rtp(const Media& media);
/// The section's direction, else the session's, else sendrecv (RFC 8866 section 6.7).
Direction direction_of(const Description& description, const Media& media);

/// The mids of each `a=group:BUNDLE` line (RFC 9143 section 5).
std::vector<std::vector<std::string>> bundle_groups(const Description& description);

/// The mids of all those groups together.
std::set<std::string> bundled_mids(const Description& description);

/// A transport attribute (ice-ufrag, fingerprint, setup, ...) that holds for the section: its own, else the
/// session's, else that of the first section of its BUNDLE group (RFC 9143 section 7.1.3); null if none.
const Attribute* transport_attribute(const Description& description, const Media& media,
                                     std::string_view name);

/// `a=rtpmap` of a payload type number, for instance "opus/48000/2"; empty if there is none.
std::string_view codec_of(const Media& media, std::string_view payload_type);

bool sends(Direction direction);
bool receives(Direction direction);
/// What the other side calls it: sendonly for recvonly.
Direction reversed(Direction direction);
Direction intersection(Direction one, Direction other);
std::string_view name_of(Direction direction);

}  // namespace ringcheck::sdp
