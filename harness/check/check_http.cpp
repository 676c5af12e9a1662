// The HTTP of the subject: its token where one is needed and in the header, a transaction ID for one content
// only, and no second try before the time that a 429 gave (client-server API, "Using access tokens",
// "Transaction identifiers", "Rate limiting").

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "check/trace_checks.hpp"

namespace ringcheck::check {
namespace {

/// Timers of clients count in milliseconds, and may be one too early.
constexpr std::int64_t grace_us = 10'000;

/// Endpoints that the specification lets nobody use without a token, by their beginning.
constexpr std::string_view need_token[] = {
    "/rooms/",       "/sync",       "/voip/",      "/sendToDevice/", "/user/",         "/join/",
    "/keys/",        "/pushrules/", "/createRoom", "/joined_rooms",  "/devices",       "/account/whoami",
    "/capabilities", "/presence/",  "/pushers",    "/logout",        "/notifications", "/user_directory/"};

bool needs_token(const Request& request) {
  return request.method != "OPTIONS" &&
         std::any_of(std::begin(need_token), std::end(need_token),
                     [&](std::string_view begin) { return request.path.starts_with(begin); });
}

void tell(const trace::Entry& entry, std::string_view requirement, std::string text, Tally& tally) {
  Finding finding;
  finding.requirement = requirement;
  finding.error = !requirement.empty();
  finding.text = std::move(text);
  tally.fault(entry, std::move(finding));
}

std::string_view requirement_for_waiting(const Request& request) {
  if (request.path == "/voip/turnServer") return "VOIP-239";
  return request.path.find("/send/m.call.") != std::string::npos ? "VOIP-087" : "";
}

}  // namespace

void check_token(const EntryMoment& moment, Tally& tally) {
  const auto request = as_request(moment.entry, moment.entry.from);
  if (!request) return;
  tally.looked_at({});
  const Value* query = moment.entry.head.find("query");
  if (query != nullptr && query->find("access_token") != nullptr) {
    tell(moment.entry, {},
         fmt::format("{} has its token in the query, which v1.11 deprecates and v1.20 does not know any more",
                     moment.entry.type),
         tally);
  } else if (needs_token(*request) && request->device.empty() && moment.traffic.has_seen_token()) {
    tell(moment.entry, {}, fmt::format("{} carries no token", moment.entry.type), tally);
  }
}

void check_transaction(const EntryMoment& moment, Tally& tally) {
  const auto request = as_request(moment.entry, moment.entry.from);
  if (!request || request->transaction.empty() || request->digest.empty()) return;
  const Transaction* before = moment.traffic.transaction(*request);
  if (before == nullptr) return;
  tally.looked_at("VOIP-044");
  if (before->digest == request->digest) return;
  tell(moment.entry, "VOIP-044",
       fmt::format("{} uses the transaction ID of entry {} for another content", moment.entry.type,
                   before->seq),
       tally);
}

void check_rate(const EntryMoment& moment, Tally& tally) {
  const auto request = as_request(moment.entry, moment.entry.from);
  const Limited* limited = request ? moment.traffic.limited(*request) : nullptr;
  if (limited == nullptr) return;
  const std::string_view requirement = requirement_for_waiting(*request);
  tally.looked_at(requirement);
  if (request->t_us + grace_us >= limited->until_us) return;
  const std::int64_t early_ms = (limited->until_us - request->t_us) / 1000;
  tell(moment.entry, requirement,
       fmt::format("{} came again {} ms before the {} ms were over that the answer of entry {} asks to wait",
                   moment.entry.type, early_ms, limited->wait_ms, limited->seq),
       tally);
}

}  // namespace ringcheck::check
