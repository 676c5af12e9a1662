#pragma once
// All checks that read every trace, in one table. Each is a pure function of one moment of the trace and
// judges what the subject did; entries of others are context. A check counts an entry as looked at only when
// it has read the field that the requirement speaks of.

#include <span>
#include <string_view>

#include "check/call.hpp"
#include "check/call_event.hpp"
#include "check/schema_set.hpp"
#include "check/tally.hpp"

namespace ringcheck::check {

/// An event of a call by the subject, and all that a check may know besides.
struct Moment {
  const CallEvent& event;
  const Call& call;  ///< as it was before the event
  const SchemaSet& schemas;
};

struct TraceCheck {
  std::string_view name;
  std::string_view what;
  std::span<const std::string_view> requirements;  ///< all that its findings and counts may name
  void (*run)(const Moment& moment, Tally& tally) = nullptr;
};

std::span<const TraceCheck> trace_checks();

void check_schema(const Moment& moment, Tally& tally);
void check_channel(const Moment& moment, Tally& tally);
void check_identifiers(const Moment& moment, Tally& tally);
void check_party(const Moment& moment, Tally& tally);
void check_sdp(const Moment& moment, Tally& tally);
void check_size(const Moment& moment, Tally& tally);

}  // namespace ringcheck::check
