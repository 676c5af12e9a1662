// What check.hpp says of two descriptions: an answer and its offer, or two of the same side.

#include <algorithm>
#include <set>
#include <string>

#include <fmt/format.h>

#include "sdp/check.hpp"
#include "sdp/rules.hpp"
#include "sdp/syntax.hpp"

namespace ringcheck::sdp {
namespace {

std::string_view mid_of(const Media& media) {
  return attribute_value(media.attributes, "mid");
}

int mid_line(const Media& media) {
  const Attribute* mid = find_attribute(media.attributes, "mid");
  return mid == nullptr ? media.line : mid->line;
}

// Codec names and clock rates are compared without case (RFC 8866 section 6.6); a missing rtpmap says
// nothing.
bool is_remapped(const Media& one, const Media& other, const std::string& payload_type) {
  const std::string_view first = codec_of(one, payload_type);
  const std::string_view second = codec_of(other, payload_type);
  return !first.empty() && !second.empty() && !equals_ignoring_case(first, second);
}

void check_answer_formats(const Media& answer, const Media& offer, Findings& findings) {
  bool common = false;
  for (const std::string& format : answer.formats) {
    if (std::find(offer.formats.begin(), offer.formats.end(), format) == offer.formats.end()) continue;
    common = true;
    if (is_remapped(answer, offer, format)) {
      report(findings, rules::answer_codec, answer.line,
             fmt::format("payload type {} is {} here and {} in the offer", format,
                         quoted(codec_of(answer, format)), quoted(codec_of(offer, format))));
    }
  }
  if (!common)
    report(findings, rules::answer_formats, answer.line, "the answer takes no format of the offer");
}

void check_answer_direction(const Description& answer, const Media& mine, const Description& offer,
                            const Media& theirs, Findings& findings) {
  const Direction given = direction_of(answer, mine);
  const Direction allowed = reversed(direction_of(offer, theirs));
  if (intersection(given, allowed) != given) {
    report(findings, rules::answer_direction, mine.line,
           fmt::format("the offer says {}, the answer {}", name_of(reversed(allowed)), name_of(given)));
  }
}

void check_answer_setup(const Description& answer, const Media& mine, const Description& offer,
                        const Media& theirs, Findings& findings) {
  const Attribute* here = transport_attribute(answer, mine, "setup");
  const Attribute* there = transport_attribute(offer, theirs, "setup");
  if (here == nullptr || there == nullptr || here->value != there->value) return;
  if (here->value == "active" || here->value == "passive") {
    report(findings, rules::answer_setup, here->line, fmt::format("both sides say setup {}", here->value));
  }
}

void check_answer_bundle(const Description& answer, const Description& offer, Findings& findings) {
  const std::set<std::string> offered = bundled_mids(offer);
  const std::set<std::string> taken = bundled_mids(answer);
  const Attribute* group = find_attribute(answer.attributes, "group");
  for (const std::string& mid : taken) {
    if (!mid.empty() && !offered.contains(mid)) {
      report(findings, rules::answer_bundle, group->line,
             fmt::format("the offer did not bundle {}", quoted(mid)));
    }
  }
  for (const Media& media : answer.media) {
    const std::string mid(mid_of(media));
    if (media.well_formed && !is_rejected(media) && offered.contains(mid) && !taken.contains(mid)) {
      report(findings, rules::answer_unbundled, media.line,
             fmt::format("the offer bundled {}, the answer does not", quoted(mid)));
    }
  }
}

void check_answer_section(const Description& answer, const Media& mine, const Description& offer,
                          const Media& theirs, Findings& findings) {
  if (mine.kind != theirs.kind) {
    return report(
        findings, rules::answer_kind, mine.line,
        fmt::format("the offer has {} here, the answer {}", quoted(theirs.kind), quoted(mine.kind)));
  }
  if (mine.protocol != theirs.protocol) {
    report(findings, rules::answer_protocol, mine.line,
           fmt::format("the offer's protocol is {}, the answer's {}", quoted(theirs.protocol),
                       quoted(mine.protocol)));
  }
  const bool nameless = is_rejected(mine) && mid_of(mine).empty();
  if (mid_of(mine) != mid_of(theirs) && !nameless) {
    report(
        findings, rules::answer_mid, mid_line(mine),
        fmt::format("the offer's mid is {}, the answer's {}", quoted(mid_of(theirs)), quoted(mid_of(mine))));
  }
  if (is_rejected(mine)) return;
  if (is_rejected(theirs)) {
    return report(findings, rules::answer_revived, mine.line,
                  "the answer accepts a section that the offer stopped");
  }
  if (is_rtp(mine)) check_answer_direction(answer, mine, offer, theirs, findings);
  check_answer_formats(mine, theirs, findings);
  check_answer_setup(answer, mine, offer, theirs, findings);
}

// What differs must be told by a new version; candidates and ports may be added under the same one.
bool looks_changed(const Description& next, const Description& previous) {
  if (next.media.size() != previous.media.size()) return true;
  for (std::size_t i = 0; i < next.media.size(); ++i) {
    const Media& one = next.media[i];
    const Media& other = previous.media[i];
    if (is_rejected(one) != is_rejected(other) || one.formats != other.formats ||
        direction_of(next, one) != direction_of(previous, other)) {
      return true;
    }
  }
  return false;
}

void check_next_origin(const Description& next, const Description& previous, Findings& findings) {
  const Origin& here = next.origin;
  const Origin& before = previous.origin;
  if (here.line == 0 || before.line == 0) return;
  if (here.username != before.username || here.session_id != before.session_id) {
    report(findings, rules::next_origin, here.line,
           fmt::format("user and session id were {} {} and are {} {}", before.username, before.session_id,
                       here.username, here.session_id));
  } else if (here.session_version < before.session_version) {
    report(findings, rules::next_version, here.line,
           fmt::format("the version was {} and is {}", before.session_version, here.session_version));
  } else if (here.session_version == before.session_version && looks_changed(next, previous)) {
    report(findings, rules::next_version_kept, here.line,
           fmt::format("the description changed, its version is still {}", here.session_version));
  }
}

void check_next_ice(const Description& next, const Media& media, const Description& previous,
                    const Media& before, Findings& findings) {
  auto changed = [&](std::string_view name) {
    const Attribute* now = transport_attribute(next, media, name);
    const Attribute* then = transport_attribute(previous, before, name);
    return now != nullptr && then != nullptr && now->value != then->value;
  };
  const bool ufrag = changed("ice-ufrag");
  if (ufrag != changed("ice-pwd")) {
    report(findings, rules::next_ice, media.line,
           fmt::format("only {} changed; an ICE restart changes both", ufrag ? "ice-ufrag" : "ice-pwd"));
  }
}

void check_next_section(const Description& next, const Media& media, const Description& previous,
                        const Media& before, Findings& findings) {
  // A stopped section may be used anew for anything (RFC 9429 section 5.2.2).
  if (!media.well_formed || !before.well_formed || is_rejected(before)) return;
  if (media.kind != before.kind) {
    return report(findings, rules::next_kind, media.line,
                  fmt::format("the section was {} and is {}", quoted(before.kind), quoted(media.kind)));
  }
  if (is_rejected(media)) return;
  if (mid_of(media) != mid_of(before)) {
    report(findings, rules::next_mid, mid_line(media),
           fmt::format("the mid was {} and is {}", quoted(mid_of(before)), quoted(mid_of(media))));
  }
  check_next_ice(next, media, previous, before, findings);
  for (const std::string& format : media.formats) {
    if (!is_remapped(media, before, format)) continue;
    report(findings, rules::next_codec, media.line,
           fmt::format("payload type {} was {} and is {}", format, quoted(codec_of(before, format)),
                       quoted(codec_of(media, format))));
  }
}

}  // namespace

Findings check_answer(const Description& answer, const Description& offer) {
  Findings findings;
  if (answer.media.size() != offer.media.size()) {
    report(findings, rules::answer_count, answer.media.empty() ? 0 : answer.media.back().line,
           fmt::format("the offer has {} sections, the answer {}", offer.media.size(), answer.media.size()));
  }
  for (std::size_t i = 0; i < std::min(answer.media.size(), offer.media.size()); ++i) {
    if (answer.media[i].well_formed && offer.media[i].well_formed) {
      check_answer_section(answer, answer.media[i], offer, offer.media[i], findings);
    }
  }
  check_answer_bundle(answer, offer, findings);
  return findings;
}

Findings check_next(const Description& next, const Description& previous) {
  Findings findings;
  check_next_origin(next, previous, findings);
  if (next.media.size() < previous.media.size()) {
    report(findings, rules::next_count, next.media.empty() ? 0 : next.media.back().line,
           fmt::format("there were {} sections and are {}", previous.media.size(), next.media.size()));
  }
  for (std::size_t i = 0; i < std::min(next.media.size(), previous.media.size()); ++i) {
    check_next_section(next, next.media[i], previous, previous.media[i], findings);
  }
  return findings;
}

}  // namespace ringcheck::sdp
