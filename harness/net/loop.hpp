#pragma once
// The one loop of the harness: time, signals, readiness of descriptors, and work put off to the next turn.
// Everything in net/ calls back from Loop::run() and from nowhere else, so the code above needs no lock.
// Asio stays behind loop.cpp: sockets and pipes are plain descriptors here, opened close-on-exec from the
// first moment (Asio's own sockets are not, and children would inherit them).

#include <cstdint>
#include <functional>
#include <memory>

namespace boost::asio {
class io_context;
}

namespace ringcheck::net {

/// Something that happens later. Cancels when it is destroyed or assigned over; must not outlive its Loop.
class Timer {
 public:
  struct State;

  Timer() = default;
  explicit Timer(std::shared_ptr<State> state);
  Timer(Timer&&) noexcept = default;
  Timer& operator=(Timer&& other) noexcept;
  ~Timer();

  void cancel();
  /// True until the callback has begun or the timer was cancelled.
  bool pending() const;
  /// Until the callback begins; 0 when it has or will not.
  std::int64_t left_ms() const;

 private:
  std::shared_ptr<State> state_;
};

/// Watches a descriptor that somebody else owns, and that must be closed only after the Watch is stopped.
class Watch {
 public:
  struct State;

  Watch() = default;
  explicit Watch(std::shared_ptr<State> state);
  Watch(Watch&&) noexcept = default;
  Watch& operator=(Watch&& other) noexcept;
  ~Watch();

  /// Calls back once, when a read (a write) would not block or would fail. A second call replaces the
  /// callback.
  void on_readable(std::function<void()> callback);
  void on_writable(std::function<void()> callback);
  void stop();

 private:
  std::shared_ptr<State> state_;
};

/// The clock and the queue. Everything made from a Loop is used on its thread and dies before it.
class Loop {
 public:
  /// For the whole process: ignores SIGPIPE (a reader that went away is an error of the write, not our end)
  /// and no longer ignores SIGCHLD (who started us may have; the kernel would keep no exit status of our
  /// children).
  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Steady clock, microseconds since this Loop was made.
  int64_t now_us() const;
  /// Calls back in the next turn of the loop; may be called from any thread.
  void post(std::function<void()> callback);
  [[nodiscard]] Timer after_ms(int64_t delay_ms, std::function<void()> callback);
  [[nodiscard]] Watch watch(int descriptor);

  /// Runs callbacks until stop(); may be called again afterwards.
  void run();
  /// From any thread; a stop() before run() makes the next run() return at once.
  void stop();

  /// Called for every SIGINT and SIGTERM from now on, with the number of the signal.
  void on_signal(std::function<void(int signal)> callback);

  /// How late the loop ran at worst since the last ask, in microseconds: the largest delay of a heartbeat of
  /// 50 ms, one that is overdue right now included. Tells "the harness ran late" from "the subject was slow".
  int64_t worst_lag_us_since_last_ask();

  /// For websocket.cpp, whose library brings its own operations. Nobody else: they take watch() and
  /// after_ms().
  boost::asio::io_context& context();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringcheck::net
