#pragma once
// Recorded events of rooms, one JSON object a line, in the form in which clients get them. Who sent each is
// its sender; a user's devices can be told apart by the party_id of call events alone.

#include <istream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "trace/extent.hpp"

namespace ringcheck::trace {

/// Whose events are judged, and how senders become actors.
struct EventLinesPlan {
  std::vector<std::string> subjects;
  std::set<std::string, std::less<>> split_users;  ///< taken as several devices: actor `user/party_id`
  std::vector<std::string> untold;
};

/// `wanted` is a user ID, a user ID with `/` and a party_id, or empty for every sender: those who sent events
/// of calls first, a hundred at most. A user with several party_ids in one call is then taken for several
/// devices. `name` is the file's, for errors.
Result<EventLinesPlan> plan_event_lines(std::istream& file, std::string_view name, std::string_view wanted);

/// The entry of a line has the number of the line as seq. A last line that was cut short is left out, an
/// event that comes again and one that is redacted too; all of it is told.
Result<Extent> read_event_lines(std::istream& file, std::string_view name, const EventLinesPlan& plan,
                                const Sink& sink);

}  // namespace ringcheck::trace
