#include "run/person.hpp"

#include <array>
#include <cerrno>
#include <string_view>

#include <unistd.h>

namespace ringcheck::run {

Person::Person(net::Loop& loop, Terminal terminal)
    : terminal_(std::move(terminal)), watch_(loop.watch(terminal_.input)) {
  watch_.on_readable([this] { read(); });
}

// One read for each time that there is something: so it never waits, and the terminal, which others may
// share, stays as it is.
void Person::read() {
  std::array<char, 4096> bytes{};
  const ssize_t got = ::read(terminal_.input, bytes.data(), bytes.size());
  const bool again = got < 0 && (errno == EINTR || errno == EAGAIN);
  if (got <= 0 && !again) {
    is_gone_ = true;
    const auto gone = listener_.on_gone;
    if (gone) gone();
    return;
  }
  if (got > 0) lines_.feed({bytes.data(), static_cast<std::size_t>(got)});
  while (const auto line = lines_.next()) {
    if (const auto* text = std::get_if<std::string>(&*line)) take(*text);
  }
  watch_.on_readable([this] { read(); });
}

void Person::take(const std::string& line) {
  constexpr std::string_view blanks = " \t";
  const auto listener = listener_.on_line;
  const std::size_t begin = line.find_first_not_of(blanks);
  const std::size_t end = line.find_last_not_of(blanks);
  if (listener) listener(begin == std::string::npos ? "" : line.substr(begin, end + 1 - begin));
}

}  // namespace ringcheck::run
