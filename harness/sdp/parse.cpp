#include "sdp/parse.hpp"

#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sdp/rules.hpp"
#include "sdp/syntax.hpp"

namespace ringcheck::sdp {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{256} * 1024;
constexpr std::size_t kMaxSections = 128;
constexpr std::uint64_t kMaxOriginNumber = std::numeric_limits<std::int64_t>::max();

// The order of lines (RFC 8866 section 5): the place in the text is the rank. Lines of time share one rank.
constexpr std::string_view kSessionOrder = "vosiuepcbtka";
constexpr std::string_view kMediaOrder = "icbka";
constexpr std::string_view kTimeLines = "trz";
constexpr std::string_view kOnceInSession = "vosiuck";
constexpr std::string_view kOnceInMedia = "ik";
constexpr std::string_view kKnownLines = "vosiuepcbtrzkam";

class Parser {
 public:
  Parsed run(std::string_view text) {
    if (text.size() > kMaxBytes) {
      report(findings(), rules::size, 0, fmt::format("the description has {} bytes", text.size()));
      return std::move(result_);
    }
    while (!text.empty() && result_.description.media.size() <= kMaxSections) take_line(text);
    if (!text.empty())
      report(findings(), rules::size, number_, "too many media sections; the rest is not read");
    report_missing();
    return std::move(result_);
  }

 private:
  Findings& findings() { return result_.findings; }
  Description& description() { return result_.description; }
  void fault(const Rule& rule, std::string text) { report(findings(), rule, number_, std::move(text)); }

  void take_line(std::string_view& text) {
    ++number_;
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (end == std::string_view::npos) {
      fault(rules::last_line, fmt::format("the last line {} is not ended by CR LF", quoted(line)));
    } else if (line.ends_with('\r')) {
      line.remove_suffix(1);
    } else if (!std::exchange(lf_only_seen_, true)) {
      fault(rules::line_end, "the line ends with LF alone; CR LF is the rule");
    }
    if (line.find('\0') != std::string_view::npos || line.find('\r') != std::string_view::npos) {
      fault(rules::bytes, fmt::format("the line {} has a NUL or CR inside", quoted(line)));
    }
    read_shape(line);
  }

  void read_shape(std::string_view line) {
    if (line.size() < 2 || line[1] != '=') {
      return fault(rules::line_shape,
                   fmt::format("{} is no line of the form <letter>=<value>", quoted(line)));
    }
    const char type = line[0];
    const std::string_view value = line.substr(2);
    if (kKnownLines.find(type) == std::string_view::npos) {
      return fault(rules::line_type, fmt::format("there is no line of type {}", quoted(line.substr(0, 1))));
    }
    if (value.empty()) fault(rules::line_shape, fmt::format("the {}= line has no value", type));
    if (type == 'm') return start_media(value);
    check_order(type);
    read_value(type, value);
  }

  void check_order(char type) {
    const bool in_media = !description().media.empty();
    const char ranked = kTimeLines.find(type) == std::string_view::npos ? type : 't';
    const std::size_t rank = (in_media ? kMediaOrder : kSessionOrder).find(ranked);
    if (rank == std::string_view::npos || rank < rank_) {
      return fault(rules::line_order, fmt::format("the {}= line stands too late{}", type,
                                                  in_media ? ", in a media section" : ""));
    }
    const bool once = (in_media ? kOnceInMedia : kOnceInSession).find(type) != std::string_view::npos;
    if (once && rank == rank_ && seen_at_rank_)
      fault(rules::line_repeated, fmt::format("a second {}= line", type));
    if (type == 't' && rank == rank_ && seen_at_rank_) fault(rules::timing_repeated, "a second t= line");
    rank_ = rank;
    seen_at_rank_ = true;
  }

  void read_value(char type, std::string_view value) {
    if (type == 'a') return read_attribute(value);
    auto& lines = description().media.empty() ? description().lines : description().media.back().lines;
    lines.push_back({type, std::string(value), number_});
    if (type == 'v' && value != "0") fault(rules::version, fmt::format("v= is {}, not 0", quoted(value)));
    if (type == 'o') read_origin(value);
    if (type == 'c') read_connection(value);
    if (type == 'b') read_bandwidth(value);
    if (type == 't') read_timing(value);
  }

  static bool is_address(std::string_view net, std::string_view kind, std::string_view address) {
    if (net != "IN") return false;
    if (kind == "IP4") return is_ipv4(address) || is_host_name(address);
    return kind == "IP6" && (is_ipv6(address) || is_host_name(address));
  }

  void read_origin(std::string_view value) {
    const auto fields = split(value, ' ');
    if (fields.size() != 6 || fields[0].empty()) {
      return fault(rules::origin,
                   fmt::format("o= has {} fields, not 6 with one space between", fields.size()));
    }
    const auto version = read_number(fields[2], kMaxOriginNumber);
    if (!read_number(fields[1], kMaxOriginNumber) || !version) {
      return fault(rules::origin,
                   fmt::format("session id {} and version {} of o= are not both numbers below 2^63",
                               quoted(fields[1]), quoted(fields[2])));
    }
    if (!is_address(fields[3], fields[4], fields[5])) {
      fault(rules::origin, fmt::format("o= has no address in {}", quoted(value)));
    }
    description().origin = {std::string(fields[0]), std::string(fields[1]), *version, number_};
  }

  void read_connection(std::string_view value) {
    const auto fields = split(value, ' ');
    if (fields.size() != 3 || !is_address(fields[0], fields[1], fields[2])) {
      fault(rules::connection, fmt::format("c= has no address in {}", quoted(value)));
    }
  }

  void read_bandwidth(std::string_view value) {
    const auto fields = split(value, ':');
    if (fields.size() != 2 || !is_token(fields[0]) || !read_number(fields[1], kMaxOriginNumber)) {
      fault(rules::bandwidth, fmt::format("{} is no <type>:<number>", quoted(value)));
    }
  }

  void read_timing(std::string_view value) {
    const auto fields = split(value, ' ');
    if (fields.size() != 2 || !read_number(fields[0], kMaxOriginNumber) ||
        !read_number(fields[1], kMaxOriginNumber)) {
      fault(rules::timing, fmt::format("t= is {}, not two numbers", quoted(value)));
    }
  }

  void read_attribute(std::string_view value) {
    const std::size_t colon = value.find(':');
    const std::string_view name = value.substr(0, colon);
    if (!is_token(name) || (colon != std::string_view::npos && colon + 1 == value.size())) {
      return fault(rules::attribute, fmt::format("{} is no attribute: name, or name:value", quoted(value)));
    }
    const std::string_view rest = colon == std::string_view::npos ? "" : value.substr(colon + 1);
    auto& attributes =
        description().media.empty() ? description().attributes : description().media.back().attributes;
    attributes.push_back({std::string(name), std::string(rest), number_});
  }

  void start_media(std::string_view value) {
    Media& media = description().media.emplace_back();
    media.line = number_;
    rank_ = 0;
    seen_at_rank_ = false;
    const auto fields = split(value, ' ');
    media.well_formed = read_media(media, fields);
  }

  bool read_media(Media& media, const std::vector<std::string_view>& fields) {
    bool tokens = fields.size() >= 4 && is_token(fields[0]);
    for (std::size_t i = 3; i < fields.size(); ++i) tokens = tokens && is_token(fields[i]);
    if (!tokens || !is_protocol(fields[2])) {
      fault(rules::media,
            "m= is not a media type, a port, a protocol and at least one format, one space between");
      return false;
    }
    const auto port = read_number(split(fields[1], '/').front(), 65535);
    if (!port || !is_port_count(fields[1])) {
      fault(rules::media_port, fmt::format("{} is no port from 0 to 65535", quoted(fields[1])));
      return false;
    }
    media.kind = fields[0];
    media.port = static_cast<int>(*port);
    media.protocol = fields[2];
    media.formats.assign(fields.begin() + 3, fields.end());
    return check_payload_types(media);
  }

  static bool is_protocol(std::string_view protocol) {
    for (std::string_view part : split(protocol, '/')) {
      if (!is_token(part)) return false;
    }
    return true;
  }

  // The port may name how many follow: 49170/2.
  static bool is_port_count(std::string_view port) {
    const auto parts = split(port, '/');
    return parts.size() == 1 || (parts.size() == 2 && read_number(parts[1], 65535).value_or(0) > 0);
  }

  bool check_payload_types(const Media& media) {
    bool good = true;
    for (const std::string& format : media.formats) {
      if (!is_rtp(media) || read_number(format, 127)) continue;
      fault(rules::payload_type, fmt::format("{} is no payload type from 0 to 127", quoted(format)));
      good = false;
    }
    return good;
  }

  void report_missing() {
    std::string missing;
    for (char needed : std::string_view("vost")) {
      if (!has_session_line(needed)) missing += fmt::format("{}{}=", missing.empty() ? "" : ", ", needed);
    }
    if (!missing.empty()) {
      report(findings(), rules::line_missing, 0, fmt::format("the description has no line {}", missing));
    }
  }

  // A line that stood in the wrong place counts: its fault is told already.
  bool has_session_line(char type) {
    auto has = [type](const std::vector<Line>& lines) {
      for (const Line& line : lines) {
        if (line.type == type) return true;
      }
      return false;
    };
    if (has(description().lines)) return true;
    for (const Media& media : description().media) {
      if (has(media.lines)) return true;
    }
    return false;
  }

  Parsed result_;
  int number_ = 0;
  std::size_t rank_ = 0;
  bool seen_at_rank_ = false;
  bool lf_only_seen_ = false;
};

}  // namespace

Parsed parse(std::string_view text) {
  return Parser().run(text);
}

}  // namespace ringcheck::sdp
