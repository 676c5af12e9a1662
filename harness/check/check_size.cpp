// The size of a whole event, which the specification bounds (client-server API, "Size limits"). The register
// has no requirement for it, so an event that is too large is a warning.

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "value/json.hpp"

namespace ringcheck::check {
namespace {

constexpr std::size_t most_bytes = 65536;

/// What is known of the event as servers exchange it, which also has hashes and signatures: the true size is
/// no less.
std::size_t least_size_bytes(const CallEvent& event) {
  const trace::Entry& entry = *event.entry;
  Value whole = make_object({{"type", entry.type}, {"content", entry.body}});
  for (const std::string_view key : {"room_id", "sender", "state_key"}) {
    if (const Value* value = entry.head.find(key)) whole.set(key, *value);
  }
  return to_canonical_json(whole).size();
}

}  // namespace

void check_size(const Moment& moment, Tally& tally) {
  const CallEvent& event = moment.event;
  if (event.to_device) return;
  tally.looked_at({});
  const std::size_t bytes = least_size_bytes(event);
  if (bytes <= most_bytes) return;
  Finding finding;
  finding.error = false;
  finding.wanted = fmt::format("{} bytes or fewer", most_bytes);
  finding.came = fmt::format("{} bytes", bytes);
  finding.text = fmt::format("{} has {} bytes, an event may have {}", event.type(), bytes, most_bytes);
  tally.fault(*event.entry, std::move(finding));
}

}  // namespace ringcheck::check
