#pragma once
// What the tap of fixtures/tap wrote of a browser: the messages of the widget API that reached the windows of
// hosts and widgets, as JSON lines, several windows in one file. Each line has `tap` (1, the version of the
// format), `window` (one load of one document), `n` (1, 2, 3 … of this window), `t_us` (Unix time) and one of
//
//   "framed":  {"session": "…", "origin": "https://…"}   a document within this one is tapped; `session` is
//   its `window` "message": {"data": …, "from": "parent"|"frame"|"other", "origin": "https://…", "session":
//   "…"}
//              it reached this window; `session` only from a frame that is tapped
//   "gone":    {"session": "…"}                          that document was left
//
// Of a Blob that could not be read before its page went, `$blob` is empty and `size` is not. Both ends of a
// session must be tapped, else only half of it is there, and it is not judged. The windows may be of several
// processes, so lines may stand a little out of order.

#include <istream>
#include <set>
#include <string>
#include <string_view>

#include "trace/extent.hpp"

namespace ringcheck::trace {

/// The two actors of such a file: who frames, and who is framed.
inline constexpr std::string_view tap_host = "host";
inline constexpr std::string_view tap_widget = "widget";

struct TapPlan {
  std::set<std::string, std::less<>> sessions;  ///< those of which both ends are tapped
  bool whole = true;                            ///< no window has lost a line
};

/// Reads the file once, to know what to judge. `name` is the file's, for errors.
Result<TapPlan> plan_tap_lines(std::istream& file, std::string_view name);

/// Entries in the order of their time; the place is the line. A last line that was cut short is left out, and
/// told.
Result<Extent> read_tap_lines(std::istream& file, std::string_view name, const TapPlan& plan,
                              const Sink& sink);

}  // namespace ringcheck::trace
