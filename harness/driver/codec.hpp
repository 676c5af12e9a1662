#pragma once
// Bytes of an adapter's stdout to messages and back: JSON-RPC 2.0, one message a line (driver protocol,
// section 2). Memory stays bounded by one line, whatever an adapter writes.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "value/value.hpp"

namespace ringcheck::driver {

inline constexpr std::size_t max_line_bytes = std::size_t{1024} * 1024;

/// What is wrong with a line or text, told to the adapter's author.
struct WireFault {
  std::string sentence;
};

/// Cuts a byte stream into lines.
class LineReader {
 public:
  /// Takes any piece of the stream. Call `next` until it is empty before the next `feed`: complete lines wait
  /// here until they are fetched.
  void feed(std::string_view bytes);
  /// The next line without LF and CR, or one fault for a line that became too long (told as soon as it is;
  /// the rest of that line is thrown away), or nothing yet.
  std::optional<std::variant<std::string, WireFault>> next();
  /// What came after the last LF, at most `max_line_bytes`.
  std::string_view unfinished() const { return partial_; }

 private:
  void append(std::string_view bytes);

  std::vector<std::variant<std::string, WireFault>> ready_;
  std::size_t taken_ = 0;
  std::string partial_;
  bool skipping_ = false;
};

/// The error member of a response.
struct ErrorReply {
  std::int64_t code = 0;
  std::string message;
  std::string kind;         ///< of `data`: refused, no_such, crashed, adapter_failed; empty if not given
  std::string stderr_text;  ///< of `data`, for crashed; may be empty
};

struct Response {
  std::int64_t id = 0;
  std::variant<Value, ErrorReply> outcome;  ///< the result, or the error
};

struct Note {
  std::string session;
  std::int64_t seq = 0;
  std::int64_t t_ms = 0;  ///< the adapter's own clock: for drawing only
  std::string kind;
  Value data;
};

using Message = std::variant<Response, Note, WireFault>;

/// How messages travel: as lines of a stdout, or each as a text of a WebSocket.
enum class Wire : std::uint8_t { lines, texts };

/// The message of one line or text; a fault has the sentence for the adapter's author.
Message decode(std::string_view line, Wire wire = Wire::lines);

/// One line with its LF.
std::string encode_request(std::int64_t id, std::string_view method, const Value& params);

}  // namespace ringcheck::driver
