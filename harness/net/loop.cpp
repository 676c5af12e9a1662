#include "net/loop.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <utility>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

namespace ringcheck::net {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {
constexpr int64_t heartbeat_us = 50'000;
}

struct Timer::State {
  explicit State(asio::io_context& context) : timer(context) {}
  asio::steady_timer timer;
  std::function<void()> callback;  // empty once it has begun or was cancelled
};

Timer::Timer(std::shared_ptr<State> state) : state_(std::move(state)) {}

Timer& Timer::operator=(Timer&& other) noexcept {
  if (this != &other) {
    cancel();
    state_ = std::move(other.state_);
  }
  return *this;
}

Timer::~Timer() {
  cancel();
}

void Timer::cancel() {
  if (!state_) return;
  const auto state = std::exchange(state_, nullptr);
  // The handler may be queued already; without a callback it does nothing.
  const auto discarded = std::exchange(state->callback, nullptr);
  state->timer.cancel();
}

bool Timer::pending() const {
  return state_ && state_->callback;
}

std::int64_t Timer::left_ms() const {
  if (!pending()) return 0;
  const auto left = state_->timer.expiry() - asio::steady_timer::clock_type::now();
  return std::max<std::int64_t>(0, std::chrono::duration_cast<std::chrono::milliseconds>(left).count());
}

struct Watch::State : std::enable_shared_from_this<Watch::State> {
  explicit State(asio::io_context& context) : descriptor(context) {}

  struct Direction {
    std::function<void()> callback;
    bool waiting = false;  // Asio holds a handler; it may find no callback any more
  };

  void wait(asio::posix::stream_descriptor::wait_type type, Direction& direction) {
    if (std::exchange(direction.waiting, true)) return;
    descriptor.async_wait(type, [self = shared_from_this(), &direction](error_code error) {
      direction.waiting = false;
      if (error == asio::error::operation_aborted) return;
      if (const auto callback = std::exchange(direction.callback, nullptr)) callback();
    });
  }

  asio::posix::stream_descriptor descriptor;
  Direction readable, writable;
};

Watch::Watch(std::shared_ptr<State> state) : state_(std::move(state)) {}

Watch& Watch::operator=(Watch&& other) noexcept {
  if (this != &other) {
    stop();
    state_ = std::move(other.state_);
  }
  return *this;
}

Watch::~Watch() {
  stop();
}

void Watch::on_readable(std::function<void()> callback) {
  if (!state_) return;
  state_->readable.callback = std::move(callback);
  state_->wait(asio::posix::stream_descriptor::wait_read, state_->readable);
}

void Watch::on_writable(std::function<void()> callback) {
  if (!state_) return;
  state_->writable.callback = std::move(callback);
  state_->wait(asio::posix::stream_descriptor::wait_write, state_->writable);
}

void Watch::stop() {
  if (!state_) return;
  const auto state = std::exchange(state_, nullptr);
  const auto discarded_reader = std::exchange(state->readable.callback, nullptr);
  const auto discarded_writer = std::exchange(state->writable.callback, nullptr);
  if (state->descriptor.is_open()) state->descriptor.release();
}

struct Loop::Impl {
  // One thread runs it; post() and stop() may come from others.
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  asio::signal_set signals{context};
  asio::steady_timer heartbeat{context};
  std::function<void(int)> signal_callback;
  std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  int64_t next_beat_us = 0;  // 0: the loop is not running
  int64_t worst_lag_us = 0;

  int64_t now_us() const {
    const auto elapsed = std::chrono::steady_clock::now() - start;
    return std::chrono::duration_cast<std::chrono::microseconds>(elapsed).count();
  }

  void note_lag() {
    if (next_beat_us > 0) worst_lag_us = std::max(worst_lag_us, now_us() - next_beat_us);
  }

  void beat() {
    next_beat_us = now_us() + heartbeat_us;
    heartbeat.expires_after(std::chrono::microseconds(heartbeat_us));
    heartbeat.async_wait([this](error_code error) {
      if (error) return;
      note_lag();
      beat();
    });
  }

  void wait_for_signal() {
    signals.async_wait([this](error_code error, int signal) {
      if (error) return;
      if (signal_callback) signal_callback(signal);
      wait_for_signal();
    });
  }
};

Loop::Loop() : impl_(std::make_unique<Impl>()) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGCHLD, SIG_DFL);
}

Loop::~Loop() = default;

int64_t Loop::now_us() const {
  return impl_->now_us();
}

void Loop::post(std::function<void()> callback) {
  asio::post(impl_->context, std::move(callback));
}

Timer Loop::after_ms(int64_t delay_ms, std::function<void()> callback) {
  auto state = std::make_shared<Timer::State>(impl_->context);
  state->callback = std::move(callback);
  state->timer.expires_after(std::chrono::milliseconds(delay_ms));
  state->timer.async_wait([state](error_code error) {
    if (error) return;
    if (const auto due = std::exchange(state->callback, nullptr)) due();
  });
  return Timer(std::move(state));
}

Watch Loop::watch(int descriptor) {
  auto state = std::make_shared<Watch::State>(impl_->context);
  // A descriptor that cannot be watched reports itself ready; the read or write that follows tells the error.
  error_code ignored;
  state->descriptor.assign(descriptor, ignored);
  return Watch(std::move(state));
}

void Loop::run() {
  impl_->beat();
  impl_->context.run();
  impl_->context.restart();
  impl_->next_beat_us = 0;
}

void Loop::stop() {
  impl_->context.stop();
}

void Loop::on_signal(std::function<void(int)> callback) {
  const bool first = !impl_->signal_callback;
  impl_->signal_callback = std::move(callback);
  if (!first) return;
  error_code ignored;  // both signals can always be caught
  impl_->signals.add(SIGINT, ignored);
  impl_->signals.add(SIGTERM, ignored);
  impl_->wait_for_signal();
}

int64_t Loop::worst_lag_us_since_last_ask() {
  impl_->note_lag();
  // The part of a delay that was told is not told again: an overdue beat counts from now on.
  if (impl_->next_beat_us > 0) impl_->next_beat_us = std::max(impl_->next_beat_us, impl_->now_us());
  return std::exchange(impl_->worst_lag_us, 0);
}

asio::io_context& Loop::context() {
  return impl_->context;
}

}  // namespace ringcheck::net
