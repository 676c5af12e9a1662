#include <algorithm>

#include <fmt/format.h>

#include "value/lines.hpp"
#include "value/utf8.hpp"
#include "value/yaml.hpp"
#include "value/yaml_tree.hpp"

namespace ringcheck {
namespace {

constexpr std::size_t max_faults = 100;       // of one file
constexpr std::size_t most_characters = 110;  // of a source line; longer ones are shown around the caret

/// The line as it may be printed: one cell for each character, nothing that steers a terminal.
std::vector<std::string> printable(std::string_view line) {
  std::vector<std::string> characters;
  for (char c : line) {
    auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xC0) == 0x80 && !characters.empty()) {
      characters.back() += c;
    } else {
      characters.push_back(byte < 0x20 || byte == 0x7F ? std::string(" ") : std::string(1, c));
    }
  }
  for (std::string& character : characters) {
    bool control =
        character.size() == 2 && character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0;
    if (control || first_invalid_utf8(character)) character = "\xEF\xBF\xBD";
  }
  return characters;
}

}  // namespace

bool FaultList::full() const {
  return faults_.size() > max_faults;
}

void FaultList::add(Fault fault) {
  if (full()) return;
  fault.file = file_;
  if (faults_.size() == max_faults) {
    fault = {
        file_, fault.place, fmt::format("more than {} faults, the rest is not listed", max_faults), {}, {}};
  }
  faults_.push_back(std::move(fault));
}

void FaultList::add(Place place, std::string text, std::string help, std::string note) {
  add(Fault{{}, place, std::move(text), std::move(note), std::move(help)});
}

void FaultList::drop_from(Place place) {
  std::erase_if(faults_, [&](const Fault& fault) {
    return std::pair(fault.place.line, fault.place.column) >= std::pair(place.line, place.column);
  });
}

std::string render(const Fault& fault, std::string_view source) {
  std::string out = fault.file;
  if (fault.place.line > 0) out += fmt::format(":{}:{}", fault.place.line, std::max(fault.place.column, 1));
  out += ": error: " + fault.text + "\n";

  Lines lines(source.starts_with("\xEF\xBB\xBF") ? source.substr(3) : source);
  auto index = static_cast<std::size_t>(fault.place.line) - 1;
  if (fault.place.line > 0 && index < lines.count()) {
    std::vector<std::string> characters = printable(lines.line(index));
    std::size_t caret =
        std::min(static_cast<std::size_t>(std::max(fault.place.column, 1)) - 1, characters.size());
    std::size_t from = caret < most_characters * 3 / 4 ? 0 : caret - most_characters / 2;
    std::size_t to = std::min(characters.size(), from + most_characters);
    std::string shown = from > 0 ? "…" : "";
    for (std::size_t i = from; i < to; ++i) shown += characters[i];
    if (to < characters.size()) shown += "…";
    out += fmt::format("{:>5} | {}\n", fault.place.line, shown);
    out += fmt::format("      | {:{}}^", "", caret - from + (from > 0 ? 1 : 0));
    out += fault.note.empty() ? "\n" : " " + fault.note + "\n";
  }
  if (!fault.help.empty()) out += "   help: " + fault.help + "\n";
  return out;
}

}  // namespace ringcheck
