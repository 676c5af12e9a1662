#pragma once
// All checks that read every trace, in one table. Each judges call events of the subject alone; those of
// others are context. A check counts an entry as looked at only when it has read the field that the
// requirement speaks of.

#include <span>
#include <string_view>

#include "check/call_event.hpp"
#include "check/schema_set.hpp"
#include "check/tally.hpp"

namespace ringcheck::check {

struct TraceCheck {
  std::string_view name;
  std::string_view what;
  std::span<const std::string_view> requirements;  ///< all that its findings and counts may name
  void (*run)(const CallEvents& events, const SchemaSet& schemas, Tally& tally) = nullptr;
};

std::span<const TraceCheck> trace_checks();

void check_schema(const CallEvents& events, const SchemaSet& schemas, Tally& tally);
void check_channel(const CallEvents& events, const SchemaSet& schemas, Tally& tally);
void check_identifiers(const CallEvents& events, const SchemaSet& schemas, Tally& tally);
void check_party(const CallEvents& events, const SchemaSet& schemas, Tally& tally);
void check_sdp(const CallEvents& events, const SchemaSet& schemas, Tally& tally);
void check_size(const CallEvents& events, const SchemaSet& schemas, Tally& tally);

}  // namespace ringcheck::check
