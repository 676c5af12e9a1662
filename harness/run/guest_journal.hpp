#pragma once
// What a guest of a homeserver has there, on disk for as long as it has it: of a run that ends without a
// goodbye (killed, or the machine went) the next run puts it away. No secret stands in it.

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "net/descriptor.hpp"
#include "value/result.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

/// A list of a run that is over and left something.
struct LeftBehind {
  std::string file;
  std::set<std::string> registered;                      ///< names of users of our own
  std::map<std::string, std::set<std::string>> devices;  ///< of other users, by user
  std::set<std::string> rooms;
};

class GuestJournal {
 public:
  /// In the folder of the run; whoever writes one holds a lock on it.
  static Result<std::unique_ptr<GuestJournal>> open(const std::string& run_folder, const std::string& url);

  void note_registered(const std::string& name);
  void note_device(const std::string& user_id, const std::string& device_id);
  void note_room(const std::string& room_id);
  /// Nothing stayed.
  void remove();

 private:
  GuestJournal(std::string file, net::Descriptor open) : file_(std::move(file)), open_(std::move(open)) {}
  void write(const Value& line);

  std::string file_;
  net::Descriptor open_;
};

/// What the runs beside this one left on the same server; those that are still played are none of them.
std::vector<LeftBehind> left_behind(const std::string& run_folder, const std::string& url);

}  // namespace ringcheck::run
