#include "sdp/candidate.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "sdp/rules.hpp"
#include "sdp/syntax.hpp"

namespace ringcheck::sdp {
namespace {

constexpr std::string_view kPrefix = "candidate:";
constexpr std::size_t kFixedFields = 8;  // foundation component transport priority address port "typ" type
constexpr std::uint64_t kMaxPriority = std::numeric_limits<std::int32_t>::max();

using Fields = std::vector<std::string_view>;

// The value of an extension; after the fixed fields come names and values in turn.
std::string_view extension(const Fields& fields, std::string_view name) {
  for (std::size_t i = kFixedFields; i + 1 < fields.size(); i += 2) {
    if (fields[i] == name) return fields[i + 1];
  }
  return {};
}

// What is wrong with the fixed fields; empty if nothing is.
std::string fault_in(const Fields& fields) {
  if (fields.size() < kFixedFields || fields.size() % 2 != 0) {
    return fmt::format("{} fields, not 8 and then pairs with one space between", fields.size());
  }
  if (std::any_of(fields.begin(), fields.end(), [](std::string_view field) { return field.empty(); })) {
    return "two spaces in a row";
  }
  if (!is_ice_chars(fields[0], 1, 32)) return fmt::format("foundation {}", quoted(fields[0]));
  if (read_number(fields[1], 256).value_or(0) == 0) return fmt::format("component {}", quoted(fields[1]));
  if (!is_token(fields[2])) return fmt::format("transport {}", quoted(fields[2]));
  if (read_number(fields[3], kMaxPriority).value_or(0) == 0)
    return fmt::format("priority {}", quoted(fields[3]));
  if (!is_ipv4(fields[4]) && !is_ipv6(fields[4]) && !is_host_name(fields[4])) {
    return fmt::format("address {}", quoted(fields[4]));
  }
  if (!read_number(fields[5], 65535)) return fmt::format("port {}", quoted(fields[5]));
  if (fields[6] != "typ") return fmt::format("{} instead of typ", quoted(fields[6]));
  constexpr std::array<std::string_view, 4> types{"host", "srflx", "prflx", "relay"};
  if (std::find(types.begin(), types.end(), fields[7]) == types.end()) {
    return fmt::format("type {}", quoted(fields[7]));
  }
  return {};
}

// All types but host name the address they come from (RFC 8839 section 5.1).
std::string fault_in_related(const Fields& fields) {
  const std::string_view address = extension(fields, "raddr");
  const std::string_view port = extension(fields, "rport");
  if (fields[7] != "host" && (address.empty() || port.empty())) return "no raddr and rport";
  if (!address.empty() && !is_ipv4(address) && !is_ipv6(address) && !is_host_name(address)) {
    return fmt::format("raddr {}", quoted(address));
  }
  if (!port.empty() && !read_number(port, 65535)) return fmt::format("rport {}", quoted(port));
  return {};
}

// Empty if it is no TCP candidate (RFC 6544 section 4.5).
std::string fault_in_tcp(const Fields& fields) {
  const std::string_view type = extension(fields, "tcptype");
  if (!equals_ignoring_case(fields[2], "tcp") || type == "active" || type == "passive" || type == "so")
    return {};
  return fmt::format("a TCP candidate has tcptype {}, not active, passive or so", quoted(type));
}

void warn(const Fields& fields, std::string_view ufrag, int line, Findings& findings) {
  if (is_host_name(fields[4]) && !fields[4].ends_with(".local")) {
    report(findings, rules::candidate_name, line,
           fmt::format("the candidate names {}, which the other side ignores", quoted(fields[4])));
  }
  const std::string_view own = extension(fields, "ufrag");
  if (!own.empty() && !ufrag.empty() && own != ufrag) {
    report(findings, rules::candidate_ufrag, line,
           fmt::format("the candidate is of ufrag {}, the description of {}", quoted(own), quoted(ufrag)));
  }
}

}  // namespace

std::optional<Candidate> read_candidate(std::string_view text, std::string_view ufrag, int line,
                                        Findings& findings) {
  if (!text.starts_with(kPrefix)) {
    report(findings, rules::candidate, line, fmt::format("{} does not begin with candidate:", quoted(text)));
    return std::nullopt;
  }
  const Fields fields = split(text.substr(kPrefix.size()), ' ');
  std::string fault = fault_in(fields);
  if (fault.empty()) fault = fault_in_related(fields);
  if (!fault.empty()) {
    report(findings, rules::candidate, line, fmt::format("bad candidate: {}", fault));
    return std::nullopt;
  }
  if (std::string tcp_fault = fault_in_tcp(fields); !tcp_fault.empty()) {
    report(findings, rules::candidate_tcp, line, std::move(tcp_fault));
    return std::nullopt;
  }
  warn(fields, ufrag, line, findings);
  return Candidate{.foundation = std::string(fields[0]),
                   .component = static_cast<int>(*read_number(fields[1], 256)),
                   .transport = std::string(fields[2]),
                   .priority = static_cast<std::uint32_t>(*read_number(fields[3], kMaxPriority)),
                   .address = std::string(fields[4]),
                   .port = static_cast<std::uint16_t>(*read_number(fields[5], 65535)),
                   .type = std::string(fields[7]),
                   .ufrag = std::string(extension(fields, "ufrag"))};
}

Findings check_candidate(std::string_view text, std::string_view ufrag) {
  Findings findings;
  if (!text.empty()) read_candidate(text, ufrag, 0, findings);
  return findings;
}

}  // namespace ringcheck::sdp
