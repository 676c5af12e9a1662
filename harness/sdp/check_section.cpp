#include "sdp/check_section.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sdp/candidate.hpp"
#include "sdp/rules.hpp"
#include "sdp/syntax.hpp"

namespace ringcheck::sdp {
namespace {

// Payload types below have a codec by their number alone (RFC 3551 section 6).
constexpr std::uint64_t kFirstDynamicPayloadType = 35;

struct HashSize {
  std::string_view name;
  std::size_t bytes;
};
constexpr std::array<HashSize, 5> kHashes{
    {{"sha-1", 20}, {"sha-224", 28}, {"sha-256", 32}, {"sha-384", 48}, {"sha-512", 64}}};

void check_mid(const Media& media, Findings& findings) {
  const Attribute* mid = find_attribute(media.attributes, "mid");
  if (mid == nullptr) return report(findings, rules::mid_missing, media.line, "the section has no a=mid");
  if (!is_token(mid->value)) {
    report(findings, rules::mid, mid->line, fmt::format("the mid {} is no token", quoted(mid->value)));
  }
}

void check_repeated(const Media& media, Findings& findings) {
  constexpr std::array<std::string_view, 6> once{"mid",   "ice-ufrag", "ice-pwd",
                                                 "setup", "rtcp-mux",  "sctp-port"};
  for (std::string_view name : once) {
    const auto found = all_attributes(media.attributes, name);
    if (found.size() > 1) {
      report(findings, rules::attribute_repeated, found[1]->line,
             fmt::format("a second a={} in the section", name));
    }
  }
}

void check_direction(const Media& media, Findings& findings) {
  int seen = 0;
  for (const Attribute& attribute : media.attributes) {
    const std::string& name = attribute.name;
    const bool direction =
        name == "sendrecv" || name == "sendonly" || name == "recvonly" || name == "inactive";
    if (direction && ++seen == 2) {
      report(findings, rules::direction_repeated, attribute.line, "a second direction in the section");
    }
  }
}

void check_ice(const Description& description, const Media& media, Findings& findings) {
  const Attribute* ufrag = transport_attribute(description, media, "ice-ufrag");
  const Attribute* pwd = transport_attribute(description, media, "ice-pwd");
  if (ufrag == nullptr || pwd == nullptr) {
    report(findings, rules::ice_missing, media.line, "the section has no a=ice-ufrag or no a=ice-pwd");
  }
  if (ufrag != nullptr && !is_ice_chars(ufrag->value, 4, 256)) {
    report(findings, rules::ice_ufrag, ufrag->line,
           fmt::format("the ufrag {} is not 4 to 256 letters, digits, + or /", quoted(ufrag->value)));
  }
  if (pwd != nullptr && !is_ice_chars(pwd->value, 22, 256)) {
    report(findings, rules::ice_pwd, pwd->line,
           fmt::format("the password of {} characters is not 22 to 256 letters, digits, + or /",
                       pwd->value.size()));
  }
}

bool is_hex_pair(std::string_view pair) {
  constexpr std::string_view digits = "0123456789ABCDEFabcdef";
  return pair.size() == 2 && pair.find_first_not_of(digits) == std::string_view::npos;
}

void check_fingerprint(const Attribute& attribute, Findings& findings) {
  const auto fields = split(attribute.value, ' ');
  const auto hash = std::find_if(kHashes.begin(), kHashes.end(), [&fields](const HashSize& known) {
    return equals_ignoring_case(known.name, fields.front());
  });
  if (fields.size() != 2 || hash == kHashes.end()) {
    return report(findings, rules::fingerprint, attribute.line,
                  fmt::format("{} is no known hash function and a fingerprint", quoted(attribute.value)));
  }
  const auto pairs = split(fields[1], ':');
  if (pairs.size() != hash->bytes || !std::all_of(pairs.begin(), pairs.end(), is_hex_pair)) {
    return report(findings, rules::fingerprint, attribute.line,
                  fmt::format("a {} fingerprint has {} bytes as hexadecimal pairs, here are {} fields",
                              hash->name, hash->bytes, pairs.size()));
  }
  if (fields[1].find_first_of("abcdef") != std::string_view::npos) {
    report(findings, rules::fingerprint_case, attribute.line, "the fingerprint has lower-case digits");
  }
}

void check_dtls(const Description& description, const Media& media, Role role, Findings& findings) {
  const Attribute* fingerprint = transport_attribute(description, media, "fingerprint");
  if (fingerprint == nullptr) {
    report(findings, rules::fingerprint_missing, media.line, "the section has no a=fingerprint");
  }
  for (const Attribute* own : all_attributes(media.attributes, "fingerprint"))
    check_fingerprint(*own, findings);
  const Attribute* setup = transport_attribute(description, media, "setup");
  if (setup == nullptr)
    return report(findings, rules::setup_missing, media.line, "the section has no a=setup");
  const std::string& value = setup->value;
  const bool fixed = value == "active" || value == "passive";
  if (!fixed && value != "actpass" && value != "holdconn") {
    report(findings, rules::setup, setup->line, fmt::format("there is no setup {}", quoted(value)));
  } else if (role == Role::offer && value != "actpass") {
    report(findings, rules::setup_offer, setup->line,
           fmt::format("an offer says setup {}, not actpass", value));
  } else if (role == Role::answer && !fixed) {
    report(findings, rules::setup_answer, setup->line,
           fmt::format("an answer says setup {}, not active or passive", value));
  }
}

void check_sctp(const Media& media, Findings& findings) {
  const Attribute* port = find_attribute(media.attributes, "sctp-port");
  if (port == nullptr || !read_number(port->value, 65535)) {
    report(findings, rules::sctp_port, port == nullptr ? media.line : port->line,
           "a data channel section has no a=sctp-port from 0 to 65535");
  }
}

bool lists(const Media& media, std::string_view format) {
  return std::find(media.formats.begin(), media.formats.end(), format) != media.formats.end();
}

// `<payload type> <name>/<clock rate>[/<parameters>]`
bool is_rtpmap(std::string_view value) {
  const auto fields = split(value, ' ');
  if (fields.size() != 2 || !read_number(fields[0], 127)) return false;
  const auto codec = split(fields[1], '/');
  return (codec.size() == 2 || codec.size() == 3) && is_token(codec[0]) &&
         read_number(codec[1], 0xffffffff) && is_token(codec.back());
}

void check_rtpmaps(const Media& media, Findings& findings) {
  std::set<std::string_view> mapped;
  for (const Attribute* rtpmap : all_attributes(media.attributes, "rtpmap")) {
    const std::string_view number = std::string_view(rtpmap->value).substr(0, rtpmap->value.find(' '));
    if (!is_rtpmap(rtpmap->value)) {
      report(findings, rules::rtpmap, rtpmap->line, fmt::format("bad rtpmap {}", quoted(rtpmap->value)));
    } else if (!mapped.insert(number).second) {
      report(findings, rules::rtpmap, rtpmap->line, fmt::format("a second rtpmap for {}", number));
    } else if (!lists(media, number)) {
      report(findings, rules::format_unlisted, rtpmap->line,
             fmt::format("rtpmap for {}, which the m= line does not list", number));
    }
  }
  for (const std::string& format : media.formats) {
    if (read_number(format, 127).value_or(0) >= kFirstDynamicPayloadType && !mapped.contains(format)) {
      report(findings, rules::rtpmap_missing, media.line,
             fmt::format("payload type {} has no rtpmap", format));
    }
  }
}

void check_formats(const Media& media, Findings& findings) {
  for (const Attribute& attribute : media.attributes) {
    if (attribute.name != "fmtp" && attribute.name != "rtcp-fb") continue;
    const std::string_view format = std::string_view(attribute.value).substr(0, attribute.value.find(' '));
    const bool every = attribute.name == "rtcp-fb" && format == "*";
    if (!every && !lists(media, format)) {
      report(findings, rules::format_unlisted, attribute.line,
             fmt::format("{} for {}, which the m= line does not list", attribute.name, quoted(format)));
    }
  }
}

void check_msid(const Media& media, Findings& findings) {
  for (const Attribute* msid : all_attributes(media.attributes, "msid")) {
    const auto fields = split(msid->value, ' ');
    bool good = fields.size() <= 2;
    for (std::string_view field : fields) good = good && is_token(field) && field.size() <= 64;
    if (!good) {
      report(findings, rules::msid, msid->line,
             fmt::format("{} is not one or two tokens of 1 to 64 characters", quoted(msid->value)));
    }
  }
}

void check_rtp(const Description& description, const Media& media, Findings& findings) {
  if (transport_attribute(description, media, "rtcp-mux") == nullptr) {
    report(findings, rules::mux_missing, media.line, "the section has no a=rtcp-mux");
  }
  check_rtpmaps(media, findings);
  check_formats(media, findings);
  check_msid(media, findings);
}

void check_protocol(const Media& media, Role role, Findings& findings) {
  const bool known = media.protocol == "UDP/TLS/RTP/SAVPF" || media.protocol == "UDP/DTLS/SCTP";
  if (role == Role::offer && !known) {
    report(findings, rules::protocol, media.line,
           fmt::format("the protocol {} is not UDP/TLS/RTP/SAVPF or UDP/DTLS/SCTP", quoted(media.protocol)));
  }
}

void check_connection(const Description& description, const Media& media, Findings& findings) {
  auto has = [](const std::vector<Line>& lines) {
    return std::any_of(lines.begin(), lines.end(), [](const Line& line) { return line.type == 'c'; });
  };
  if (!has(media.lines) && !has(description.lines)) {
    report(findings, rules::connection_missing, media.line,
           "neither the section nor the session has a c= line");
  }
}

void check_candidates(const Description& description, const Media& media, Findings& findings) {
  const Attribute* ufrag = transport_attribute(description, media, "ice-ufrag");
  for (const Attribute* candidate : all_attributes(media.attributes, "candidate")) {
    read_candidate("candidate:" + candidate->value, ufrag == nullptr ? "" : ufrag->value, candidate->line,
                   findings);
  }
}

}  // namespace

void check_section(const Description& description, const Media& media, Role role, Findings& findings) {
  check_connection(description, media, findings);
  check_protocol(media, role, findings);
  check_mid(media, findings);
  check_repeated(media, findings);
  check_direction(media, findings);
  check_ice(description, media, findings);
  check_dtls(description, media, role, findings);
  if (is_rtp(media)) check_rtp(description, media, findings);
  if (media.protocol.ends_with("DTLS/SCTP")) check_sctp(media, findings);
  check_candidates(description, media, findings);
}

}  // namespace ringcheck::sdp
