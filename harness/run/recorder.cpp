#include "run/recorder.hpp"

#include <fmt/format.h>

namespace ringcheck::run {
namespace {

void mask_in(Value& value, const std::vector<std::pair<std::string, std::string>>& masks) {
  if (value.is_string()) {
    for (const auto& [secret, shown] : masks) {
      for (std::size_t at = value.text.find(secret); at != std::string::npos;
           at = value.text.find(secret, at)) {
        value.text.replace(at, secret.size(), shown);
        at += shown.size();
      }
    }
  }
  for (Value& item : value.items) mask_in(item, masks);
  for (Member& member : value.members) mask_in(member.value, masks);
}

}  // namespace

std::string Recorder::masked_authorization(std::string_view bearer) const {
  for (const auto& [secret, shown] : masks_) {
    if (secret == bearer) return "Bearer " + shown;
  }
  return bearer.empty() ? "" : "Bearer <unknown>";
}

std::int64_t Recorder::append(trace::Entry entry) {
  if (script_.ended()) return 0;
  if (before_measuring_ && !measuring_ && script_.measures()) {
    measuring_ = true;
    before_measuring_();
    measuring_ = false;
  }
  entry.t_us = elapsed_us();
  mask_in(entry.body, masks_);
  mask_in(entry.head, masks_);
  const trace::Entry* kept = trace_.append(std::move(entry));
  if (kept == nullptr) {
    trace::Entry flood;
    flood.t_us = elapsed_us();
    flood.kind = trace::Kind::end;
    flood.from = "harness";
    flood.type = "flood";
    flood.head = make_object({{"message", "the trace of a test is bounded, and this one is full: a flood"}});
    kept = trace_.append(std::move(flood));
  }
  script_.on(*kept);
  if (on_change_ && !told_) {
    told_ = true;
    loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
      if (alive.expired()) return;
      told_ = false;
      on_change_();
    });
  }
  return kept->seq;
}

}  // namespace ringcheck::run
