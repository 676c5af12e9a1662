#pragma once
// A file descriptor that closes itself, and how many of them a process may have.

#include <cstdint>
#include <utility>

#include "value/result.hpp"

namespace ringcheck::net {

/// Owns one descriptor of the operating system; -1 means none.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor() { close(); }

  int get() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  void close();
  /// Gives the descriptor away: the taker closes it.
  int release() { return std::exchange(number_, -1); }

 private:
  int number_ = -1;
};

/// The text of an errno value, for the end of a sentence.
std::string error_text(int error_number);

/// Raises the soft limit of open descriptors towards the hard one and returns the limit that now holds. It
/// stops at 65,536: children inherit the limit, and some programs walk through every number below it when
/// they start.
Result<uint64_t> raise_descriptor_limit();

}  // namespace ringcheck::net
