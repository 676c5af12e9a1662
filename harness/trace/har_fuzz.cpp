// Any bytes as recorded traffic of others: as a HAR, as the list in one, as the bodies of its exchanges, and
// as lines of events or of a tap. What comes out must be entries in order, and the same in a second reading.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include "trace/event_lines.hpp"
#include "trace/har.hpp"
#include "trace/tap_lines.hpp"
#include "value/json.hpp"

namespace {

using namespace ringcheck;         // NOLINT: a program of its own
using namespace ringcheck::trace;  // NOLINT: a program of its own

/// Entries in order, as text.
class Written {
 public:
  Sink sink() {
    return [this](const Entry& entry, std::int64_t) {
      if (entry.seq <= seq_ || entry.t_us < t_us_) std::abort();
      seq_ = entry.seq;
      t_us_ = entry.t_us;
      text_ += to_line(entry);
    };
  }
  const std::string& text() const { return text_; }

 private:
  std::int64_t seq_ = 0;
  std::int64_t t_us_ = 0;
  std::string text_;
};

std::optional<std::string> read_as_har(const std::string& text, const HarPlan& plan) {
  std::istringstream file(text);
  Written written;
  const auto extent = read_har(file, "fuzz", plan, written.sink());
  if (!extent) std::abort();
  return written.text();
}

void try_har(const std::string& text) {
  std::istringstream file(text);
  const auto plan = plan_har(file, "fuzz", "");
  if (!plan) {
    if (!plan.error().text.starts_with("fuzz:")) std::abort();
    return;
  }
  if (read_as_har(text, *plan) != read_as_har(text, *plan)) std::abort();
}

void try_events(const std::string& text) {
  std::istringstream first(text);
  const auto plan = plan_event_lines(first, "fuzz", "");
  if (!plan) {
    if (!plan.error().text.starts_with("fuzz:")) std::abort();
    return;
  }
  std::istringstream second(text);
  Written written;
  static_cast<void>(read_event_lines(second, "fuzz", *plan, written.sink()));
}

void try_tap(const std::string& text) {
  std::istringstream first(text);
  const auto plan = plan_tap_lines(first, "fuzz");
  if (!plan) {
    if (!plan.error().text.starts_with("fuzz:")) std::abort();
    return;
  }
  std::istringstream second(text);
  Written written;
  static_cast<void>(read_tap_lines(second, "fuzz", *plan, written.sink()));
}

/// The bytes as a message between two tapped windows.
std::string tap_around(std::string_view data) {
  const auto line = [](std::string_view window, int n, std::string_view rest) {
    return R"({"tap":1,"window":")" + std::string(window) + R"(","n":)" + std::to_string(n) + R"(,"t_us":)" +
           std::to_string(n) + "," + std::string(rest) + "}\n";
  };
  const std::string message = R"("message":{"data":)" + std::string(data);
  return line("h", 1, R"("framed":{"session":"w","origin":"o"})") +
         line("h", 2, message + R"(,"from":"frame","session":"w","origin":"o"})") +
         line("w", 1, message + R"(,"from":"parent","origin":"o"})");
}

Value exchange(std::string_view method, std::string_view path, std::string_view sent, std::string_view got) {
  Value request =
      make_object({{"method", method}, {"url", "https://hs.test/_matrix/client/v3" + std::string(path)}});
  request.set("headers", make_array({make_object({{"name", "Authorization"}, {"value", "Bearer a"}})}));
  request.set("postData", make_object({{"text", sent}}));
  Value response = make_object({{"status", 200}, {"content", make_object({{"text", got}})}});
  return make_object({{"startedDateTime", "2026-01-01T00:00:00.000Z"},
                      {"time", 5},
                      {"request", std::move(request)},
                      {"response", std::move(response)}});
}

/// The bytes as what was sent and as what came.
std::string har_around(std::string_view body) {
  Value entries = make_array({exchange("GET", "/sync", "", body), exchange("GET", "/sync?since=x", "", body),
                              exchange("PUT", "/rooms/!r/send/m.call.answer/1", body, R"({"event_id":"$1"})"),
                              exchange("PUT", "/sendToDevice/m.call.invite/2", body, "{}"),
                              exchange("POST", "/login", body, body)});
  return to_json(make_object({{"log", make_object({{"entries", std::move(entries)}})}}));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try_har(text);
  try_har("{\"log\":{\"entries\":[" + text + "]}}");
  if (parse_json(text)) try_har(har_around(text));
  try_events(text);
  try_tap(text);
  try_tap(tap_around(text));
  return 0;
}
