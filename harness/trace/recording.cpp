#include "trace/recording.hpp"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include <fmt/format.h>
#include <re2/re2.h>

#include "trace/line_reader.hpp"
#include "trace/trace_lines.hpp"
#include "value/json.hpp"
#include "value/utf8.hpp"

namespace ringcheck::trace {
namespace {

constexpr std::array<std::string_view, 4> names = {"trace", "har", "events", "tap"};

Result<std::ifstream> open_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  // A folder opens, and is not read.
  if (file && file.peek() == std::ifstream::traits_type::eof() && file.bad()) errno = EISDIR;
  if (!file || file.bad()) return Error{fmt::format("cannot read {}: {}", path, std::strerror(errno))};
  file.clear();
  return file;
}

std::string_view without_mark(std::string_view text) {
  return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

bool begins_as_har(std::ifstream& file) {
  std::string begin(4096, '\0');
  file.read(begin.data(), static_cast<std::streamsize>(begin.size()));
  begin.resize(static_cast<std::size_t>(file.gcount()));
  file.clear();
  file.seekg(0);
  return re2::RE2::PartialMatch(begin, R"(^\x{FEFF}?\s*\{\s*"log"\s*:)");
}

std::optional<Format> recognise(std::string_view line) {
  const auto parsed = parse_json(without_mark(line));
  if (!parsed) return std::nullopt;
  if (parsed->value.find("trace") != nullptr) return Format::trace;
  if (parsed->value.find("tap") != nullptr) return Format::tap;
  if (parsed->value.find("type") != nullptr) return Format::events;
  return std::nullopt;
}

Result<Format> recognise_file(const std::string& path) {
  auto file = open_file(path);
  if (!file) return file.error();
  if (begins_as_har(*file)) return Format::har;
  LineReader lines(*file);
  auto line = lines.next();
  while (line && line->text.find_first_not_of(" \t") == std::string_view::npos) line = lines.next();
  if (!line) return Error{fmt::format("{}: the file is empty; there is nothing to judge in it", path)};
  if (const auto format = recognise(line->text)) return *format;
  const bool list = without_mark(line->text).starts_with('[');
  return Error{fmt::format(
      "{}:{}: wanted a trace of ours, a HAR, events as JSON lines, or lines of the tap; came {}. {}", path,
      line->number, clip(line->text),
      list ? "Make lines of the list, one event each (jq -c '.[]')"
           : "--format trace, har, events or tap says which it is")};
}

Result<Done> find_subjects_of_tap(std::ifstream& file, std::string_view wanted, Recording& recording) {
  if (!wanted.empty() && wanted != tap_host && wanted != tap_widget) {
    return Error{fmt::format("{}: --subject {} is none: who is judged in lines of the tap is {} or {}",
                             recording.path, wanted, tap_host, tap_widget)};
  }
  auto plan = plan_tap_lines(file, recording.path);
  if (!plan) return plan.error();
  recording.subjects = {std::string(tap_host), std::string(tap_widget)};
  if (!wanted.empty()) recording.subjects = {std::string(wanted)};
  recording.from_the_start = plan->whole;
  recording.plan = std::move(*plan);
  return Done{};
}

Result<Done> find_subject_of_trace(std::ifstream& file, std::string_view wanted, Recording& recording) {
  auto subject = subject_of_trace(file, recording.path);
  if (!subject) return subject.error();
  if (!wanted.empty() && wanted != *subject) {
    return Error{fmt::format(
        "{}: a trace judges the subject that its start entry names, {}, and not {}; leave --subject out",
        recording.path, *subject, wanted)};
  }
  recording.subjects = {*subject};
  recording.from_the_start = true;
  return Done{};
}

}  // namespace

std::string_view format_name(Format format) {
  return names[static_cast<std::size_t>(format)];
}

std::optional<Format> format_from_name(std::string_view name) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == name) return static_cast<Format>(i);
  }
  return std::nullopt;
}

Result<Recording> open_recording(const std::string& path, std::optional<Format> format,
                                 std::string_view subject) {
  Recording recording;
  recording.path = path;
  if (format) {
    recording.format = *format;
  } else {
    auto recognised = recognise_file(path);
    if (!recognised) return recognised.error();
    recording.format = *recognised;
  }
  auto file = open_file(path);
  if (!file) return file.error();
  if (recording.format == Format::trace) {
    if (auto found = find_subject_of_trace(*file, subject, recording); !found) return found.error();
  } else if (recording.format == Format::tap) {
    if (auto found = find_subjects_of_tap(*file, subject, recording); !found) return found.error();
  } else if (recording.format == Format::har) {
    auto plan = plan_har(*file, path, subject);
    if (!plan) return plan.error();
    recording.subjects = plan->subjects;
    recording.plan = std::move(*plan);
  } else {
    auto plan = plan_event_lines(*file, path, subject);
    if (!plan) return plan.error();
    recording.subjects = plan->subjects;
    recording.plan = std::move(*plan);
  }
  return recording;
}

Result<Extent> read_recording(const Recording& recording, const Sink& sink) {
  auto file = open_file(recording.path);
  if (!file) return file.error();
  if (const auto* har = std::get_if<HarPlan>(&recording.plan))
    return read_har(*file, recording.path, *har, sink);
  if (const auto* events = std::get_if<EventLinesPlan>(&recording.plan)) {
    return read_event_lines(*file, recording.path, *events, sink);
  }
  if (const auto* tap = std::get_if<TapPlan>(&recording.plan)) {
    return read_tap_lines(*file, recording.path, *tap, sink);
  }
  return read_trace_lines(*file, recording.path, sink);
}

}  // namespace ringcheck::trace
