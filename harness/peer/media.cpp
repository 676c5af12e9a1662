#include "peer/media.hpp"

namespace ringcheck::peer {
namespace {

const Value* description_in(std::string_view type, const Value& content) {
  if (type == "m.call.invite") return content.find("offer");
  if (type == "m.call.answer") return content.find("answer");
  if (type == "m.call.negotiate") return content.find("description");
  return nullptr;
}

sdp::Wish wish_from(const Value& options) {
  sdp::Wish wish;
  if (const Value* video = options.find("video")) wish.video = video->as_bool();
  const std::string_view direction = options.string_at("direction");
  if (direction == "sendonly") wish.direction = sdp::Direction::sendonly;
  if (direction == "recvonly") wish.direction = sdp::Direction::recvonly;
  if (direction == "inactive") wish.direction = sdp::Direction::inactive;
  return wish;
}

}  // namespace

// The same line in the description and outside of it: one candidate has one foundation.
std::string Media::candidate() const {
  return stun_port_ ? sdp::candidate_line(sdp::HostCandidate{.port = *stun_port_}) : std::string();
}

// Whether a description names our candidate is the matter of that description alone.
void Media::name_candidate(const Value& options) {
  if (!stun_port_) return;
  side_.candidate = sdp::HostCandidate{.port = *stun_port_};
  const Value* named = options.find("candidates");
  if (named != nullptr && !named->as_bool()) side_.candidate.reset();
}

void Media::new_side() {
  side_ = sdp::Side{};
  side_.identity = sdp::identity_from(random_);
  side_.ice_lite = stun_port_.has_value();
}

void Media::on_subject_event(std::string_view type, const Value& content) {
  const Value* described = description_in(type, content);
  if (described == nullptr) return;
  sdp::Parsed parsed = sdp::parse(described->string_at("sdp"));
  subject_described_ = true;
  const bool is_offer = type == "m.call.invite" || described->string_at("type") == "offer";
  if (is_offer) {
    if (type == "m.call.negotiate" && subject_offer_ &&
        sdp::restarts_ice(parsed.description, *subject_offer_)) {
      sdp::renew_ice(side_.identity, random_);
    }
    subject_offer_ = std::move(parsed.description);
  } else {
    sdp::take_answer(side_, parsed.description);
  }
}

Result<std::string> Media::offer(std::string_view event_type, const Value& options) {
  if (event_type != "m.call.negotiate" || !described_) {
    new_side();
    subject_described_ = false;
  }
  if (const Value* restart = options.find("restart"); restart != nullptr && restart->as_bool()) {
    sdp::renew_ice(side_.identity, random_);
  }
  described_ = true;
  name_candidate(options);
  return sdp::make_offer(side_, wish_from(options));
}

Result<std::string> Media::answer(std::string_view event_type, const Value& options) {
  if (!subject_offer_) return Error{"there is no offer of the subject to answer"};
  if (event_type != "m.call.negotiate" || !described_) new_side();
  described_ = true;
  name_candidate(options);
  return sdp::make_answer(side_, *subject_offer_, wish_from(options));
}

}  // namespace ringcheck::peer
