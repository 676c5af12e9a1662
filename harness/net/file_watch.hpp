#pragma once
// Which files of some folders were written, moved or deleted: inotify behind a descriptor that a loop can
// wait for.

#include <map>
#include <set>
#include <string>

#include "net/descriptor.hpp"
#include "value/result.hpp"

namespace ringcheck::net {

class FileWatch {
 public:
  static Result<FileWatch> open();

  /// The files of a folder; with `below` those of all folders below it too, also of ones that are made later.
  /// Adding one again changes nothing.
  Result<Done> add(const std::string& folder, bool below);
  /// Readable when there is something to take.
  int descriptor() const { return descriptor_.get(); }
  /// The paths of files that changed since the last ask, each below its folder as that was added. A file
  /// counts when its writer has closed it. When more happened than the system keeps, the folders themselves
  /// stand for it.
  std::set<std::string> take();

 private:
  struct Folder {
    std::string path;
    bool below = false;
  };

  explicit FileWatch(Descriptor descriptor) : descriptor_(std::move(descriptor)) {}
  Result<Done> add_one(const std::string& folder, bool below);
  void take_new_folder(const std::string& path, std::set<std::string>& changed);

  Descriptor descriptor_;
  std::map<int, Folder> folders_;  ///< by inotify's number for them
};

}  // namespace ringcheck::net
