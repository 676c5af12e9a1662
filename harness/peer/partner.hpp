#pragma once
// A peer that plays by itself (ringcheck serve): it answers what rings, agrees to what is negotiated, and
// calls or hangs up when a person says so. Calls of version 0 and 1 (Client-Server API, "Voice over IP").
// Values in, values out: who sends, and how long it lets a call ring, is another's.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "peer/media.hpp"
#include "value/value.hpp"

namespace ringcheck::peer {

class Partner {
 public:
  struct Who {
    std::string user_id;
    std::string party_id;
  };
  /// An event of the other side in a room of both. `content` stays the caller's.
  struct Heard {
    std::string_view room_id;
    std::string_view type;
    const Value& content;
  };
  struct Said {
    std::string room_id;
    std::string type;
    Value content;
  };
  struct Told {
    std::vector<Said> said;
    std::string why_not;  ///< a sentence for the person, when there was nothing to do
  };

  /// `media` outlives it, and has learned from each event before it is heard.
  Partner(Who who, Media& media, std::function<std::string()> fresh_call_id)
      : who_(std::move(who)), media_(media), fresh_call_id_(std::move(fresh_call_id)) {}

  /// What it says to that at once.
  std::vector<Said> hear(const Heard& heard);
  /// A call rings that it will answer, when it has rung for long enough, by `answer_now`.
  bool will_answer() const { return state_ == State::ringing && manner_ == Manner::answers; }
  /// The answer to what rings; nothing when it rings no more.
  std::vector<Said> answer_now();
  /// Does what a line says, one of `words`. `room_id`: where it calls.
  Told tell(std::string_view line, const std::string& room_id);
  /// The lines that `tell` takes, each with what it does, for people.
  static std::string words();

 private:
  enum class State : std::uint8_t { idle, ringing, calling, connected };
  enum class Manner : std::uint8_t { answers, rejects, ignores };
  struct Call {
    std::string id;
    std::string room_id;
    bool is_v0 = false;
  };

  std::vector<Said> hear_invite(const Heard& heard);
  std::vector<Said> ring(const Heard& heard);
  Told place(bool video, bool is_v0, const std::string& room_id);
  Told end();
  Told reject();
  Told hold(bool on_hold);
  Said say(std::string type, Value more = make_object()) const;

  Who who_;
  Media& media_;
  std::function<std::string()> fresh_call_id_;
  State state_ = State::idle;
  Manner manner_ = Manner::answers;
  Call call_;
};

}  // namespace ringcheck::peer
