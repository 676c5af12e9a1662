#pragma once
// Promises that an adapter makes by answering, and that only the traffic at the homeserver can belie: whoever
// sees both sides (run/) reports here. Times are in milliseconds on one clock.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace ringcheck::driver {

/// Whether `settle` was honest: between its answer and the next cause (an order, or a sync response with
/// something in it) the subject must send nothing but syncs. Its own timers may; they are told apart by
/// `window_ms`, after which a request is believed to be a timer's.
class SettleWatch {
 public:
  explicit SettleWatch(std::int64_t window_ms) : window_ms_(window_ms) {}

  void on_cause(std::string_view session);
  void on_settled(std::string_view session, std::int64_t now_ms);
  /// `request` is "PUT /rooms/…", any request but a sync. The sentence blames the adapter.
  std::optional<std::string> on_request(std::string_view session, std::string_view request,
                                        std::int64_t now_ms) const;

 private:
  std::int64_t window_ms_;
  std::map<std::string, std::int64_t, std::less<>> settled_at_ms_;
};

/// The sentence for a session whose last sync was answered so long ago without a new one. It blames the
/// subject.
std::string stopped_syncing(std::string_view session, std::int64_t silent_ms);

}  // namespace ringcheck::driver
