// What goes into events can be written as Canonical JSON (appendices, "Canonical JSON"): integers of 53 bits
// and no other numbers. And what the reader of a body had to forgive: a key twice, a lone surrogate, bytes
// that are no UTF-8, no JSON at all. The register has no requirement for either.

#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "check/trace_checks.hpp"
#include "value/pointer.hpp"

namespace ringcheck::check {
namespace {

constexpr std::int64_t greatest = (std::int64_t{1} << 53) - 1;
constexpr int deepest = 100;

/// What is wrong with a number; empty when nothing is.
std::string_view fault_of(const Value& number) {
  if (!number.is_integer()) return "a fraction or an exponent";
  if (number.text == "-0") return "a negative zero";
  const auto value = number.as_int();
  return value && *value >= -greatest && *value <= greatest ? "" : "more than 53 bits";
}

void warn(const trace::Entry& entry, std::string pointer, std::string text, Tally& tally) {
  Finding finding;
  finding.error = false;
  finding.pointer = std::move(pointer);
  finding.text = std::move(text);
  tally.fault(entry, std::move(finding));
}

void judge_numbers(const trace::Entry& entry, const Value& value, const std::string& pointer, int depth,
                   Tally& tally) {
  if (depth > deepest) return;
  if (value.is_number()) {
    const std::string_view fault = fault_of(value);
    if (fault.empty()) return;
    warn(entry, pointer,
         fmt::format("{} has at {} a number with {}: it cannot be written as Canonical JSON", entry.type,
                     pointer.empty() ? "its root" : pointer, fault),
         tally);
  }
  std::size_t index = 0;
  for (const Value& item : value.items) {
    judge_numbers(entry, item, pointer_join(pointer, index++), depth + 1, tally);
  }
  for (const Member& member : value.members) {
    judge_numbers(entry, member.value, pointer_join(pointer, member.key), depth + 1, tally);
  }
}

void judge_reader(const trace::Entry& entry, Tally& tally) {
  const Value* doubts = entry.head.find("doubts");
  if (doubts == nullptr) return;
  for (const Value& doubt : doubts->items) {
    warn(entry, {}, fmt::format("the body of {}: {}", entry.type, doubt.as_string()), tally);
  }
}

}  // namespace

void check_canonical(const EntryMoment& moment, Tally& tally) {
  const trace::Entry& entry = moment.entry;
  if (entry.kind == trace::Kind::request) judge_reader(entry, tally);
  if (entry.kind != trace::Kind::event || entry.channel == trace::channel::to_device) return;
  tally.looked_at({});
  judge_numbers(entry, entry.body, {}, 0, tally);
}

}  // namespace ringcheck::check
