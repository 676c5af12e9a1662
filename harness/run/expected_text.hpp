#pragma once
// The text of a list of expected failures, changed line by line, so that what people wrote between the
// entries stays where it is.

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "report/model.hpp"
#include "value/value.hpp"

namespace ringcheck::run {

class ExpectedText {
 public:
  /// `list` is what was read from `source`: its places say where the entries stand.
  ExpectedText(const std::string& source, const Value& list);

  void drop(std::size_t entry);
  /// Only the lines of what differs are written anew; an entry on a single line becomes a block.
  void change(std::size_t entry, const report::ExpectedFailure& from, const report::ExpectedFailure& to);
  /// Stands behind the last entry with a smaller requirement, when there is one.
  void add(const report::ExpectedFailure& expected);

  /// The text with all changes. Without any entry before, it begins with a comment about `subject`.
  std::string text(const std::string& subject) const;

 private:
  struct Entry {
    std::string requirement;
    std::size_t begin = 0;  ///< first line
    std::size_t end = 0;    ///< behind its last line; comments that follow are not its own
    std::map<std::string, std::size_t> keys;
    bool is_block = true;  ///< each key on a line of its own
  };
  struct Edit {
    std::size_t end = 0;
    std::vector<std::string> lines;
  };

  std::size_t behind_content(std::size_t begin, std::size_t end) const;
  std::size_t behind_key(const Entry& entry, const std::string& key) const;
  void rewrite_key(const Entry& entry, const std::string& key, std::vector<std::string> lines);

  std::vector<std::string> lines_;
  std::vector<Entry> entries_;
  std::size_t dropped_ = 0;
  std::map<std::size_t, Edit> edits_;                        ///< by first line; they do not overlap
  std::map<std::size_t, std::vector<std::string>> inserts_;  ///< by the line before which they stand
};

}  // namespace ringcheck::run
