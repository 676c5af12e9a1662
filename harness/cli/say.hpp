#pragma once
// What a command prints. A reader that goes away, as `head` does, ends the printing and nothing else: a run
// goes on and is saved.

#include <cerrno>
#include <cstdio>
#include <string>

#include <fmt/format.h>

namespace ringcheck::cli {

/// Why something could not be written: an errno of the first time, 0 when all was.
inline int write_error = 0;

template <typename... Args>
void say(std::FILE* file, fmt::format_string<Args...> format, Args&&... args) {
  const std::string text = fmt::format(format, std::forward<Args>(args)...);
  errno = 0;
  if (std::fwrite(text.data(), 1, text.size(), file) < text.size() && write_error == 0) write_error = errno;
}

template <typename... Args>
void say(fmt::format_string<Args...> format, Args&&... args) {
  say(stdout, format, std::forward<Args>(args)...);
}

}  // namespace ringcheck::cli
