// Session descriptions with one thing changed that a `$sdp` pattern names.

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>

#include <fmt/format.h>

#include "run/judge_values.hpp"
#include "scenario/match.hpp"

namespace ringcheck::run {
namespace {

using Ways = std::vector<MadeValue>;
/// What becomes of a line; an empty one is dropped.
using Edit = std::function<std::string(std::string_view line)>;

std::string edited(std::string_view text, const Edit& edit) {
  std::string result;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find("\r\n"), text.size());
    const std::string line = edit(text.substr(0, end));
    if (!line.empty()) result += line + "\r\n";
    text.remove_prefix(std::min(end + 2, text.size()));
  }
  return result;
}

/// The line with what follows a prefix put in place of it; other lines stay.
Edit after(std::string prefix, std::string rest) {
  return [prefix = std::move(prefix), rest = std::move(rest)](std::string_view line) {
    return line.starts_with(prefix) ? prefix + rest : std::string(line);
  };
}

// "m=audio 9 UDP/TLS/RTP/SAVPF 111" with another kind or port.
Edit media_line(std::string kind, std::string port) {
  return [kind = std::move(kind), port = std::move(port)](std::string_view line) {
    const std::size_t first = line.find(' ');
    const std::size_t second = line.find(' ', first + 1);
    if (!line.starts_with("m=") || second == std::string_view::npos) return std::string(line);
    return fmt::format("m={} {}{}", kind.empty() ? line.substr(2, first - 2) : kind,
                       port.empty() ? line.substr(first + 1, second - first - 1) : port, line.substr(second));
  };
}

bool is_direction(std::string_view line) {
  return line == "a=sendrecv" || line == "a=sendonly" || line == "a=recvonly" || line == "a=inactive";
}

/// Whether the pattern takes this word, or has it in its list. Only asked to leave out what is not wrong.
bool allows(const Value& pattern, const std::string& word) {
  const Value value(word);
  if (!pattern.is_array()) return scenario::match(pattern, &value, {}).ok();
  return std::find(pattern.items.begin(), pattern.items.end(), value) != pattern.items.end();
}

struct Edited {
  std::string words;
  std::string text;
};

std::vector<Edited> media(const Value&, const std::string& text) {
  return {{"writes other kinds of media", edited(text, media_line("text", ""))},
          {"rejects all media", edited(text, media_line("", "0"))}};
}

std::vector<Edited> rejected(const Value&, const std::string& text) {
  return {{"rejects all media", edited(text, media_line("", "0"))},
          {"accepts all media", edited(text, media_line("", "9"))}};
}

std::vector<Edited> direction(const Value& pattern, const std::string& text) {
  std::vector<Edited> ways;
  for (const std::string word : {"sendrecv", "sendonly", "recvonly", "inactive"}) {
    if (allows(pattern, word)) continue;
    bool written = false;
    std::string changed = edited(text, [&](std::string_view line) {
      written = written || is_direction(line);
      return is_direction(line) ? "a=" + word : std::string(line);
    });
    if (!written) changed += "a=" + word + "\r\n";  // the last one had its default
    ways.push_back({"writes the direction " + word, std::move(changed)});
  }
  return ways;
}

std::vector<Edited> setup(const Value& pattern, const std::string& text) {
  std::vector<Edited> ways;
  for (const std::string word : {"actpass", "active", "passive"}) {
    if (!allows(pattern, word))
      ways.push_back({"writes the setup " + word, edited(text, after("a=setup:", word))});
  }
  return ways;
}

std::vector<Edited> mids(const Value&, const std::string& text) {
  return {{"writes other mids", edited(text, after("a=mid:", "other"))}};
}

std::vector<Edited> stream_ids(const Value&, const std::string& text) {
  return {{"writes other streams", edited(text, after("a=msid:", "other track"))}};
}

std::vector<Edited> has_candidates(const Value& pattern, const std::string& text) {
  if (!pattern.as_bool())
    return {{"adds a candidate", text + "a=candidate:1 1 udp 2122260223 127.0.0.1 40000 typ host\r\n"}};
  return {{"drops the candidates", edited(text, [](std::string_view line) {
             return line.starts_with("a=candidate:") ? std::string() : std::string(line);
           })}};
}

}  // namespace

std::vector<MadeValue> wrong_descriptions(const Value& argument, const std::string& text,
                                          const std::string& at) {
  using Edits = std::vector<Edited> (*)(const Value& pattern, const std::string& text);
  static const std::map<std::string_view, Edits> edits = {
      {"media", media},           {"rejected", rejected},
      {"direction", direction},   {"directions", direction},
      {"setup", setup},           {"mids", mids},
      {"stream_ids", stream_ids}, {"has_candidates", has_candidates}};
  Ways ways;
  for (const Member& member : argument.members) {
    auto known = edits.find(member.key);
    if (known == edits.end()) continue;
    for (Edited& each : known->second(member.value, text)) {
      if (each.text == text) continue;
      ways.push_back(
          {Mutation::value, fmt::format("{} in {}", each.words, at), at, Value(std::move(each.text))});
    }
  }
  return ways;
}

std::string description_of_streams(std::size_t count) {
  std::string text = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\n";
  for (std::size_t i = 0; i < count; ++i) {
    text += fmt::format(
        "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=mid:{0}\r\na=sendrecv\r\n"
        "a=msid:stream{0} track{0}\r\n",
        i);
  }
  return text;
}

}  // namespace ringcheck::run
