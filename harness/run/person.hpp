#pragma once
// Who moves an app by hand: the lines that a person types at a terminal, and what is told to them.

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "driver/codec.hpp"
#include "net/loop.hpp"

namespace ringcheck::run {

class Person {
 public:
  struct Terminal {
    int input = 0;  ///< where the person's lines come from; it stays open
    std::function<void(const std::string& text)> tell;
  };
  /// May destroy the slot that listens, but not the person.
  struct Listener {
    /// A line as it was typed, without the blanks around it.
    std::function<void(const std::string& line)> on_line;
    /// Once, when nobody types any more.
    std::function<void()> on_gone;
  };

  Person(net::Loop& loop, Terminal terminal);

  /// Nobody types any more.
  bool is_gone() const { return is_gone_; }
  void tell(const std::string& text) { terminal_.tell(text); }
  /// Whoever listened before hears no more.
  void listen(Listener listener) { listener_ = std::move(listener); }

 private:
  void read();
  void take(const std::string& line);

  Terminal terminal_;
  net::Watch watch_;
  driver::LineReader lines_;
  Listener listener_;
  bool is_gone_ = false;
};

}  // namespace ringcheck::run
