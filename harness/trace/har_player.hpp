#pragma once
// Exchanges of a HAR as entries of a trace, in the order of time: a send becomes an event when it is asked,
// an answer takes effect when it is complete. What clients get by sync are the events of others, deliveries,
// and, with the next request's token, that they were taken in.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "trace/extent.hpp"
#include "trace/har_clients.hpp"
#include "trace/seen_ids.hpp"

namespace ringcheck::trace {

class HarPlayer {
 public:
  /// `begin_us`: when the first exchange began, since 1970.
  HarPlayer(const HarClients& clients, std::int64_t begin_us, const Sink& sink)
      : clients_(clients), begin_us_(begin_us), sink_(sink) {}

  /// The next exchange, in the order in which they began; `place` is its index in the file.
  void take(HarExchange exchange, std::int64_t place);
  /// After the last one.
  void finish(Extent& extent);

 private:
  struct Open {
    HarExchange exchange;
    std::int64_t place = 0;
    std::size_t client = 0;
    std::int64_t request_seq = 0;
  };
  /// Where a client stands in its syncs.
  struct SyncState {
    std::string given;  ///< by the newest answer
    std::string taken;  ///< by the newest request
    std::vector<std::string> event_ids;
    bool begun = false;
  };
  struct Counts {
    std::int64_t unread_sends = 0;
    std::int64_t nameless_sends = 0;
    std::int64_t unread_syncs = 0;
    std::int64_t gaps = 0;
    std::int64_t limited = 0;
    std::int64_t redacted = 0;
    std::int64_t strangers = 0;
    std::int64_t unanswered = 0;
    std::int64_t syncs = 0;
  };

  const std::string& name_of(std::size_t client) const { return clients_.at(client).name; }
  std::int64_t emit(Entry entry, std::int64_t at_us, std::int64_t place);
  std::int64_t emit_request(const Open& open);
  void emit_send(Open& open);
  void emit_to_device(Open& open, std::int64_t at_us);
  void begin_sync(const Open& open);
  void answer_until(std::int64_t until_us);
  void answer_what_gave(const HarExchange& exchange, std::size_t client);
  void answer(Open& open);
  void answer_sync(Open& open, std::int64_t at_us);
  std::string sender_of(const Value& event, std::size_t reader) const;
  void tell(Extent& extent) const;

  const HarClients& clients_;
  std::int64_t begin_us_;
  const Sink& sink_;
  std::int64_t seq_ = 0;
  std::int64_t now_us_ = 0;
  std::multimap<std::int64_t, Open> open_;  ///< by the time of the answer
  std::size_t open_bytes_ = 0;
  std::map<std::size_t, SyncState> syncs_;
  SeenIds seen_;
  Blind blind_;
  Counts counts_;
};

}  // namespace ringcheck::trace
