// What a homeserver under test answers, whatever was asked: errors have their standard form (client-server
// API, "Standard error response").

#include <fmt/format.h>

#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

constexpr std::string_view requirement = "SRV-007";
constexpr std::int64_t first_error = 400;

bool is_text(const Value& body, std::string_view key) {
  const Value* member = body.find(key);
  return member != nullptr && member->is_string();
}

std::string what_came(const trace::Entry& entry) {
  if (!entry.raw.empty() || entry.body.is_null()) return "a body that is no JSON";
  if (!entry.body.is_object()) return fmt::format("a {}", type_name(entry.body));
  return is_text(entry.body, "errcode") ? "no text error" : "no text errcode";
}

}  // namespace

void check_error_form(const EntryMoment& moment, Tally& tally) {
  const trace::Entry& entry = moment.entry;
  const Value* status = entry.head.find("status");
  if (status == nullptr || status->as_int().value_or(0) < first_error) return;
  tally.looked_at(requirement);
  if (is_text(entry.body, "errcode") && is_text(entry.body, "error")) return;
  Finding finding;
  finding.requirement = requirement;
  finding.wanted = "a JSON object with the texts errcode and error";
  finding.came = what_came(entry);
  finding.text = fmt::format("the answer {} has {}", status->text, finding.came);
  tally.fault(entry, std::move(finding));
}

}  // namespace ringcheck::check
