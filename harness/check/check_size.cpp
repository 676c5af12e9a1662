// The size of a whole event and of its keys, which the specification bounds (client-server API, "Size
// limits"). The register has a requirement for events of calls; another event that is too large is a warning.

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "value/json.hpp"

namespace ringcheck::check {
namespace {

constexpr std::size_t most_bytes = 65536;
constexpr std::size_t most_key_bytes = 255;

/// What is known of the event as servers exchange it, which also has hashes and signatures: the true size is
/// no less.
std::size_t least_size_bytes(const trace::Entry& entry) {
  Value whole = make_object({{"type", entry.type}, {"content", entry.body}});
  for (const std::string_view key : {"room_id", "sender", "state_key"}) {
    if (const Value* value = entry.head.find(key)) whole.set(key, *value);
  }
  return to_canonical_json(whole).size();
}

void judge_whole(const trace::Entry& entry, Tally& tally) {
  const std::string_view requirement = entry.type.starts_with("m.call.") ? "VOIP-043" : "";
  tally.looked_at(requirement);
  const std::size_t bytes = least_size_bytes(entry);
  if (bytes <= most_bytes) return;
  Finding finding;
  finding.requirement = requirement;
  finding.error = !requirement.empty();
  finding.wanted = fmt::format("{} bytes or fewer", most_bytes);
  finding.came = fmt::format("{} bytes", bytes);
  finding.text = fmt::format("{} has {} bytes, an event may have {}", entry.type.substr(0, most_key_bytes),
                             bytes, most_bytes);
  tally.fault(entry, std::move(finding));
}

void judge_key(const trace::Entry& entry, std::string_view key, std::string_view value, Tally& tally) {
  if (value.size() <= most_key_bytes) return;
  Finding finding;
  finding.error = false;
  finding.wanted = fmt::format("{} bytes or fewer", most_key_bytes);
  finding.came = fmt::format("{} bytes", value.size());
  finding.text =
      fmt::format("the {} of an event has {} bytes, it may have {}", key, value.size(), most_key_bytes);
  tally.fault(entry, std::move(finding));
}

}  // namespace

void check_size(const EntryMoment& moment, Tally& tally) {
  const trace::Entry& entry = moment.entry;
  if (entry.kind != trace::Kind::event || entry.channel == trace::channel::to_device) return;
  judge_whole(entry, tally);
  judge_key(entry, "type", entry.type, tally);
  for (const std::string_view key : {"state_key", "sender", "room_id"}) {
    judge_key(entry, key, entry.head.string_at(key), tally);
  }
}

}  // namespace ringcheck::check
