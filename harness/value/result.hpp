#pragma once
// Errors as values: what a function that can fail gives back. No exception crosses a module (DESIGN.md, rule
// 4).
//
//   Result<int> parsed = parse_port(text);
//   if (!parsed) return parsed.error();

#include <string>
#include <utility>
#include <variant>

namespace ringcheck {

/// A fault told to a person: one sentence or a few lines, without a trailing full stop or line end.
struct Error {
  std::string text;
};

/// A `T` or the `Error` that kept us from it. The reader checks before it takes.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT: meant to convert
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT: meant to convert

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() { return std::get<0>(state_); }
  const T& operator*() const { return std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// The result of something done for its effect.
struct Done {};

}  // namespace ringcheck
