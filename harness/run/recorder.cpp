#include "run/recorder.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "value/web_text.hpp"

namespace ringcheck::run {
namespace {

using Names = std::vector<std::pair<std::string, std::string>>;

void replace_all(std::string& text, const std::string& from, const std::string& to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

void mask_text(std::string& text, const Names& masks) {
  for (const auto& [secret, shown] : masks) replace_all(text, secret, shown);
}

void mask_in(Value& value, const Names& masks) {
  if (value.is_string()) mask_text(value.text, masks);
  for (Value& item : value.items) mask_in(item, masks);
  for (Member& member : value.members) {
    mask_text(member.key, masks);
    mask_in(member.value, masks);
  }
}

}  // namespace

// Within a path or a query a secret stands percent-encoded.
void Recorder::mask(const std::string& secret, const std::string& shown) {
  masks_.emplace_back(secret, shown);
  if (std::string encoded = percent_encoded(secret); encoded != secret)
    masks_.emplace_back(std::move(encoded), percent_encoded(shown));
}

void Recorder::hide(const std::string& secret) {
  const bool known = secret.empty() || std::any_of(masks_.begin(), masks_.end(), [&](const auto& mask) {
                       return mask.first == secret || mask.second == secret;
                     });
  if (!known) mask(secret, fmt::format("<secret {}>", masks_.size() + 1));
}

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
  mask_text(entry.raw, masks_);
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
  if (!told_) {
    told_ = true;
    loop_.post([this, alive = std::weak_ptr<bool>(alive_)] {
      if (alive.expired()) return;
      told_ = false;
      trace_.flush();
      if (on_change_) on_change_();
    });
  }
  return kept->seq;
}

}  // namespace ringcheck::run
