#pragma once
// Whose homeserver a trace tells of: that of the harness, or the subject.

#include <algorithm>
#include <deque>
#include <string_view>

#include "trace/entry.hpp"

namespace ringcheck::report {

/// The subject is a homeserver: users of the harness ask it, and are told by it.
inline bool is_of_homeserver(const std::deque<trace::Entry>& entries) {
  const std::string_view subject = entries.empty() ? "" : entries.front().head.string_at("subject");
  return std::any_of(entries.begin(), entries.end(), [&](const trace::Entry& entry) {
    return entry.kind == trace::Kind::seen || (entry.kind == trace::Kind::request && entry.to == subject);
  });
}

}  // namespace ringcheck::report
