#pragma once
// Traffic recorded as HAR 1.2, by browser tools, mitmproxy, Playwright and others. The file is read twice,
// one entry at a time: first who the clients are and when each exchange began, then what happened, in the
// order of time. In memory are, besides one entry of at most 32 MiB and the exchanges that wait for their
// answer (64 MiB of the file at most), some 40 bytes for each exchange.

#include <cstdint>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

#include "trace/extent.hpp"
#include "trace/har_clients.hpp"

namespace ringcheck::trace {

inline constexpr std::size_t longest_har_entry_bytes = std::size_t{32} * 1024 * 1024;

struct HarSlot {
  std::int64_t start_us = 0;
  std::int64_t offset = 0;
  std::int64_t bytes = 0;
  std::int64_t place = 0;  ///< index in log.entries
};

struct HarPlan {
  std::vector<HarSlot> slots;  ///< exchanges with homeservers, in the order in which they began
  HarClients clients;
  std::vector<std::string> subjects;  ///< names of the clients that are judged
  std::vector<std::string> untold;
};

/// `wanted` is the name of a client, a user ID, a user ID with `/` and a device, or empty for all clients.
/// The error names the entry, or the byte. `name` is the file's, for errors.
Result<HarPlan> plan_har(std::istream& file, std::string_view name, std::string_view wanted);

Result<Extent> read_har(std::istream& file, std::string_view name, const HarPlan& plan, const Sink& sink);

}  // namespace ringcheck::trace
