#pragma once
// The sync loop of one device of the harness at a homeserver under test: what it brings becomes entries.

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "run/recorder.hpp"
#include "run/server_talk.hpp"

namespace ringcheck::run {

class ServerSync {
 public:
  struct Events {
    std::function<void()> on_first;  ///< the initial sync is there; nothing of it is recorded
    std::function<void()> on_news;   ///< another one has been taken
    std::function<void(const std::string& why)> on_broken;  ///< a sync was not answered as it should: it ends
  };

  /// `server`: the subject's name in the cast.
  ServerSync(std::string actor, std::string server, std::string token, ServerTalk& talk, Recorder& recorder,
             Events events);

  /// For an account that others may use: of the rooms that it is in when it begins, only these are looked at.
  void look_only_at(std::set<std::string> rooms) { looked_at_ = std::move(rooms); }
  /// Its device goes offline after the initial sync, until it is told to go on.
  void rest_after_first() { rests_ = true; }
  bool rests() const { return rests_; }
  void go_on();
  /// Also again, after it broke: it goes on where it was.
  void begin() { poll(0); }
  bool has_seen(const std::string& event_id) const { return seen_.contains(event_id); }
  bool is_in(const std::string& room_id) const { return rooms_.contains(room_id); }
  const std::string& actor() const { return actor_; }

 private:
  void poll(std::int64_t wait_ms);
  void take(const Value& response);
  void take_room(const std::string& room_id, const Value& room);
  void record(const Value& event, const std::string& room_id, std::string_view where);

  std::string actor_;
  std::string server_;
  std::string token_;
  ServerTalk& talk_;
  Recorder& recorder_;
  Events events_;
  std::string since_;
  bool rests_ = false;
  std::optional<std::set<std::string>> looked_at_;
  std::set<std::string> foreign_;  ///< rooms that are nobody's business here
  std::set<std::string> seen_;     ///< ids of the events that it has brought
  std::set<std::string> rooms_;    ///< joined, as far as it has told
};

}  // namespace ringcheck::run
