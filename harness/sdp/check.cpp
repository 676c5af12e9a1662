#include "sdp/check.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sdp/check_section.hpp"
#include "sdp/parse.hpp"
#include "sdp/rules.hpp"
#include "sdp/syntax.hpp"

namespace ringcheck::sdp {
namespace {

using Sections = std::map<std::string_view, const Media*>;

Sections sections_by_mid(const Description& description, Findings& findings) {
  Sections sections;
  for (const Media& media : description.media) {
    const Attribute* mid = find_attribute(media.attributes, "mid");
    if (mid != nullptr && !sections.emplace(mid->value, &media).second) {
      report(findings, rules::mid_repeated, mid->line,
             fmt::format("a second section has the mid {}", quoted(mid->value)));
    }
  }
  return sections;
}

// In an answer the sections of a group share the transport of its first one.
void check_shared_ice(const Description& description, const Media& first, const Media& media, int line,
                      Findings& findings) {
  const Attribute* one = transport_attribute(description, first, "ice-ufrag");
  const Attribute* other = transport_attribute(description, media, "ice-ufrag");
  if (one != nullptr && other != nullptr && one->value != other->value) {
    report(
        findings, rules::bundle_ice, line,
        fmt::format("bundled sections have the ufrags {} and {}", quoted(one->value), quoted(other->value)));
  }
}

void check_group(const Description& description, const Attribute& group, Role role, const Sections& sections,
                 Findings& findings) {
  const auto fields = split(group.value, ' ');
  if (!std::all_of(fields.begin(), fields.end(), is_token)) {
    report(findings, rules::group, group.line,
           fmt::format("bad group {}: names with one space between", quoted(group.value)));
  }
  if (fields.front() != "BUNDLE") return;
  const Media* first = nullptr;
  for (std::size_t i = 1; i < fields.size(); ++i) {
    const auto found = sections.find(fields[i]);
    if (found == sections.end()) {
      if (is_token(fields[i])) {
        report(findings, rules::bundle_unknown, group.line,
               fmt::format("no section has the mid {}", quoted(fields[i])));
      }
      continue;
    }
    const Media& media = *found->second;
    if (media.well_formed && is_rejected(media)) {
      report(findings, rules::bundle_rejected, group.line,
             fmt::format("the rejected section {} is in the group", quoted(fields[i])));
      continue;
    }
    if (first == nullptr) first = &media;
    if (role == Role::answer) check_shared_ice(description, *first, media, group.line, findings);
  }
}

// Whether an answer may leave a section out depends on the offer: check_answer() judges that.
void check_offer_is_bundled(const Description& description, Findings& findings) {
  const std::set<std::string> bundled = bundled_mids(description);
  for (const Media& media : description.media) {
    const Attribute* mid = find_attribute(media.attributes, "mid");
    if (mid == nullptr || !media.well_formed || is_rejected(media) || bundled.contains(mid->value)) continue;
    report(findings, rules::bundle_missing, media.line,
           fmt::format("the section {} is in no BUNDLE group", quoted(mid->value)));
  }
}

}  // namespace

Findings check_description(const Description& description, Role role) {
  Findings findings;
  const Sections sections = sections_by_mid(description, findings);
  for (const Attribute* group : all_attributes(description.attributes, "group")) {
    check_group(description, *group, role, sections, findings);
  }
  if (role == Role::offer) check_offer_is_bundled(description, findings);
  for (const Media& media : description.media) {
    if (media.well_formed && !is_rejected(media)) check_section(description, media, role, findings);
  }
  return findings;
}

Findings check_text(std::string_view text, Role role) {
  Parsed parsed = parse(text);
  Findings findings = std::move(parsed.findings);
  for (Finding& finding : check_description(parsed.description, role)) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace ringcheck::sdp
