#include "peer/partner.hpp"

#include <utility>

namespace ringcheck::peer {
namespace {

constexpr std::int64_t invite_lifetime_ms = 90'000;
constexpr std::int64_t negotiate_lifetime_ms = 60'000;

// The integer 0 is what the first version of the text asks for; some write a string.
bool is_version_0(const Value& content) {
  const Value* version = content.find("version");
  return version != nullptr && (version->as_int() == 0 || version->as_string() == "0");
}

Value description(std::string_view type, std::string sdp) {
  return make_object({{"type", type}, {"sdp", std::move(sdp)}});
}

}  // namespace

std::string Partner::words() {
  return "  call        calls you; call video with a picture, call 0 by version 0\n"
         "  hangup      ends the call\n"
         "  hold        puts the call on hold; resume takes it back\n"
         "  reject      rejects what rings, and what comes until you type answer\n"
         "  ignore      lets calls ring\n"
         "  answer      answers what rings, and all that comes\n";
}

Partner::Said Partner::say(std::string type, Value more) const {
  Value content = make_object({{"call_id", call_.id}});
  if (call_.is_v0) {
    content.set("version", 0);
  } else {
    content.set("version", "1").set("party_id", who_.party_id);
  }
  for (Member& member : more.members) content.set(member.key, std::move(member.value));
  return {call_.room_id, std::move(type), std::move(content)};
}

std::vector<Partner::Said> Partner::hear(const Heard& heard) {
  if (heard.type == "m.call.invite") return hear_invite(heard);
  const bool is_ours = state_ != State::idle && heard.room_id == call_.room_id &&
                       heard.content.string_at("call_id") == call_.id;
  if (!is_ours) return {};
  if (heard.type == "m.call.answer" && state_ == State::calling) {
    state_ = State::connected;
    if (call_.is_v0) return {};
    return {say("m.call.select_answer",
                make_object({{"selected_party_id", heard.content.string_at("party_id")}}))};
  }
  const Value* described = heard.content.find("description");
  if (heard.type == "m.call.negotiate" && described != nullptr && described->string_at("type") == "offer") {
    auto sdp = media_.answer("m.call.negotiate", make_object());
    if (!sdp) return {};
    return {say("m.call.negotiate", make_object({{"lifetime", negotiate_lifetime_ms},
                                                 {"description", description("answer", std::move(*sdp))}}))};
  }
  const bool chose_another =
      heard.type == "m.call.select_answer" && heard.content.string_at("selected_party_id") != who_.party_id;
  const bool was_refused = heard.type == "m.call.reject" && state_ == State::calling;
  if (chose_another || was_refused || heard.type == "m.call.hangup") state_ = State::idle;
  return {};
}

// Who is in a call lets another one ring; who calls gives way to the lesser id ("Glare").
std::vector<Partner::Said> Partner::hear_invite(const Heard& heard) {
  const Value* invitee = heard.content.find("invitee");
  if (invitee != nullptr && invitee->as_string() != who_.user_id) return {};
  if (state_ == State::ringing || state_ == State::connected) return {};
  if (state_ == State::calling) {
    const bool is_glare = heard.room_id == call_.room_id;
    if (!is_glare || heard.content.string_at("call_id") >= call_.id) return {};
    std::vector<Said> said = ring(heard);
    return said.empty() ? answer_now() : said;
  }
  return ring(heard);
}

std::vector<Partner::Said> Partner::ring(const Heard& heard) {
  call_ = {std::string(heard.content.string_at("call_id")), std::string(heard.room_id),
           is_version_0(heard.content)};
  state_ = State::ringing;
  return manner_ == Manner::rejects ? reject().said : std::vector<Said>{};
}

std::vector<Partner::Said> Partner::answer_now() {
  if (state_ != State::ringing) return {};
  auto sdp = media_.answer("m.call.answer", make_object());
  if (!sdp) return {};
  state_ = State::connected;
  return {say("m.call.answer", make_object({{"answer", description("answer", std::move(*sdp))}}))};
}

Partner::Told Partner::tell(std::string_view line, const std::string& room_id) {
  if (line == "call") return place(false, false, room_id);
  if (line == "call video") return place(true, false, room_id);
  if (line == "call 0") return place(false, true, room_id);
  if (line == "hangup") return end();
  if (line == "hold" || line == "resume") return hold(line == "hold");
  if (line == "reject") {
    manner_ = Manner::rejects;
    return state_ == State::ringing ? reject() : Told{};
  }
  if (line == "ignore") {
    manner_ = Manner::ignores;
    return {};
  }
  if (line == "answer") {
    manner_ = Manner::answers;
    return {answer_now(), {}};
  }
  return {{}, "it knows these words:\n" + words()};
}

Partner::Told Partner::place(bool video, bool is_v0, const std::string& room_id) {
  if (state_ != State::idle) return {{}, "there is a call already: hangup ends it\n"};
  call_ = {fresh_call_id_(), room_id, is_v0};
  auto sdp = media_.offer("m.call.invite", make_object({{"video", video}}));
  if (!sdp) return {{}, sdp.error().text + "\n"};
  state_ = State::calling;
  return {{say("m.call.invite", make_object({{"lifetime", invite_lifetime_ms},
                                             {"offer", description("offer", std::move(*sdp))}}))},
          {}};
}

// Of a call that only rings here hanging up is rejecting it.
Partner::Told Partner::end() {
  if (state_ == State::idle) return {{}, "there is no call\n"};
  if (state_ == State::ringing) return reject();
  state_ = State::idle;
  return {{say("m.call.hangup", call_.is_v0 ? make_object() : make_object({{"reason", "user_hangup"}}))}, {}};
}

// Version 0 has no reject.
Partner::Told Partner::reject() {
  state_ = State::idle;
  return {{say(call_.is_v0 ? "m.call.hangup" : "m.call.reject")}, {}};
}

Partner::Told Partner::hold(bool on_hold) {
  if (state_ != State::connected || call_.is_v0)
    return {{}, "there is no call of version 1 to put on hold\n"};
  auto sdp =
      media_.offer("m.call.negotiate", make_object({{"direction", on_hold ? "sendonly" : "sendrecv"}}));
  if (!sdp) return {{}, sdp.error().text + "\n"};
  return {{say("m.call.negotiate", make_object({{"lifetime", negotiate_lifetime_ms},
                                                {"description", description("offer", std::move(*sdp))}}))},
          {}};
}

}  // namespace ringcheck::peer
