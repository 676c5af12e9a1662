// Events that belong to no 1:1 call in a room: those that a schema is known of fit it, and types of calls
// that no schema knows are noted.

#include <fmt/format.h>

#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

bool is_call_type(std::string_view type) {
  return type.starts_with("m.call.") || type.starts_with("org.matrix.call.");
}

/// A type that a later release or an MSC knows is no fault: it is told, not judged.
void note_type(const trace::Entry& entry, Tally& tally) {
  Finding finding;
  finding.error = false;
  finding.note = true;
  finding.text = fmt::format("{} is a type that no schema of ours knows", entry.type);
  tally.fault(entry, std::move(finding));
}

void judge(const trace::Entry& entry, const JsonSchema& schema, Tally& tally) {
  tally.looked_at({});
  for (const SchemaFault& fault : schema.validate(entry.body)) {
    Finding finding;
    finding.error = false;
    finding.pointer = fault.pointer;
    finding.wanted = fault.wanted;
    finding.came = fault.came;
    finding.text = fmt::format("the content of {} has at {} {}, its schema wants {}", entry.type,
                               fault.pointer.empty() ? "its root" : fault.pointer, fault.came, fault.wanted);
    tally.fault(entry, std::move(finding));
  }
}

}  // namespace

void check_event(const EntryMoment& moment, Tally& tally) {
  const trace::Entry& entry = moment.entry;
  if (entry.kind != trace::Kind::event) return;
  const bool to_device = entry.channel == trace::channel::to_device;
  const JsonSchema* schema = moment.schemas.for_event(entry.type, entry.body);
  if (schema == nullptr) {
    if (is_call_type(entry.type)) note_type(entry, tally);
    return;
  }
  // Calls in rooms have a check of their own, which knows the requirements of each place.
  if (to_device || !is_call_type(entry.type)) judge(entry, *schema, tally);
}

}  // namespace ringcheck::check
