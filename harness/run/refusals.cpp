#include "run/refusals.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace ringcheck::run {
namespace {

/// The type of event that a request line would send; empty for all others.
std::string_view sent_type(std::string_view line) {
  for (const std::string_view before : {"/send/", "/state/"}) {
    const std::size_t at = line.find(before);
    if (at == std::string_view::npos) continue;
    line.remove_prefix(at + before.size());
    return line.substr(0, line.find('/'));
  }
  return {};
}

}  // namespace

void Refusals::take(const trace::Entry& response, std::string_view subject) {
  const Value* status = response.head.find("status");
  const bool forbidden = status != nullptr && status->as_int() == 403 &&
                         response.body.string_at("errcode") == "M_FORBIDDEN" &&
                         response.head.find("scripted") == nullptr;
  const std::string_view type = sent_type(response.type);
  if (forbidden && response.to == subject && !type.empty())
    refusals_.push_back({response.cause, std::string(type)});
}

std::string Refusals::lacking(const std::set<std::int64_t>& taken_by_steps) const {
  const bool is_meant = std::any_of(refusals_.begin(), refusals_.end(), [&](const Refusal& refusal) {
    return taken_by_steps.contains(refusal.request_seq);
  });
  if (refusals_.empty() || is_meant) return {};
  return fmt::format(
      "the homeserver refused {} of the subject with M_FORBIDDEN: it lacks permission in the room",
      refusals_.front().type);
}

}  // namespace ringcheck::run
