#pragma once
// Where an adapter comes to that nobody starts, as a browser's page or a telephone: one port, one path with a
// token of this run, one WebSocket at a time. Who lost it may come again by the same path.

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "driver/listen.hpp"
#include "net/loop.hpp"
#include "run/adapter_link.hpp"
#include "run/reach.hpp"
#include "value/result.hpp"

namespace ringcheck::run {

/// For the console. Neither may destroy the door.
struct DoorEvents {
  /// First when the adapter is waited for, and then again from time to time.
  std::function<void(const std::string& url, std::int64_t left_ms)> on_waiting = [](const std::string&,
                                                                                    std::int64_t) {};
  /// Somebody came in vain: a sentence. Told at most a hundred times.
  std::function<void(const std::string& why)> on_refused = [](const std::string&) {};
};

/// For how long an adapter is waited for: a person has to start it, perhaps on a telephone.
std::int64_t wait_for_adapter_ms(double time_scale);

class AdapterDoor {
 public:
  /// `wait_ms`: for how long an adapter is waited for. `reach`: whether over TLS. The error: the port cannot
  /// be had.
  static Result<std::unique_ptr<AdapterDoor>> open(net::Loop& loop, const driver::Listen& listen,
                                                   std::int64_t wait_ms, DoorEvents events,
                                                   const Reach& reach);
  ~AdapterDoor();
  AdapterDoor(const AdapterDoor&) = delete;
  AdapterDoor& operator=(const AdapterDoor&) = delete;

  /// ws://ADDRESS:PORT/adapter/TOKEN, or wss://
  const std::string& url() const;
  /// Waits, once it is started, for who comes next. The door outlives it.
  std::unique_ptr<AdapterLink> next();

 private:
  class Link;
  struct Impl;
  explicit AdapterDoor(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace ringcheck::run
