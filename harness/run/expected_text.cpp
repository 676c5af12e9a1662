#include "run/expected_text.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "value/json.hpp"
#include "value/utf8.hpp"

namespace ringcheck::run {
namespace {

using report::ExpectedFailure;

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

bool says_nothing(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  return first == std::string::npos || line[first] == '#';
}

// JSON's strings are YAML's too, and nothing in them can be read otherwise.
std::string quoted(const std::string& text) {
  return to_json(Value(text));
}

std::string verdict_line(const ExpectedFailure& expected) {
  std::vector<std::string_view> words;
  for (const report::Verdict each : expected.verdicts) words.push_back(report::verdict_name(each));
  if (words.size() == 1) return fmt::format("  verdict: {}", words.front());
  return fmt::format("  verdict: [{}]", fmt::join(words, ", "));
}

std::vector<std::string> how_lines(const ExpectedFailure& expected) {
  if (expected.how.empty()) return {};
  if (expected.how.size() == 1) return {fmt::format("  how: {}", quoted(expected.how.front()))};
  std::vector<std::string> lines = {"  how:"};
  for (const std::string& way : expected.how) lines.push_back("    - " + quoted(way));
  return lines;
}

std::vector<std::string> block(const ExpectedFailure& expected) {
  std::vector<std::string> lines = {fmt::format("- requirement: {}", expected.requirement),
                                    verdict_line(expected)};
  for (std::string& line : how_lines(expected)) lines.push_back(std::move(line));
  lines.push_back(fmt::format("  why: {}", quoted(expected.why)));
  return lines;
}

// What stands behind the value of a line, with the space before it; verdicts hold no `#`.
std::string comment_of(const std::string& line) {
  const std::size_t mark = line.find(" #");
  if (mark == std::string::npos) return {};
  return line.substr(line.find_last_not_of(' ', mark) + 1);
}

std::string heading(const std::string& subject) {
  return fmt::format(
      "# What {} does otherwise than the text asks. A verdict that is not among those written here ends the "
      "run "
      "with\n# status 1; a failure that comes otherwise than `how` says is a warning, and so is a why that "
      "is "
      "still unexplained.\n",
      clip(subject));
}

}  // namespace

ExpectedText::ExpectedText(const std::string& source, const Value& list) : lines_(split(source)) {
  for (const Value& item : list.items) {
    Entry entry;
    entry.requirement = item.string_at("requirement");
    std::size_t first = lines_.size();
    for (const Member& member : item.members) {
      const auto line = static_cast<std::size_t>(std::max(member.place.line, 1)) - 1;
      first = std::min(first, line);
      entry.is_block = entry.is_block && std::none_of(entry.keys.begin(), entry.keys.end(),
                                                      [&](const auto& key) { return key.second == line; });
      entry.keys[member.key] = line;
    }
    // The dash may stand alone above the first key.
    while (first > 0 && lines_[first].find_first_not_of(" \t") != lines_[first].find('-') &&
           lines_[first].find('{') == std::string::npos)
      --first;
    entry.begin = first;
    entry.is_block = entry.is_block && lines_[first].find('{') == std::string::npos;
    entries_.push_back(std::move(entry));
  }
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    // Two entries on one line cannot be told apart; whoever reads the changed text sees that.
    const std::size_t limit = i + 1 < entries_.size() ? entries_[i + 1].begin : lines_.size();
    entries_[i].end = behind_content(entries_[i].begin, std::max(limit, entries_[i].begin + 1));
  }
}

std::size_t ExpectedText::behind_content(std::size_t begin, std::size_t end) const {
  while (end > begin + 1 && says_nothing(lines_[end - 1])) --end;
  return end;
}

std::size_t ExpectedText::behind_key(const Entry& entry, const std::string& key) const {
  const std::size_t begin = entry.keys.at(key);
  std::size_t end = entry.end;
  for (const auto& [other, line] : entry.keys) {
    if (line > begin) end = std::min(end, line);
  }
  return behind_content(begin, std::max(end, begin + 1));
}

void ExpectedText::rewrite_key(const Entry& entry, const std::string& key, std::vector<std::string> lines) {
  const std::size_t begin = entry.keys.at(key);
  // The dash of the entry stays, wherever this key stands.
  if (begin == entry.begin && !lines.empty()) lines.front().replace(0, 1, "-");
  edits_[begin] = {behind_key(entry, key), std::move(lines)};
}

void ExpectedText::drop(std::size_t entry) {
  edits_[entries_[entry].begin] = {entries_[entry].end, {}};
  ++dropped_;
}

void ExpectedText::change(std::size_t entry, const ExpectedFailure& from, const ExpectedFailure& to) {
  const Entry& old = entries_[entry];
  if (!old.is_block) {
    edits_[old.begin] = {old.end, block(to)};
    return;
  }
  if (from.verdicts != to.verdicts)
    rewrite_key(old, "verdict", {verdict_line(to) + comment_of(lines_[old.keys.at("verdict")])});
  if (from.how == to.how) return;
  if (old.keys.contains("how")) {
    rewrite_key(old, "how", how_lines(to));
  } else {
    inserts_[behind_key(old, "verdict")] = how_lines(to);
  }
}

void ExpectedText::add(const ExpectedFailure& expected) {
  const Entry* before = nullptr;
  for (const Entry& each : entries_) {
    if (each.requirement < expected.requirement) before = &each;
  }
  const std::size_t at = before != nullptr  ? before->end
                         : entries_.empty() ? lines_.size()
                                            : entries_[0].begin;
  std::vector<std::string>& place = inserts_[at];
  for (std::string& line : block(expected)) place.push_back(std::move(line));
}

std::string ExpectedText::text(const std::string& subject) const {
  std::string text;
  auto write = [&](const std::vector<std::string>& lines) {
    for (const std::string& line : lines) text += line + "\n";
  };
  if (lines_.empty()) text = heading(subject);
  const bool drops_brackets = entries_.empty() && !inserts_.empty();
  for (std::size_t at = 0; at <= lines_.size();) {
    if (auto insert = inserts_.find(at); insert != inserts_.end()) write(insert->second);
    if (at == lines_.size()) break;
    if (auto edit = edits_.find(at); edit != edits_.end()) {
      write(edit->second.lines);
      at = edit->second.end;
      continue;
    }
    if (!drops_brackets || !lines_[at].starts_with("[]")) write({lines_[at]});
    ++at;
  }
  const bool nothing_left = dropped_ == entries_.size() && inserts_.empty();
  if (nothing_left && (lines_.empty() || dropped_ > 0)) write({"[]"});
  return text;
}

}  // namespace ringcheck::run
