#include "report/badge.hpp"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "value/json.hpp"

namespace ringcheck::report {
namespace {

constexpr int height = 20;
constexpr int padding = 6;
constexpr int label_fill = 0x4a4a4a;

// Dark enough that white letters have a contrast of 4.5 or more (WCAG 2.2, 1.4.3).
std::string_view fill_of(std::string_view color) {
  if (color == "brightgreen") return "#1a7f37";
  if (color == "yellow") return "#8a6100";
  if (color == "orange") return "#b34700";
  if (color == "red") return "#c2202c";
  return "#5f6b76";
}

bool is_broken(const RunResult& run) {
  return run.exit_status == 3 || run.exit_status == 4;
}

bool fails_otherwise_than_expected(const RunResult& run) {
  return std::any_of(run.requirements.begin(), run.requirements.end(), [](const RequirementResult& r) {
    return r.verdict == Verdict::fail && r.against_baseline != "expected";
  });
}

void add_box(pugi::xml_node svg, int x, int width, const std::string& fill) {
  pugi::xml_node box = svg.append_child("rect");
  box.append_attribute("x").set_value(x);
  box.append_attribute("width").set_value(width);
  box.append_attribute("height").set_value(height);
  box.append_attribute("fill").set_value(fill.c_str());
}

void add_text(pugi::xml_node group, int x, const std::string& text) {
  pugi::xml_node node = group.append_child("text");
  node.append_attribute("x").set_value(x);
  node.append_attribute("y").set_value(14);
  node.append_attribute("textLength").set_value(badge_text_width(text));
  node.text().set(text.c_str());
}

}  // namespace

Badge badge_of(const RunResult& run) {
  const int passed = count(run, Verdict::pass);
  const int failed = count(run, Verdict::fail);
  const int open = count(run, Verdict::warn) + count(run, Verdict::inconclusive);
  Badge badge{"ringcheck", fmt::format("{} of {} requirements", passed, passed + failed + open), "", false};
  if (is_broken(run)) {
    badge.message = "the run broke";
    badge.color = "lightgrey";
    badge.is_error = true;
  } else if (run.exit_status == 5) {
    badge.message = "no 1:1 calls";
    badge.color = "lightgrey";
  } else if (failed > 0) {
    badge.color = fails_otherwise_than_expected(run) ? "red" : "orange";
  } else if (open > 0 || run.interrupted) {
    badge.color = "yellow";
  } else if (passed == 0) {
    badge.message = "nothing decided";
    badge.color = "lightgrey";
  } else {
    badge.color = "brightgreen";
  }
  return badge;
}

int badge_text_width(std::string_view text) {
  int tenths = 0;
  for (const char c : text) {
    if (c == 'i' || c == 'j' || c == 'l' || c == '\'') {
      tenths += 31;
    } else if (c == ' ' || c == '.' || c == ',' || c == ':' || c == 'f' || c == 't' || c == 'r') {
      tenths += 42;
    } else if (c == 'm' || c == 'w' || c == 'M' || c == 'W') {
      tenths += 103;
    } else if (c >= 'A' && c <= 'Z') {
      tenths += 80;
    } else {
      tenths += 68;
    }
  }
  return (tenths + 9) / 10;
}

std::string to_badge_svg(const RunResult& run) {
  const Badge badge = badge_of(run);
  const std::string title = fmt::format("{}: {}", badge.label, badge.message);
  const int left = badge_text_width(badge.label) + 2 * padding;
  const int right = badge_text_width(badge.message) + 2 * padding;
  pugi::xml_document document;
  pugi::xml_node svg = document.append_child("svg");
  svg.append_attribute("xmlns").set_value("http://www.w3.org/2000/svg");
  svg.append_attribute("width").set_value(left + right);
  svg.append_attribute("height").set_value(height);
  svg.append_attribute("role").set_value("img");
  svg.append_attribute("aria-label").set_value(title.c_str());
  svg.append_child("title").text().set(title.c_str());
  add_box(svg, 0, left, fmt::format("#{:06x}", label_fill));
  add_box(svg, left, right, std::string(fill_of(badge.color)));
  pugi::xml_node group = svg.append_child("g");
  group.append_attribute("fill").set_value("#fff");
  group.append_attribute("font-family").set_value("Verdana,DejaVu Sans,sans-serif");
  group.append_attribute("font-size").set_value(11);
  add_text(group, padding, badge.label);
  add_text(group, left + padding, badge.message);
  std::ostringstream text;
  document.save(text, " ", pugi::format_default | pugi::format_no_declaration);
  return text.str();
}

std::string to_badge_json(const RunResult& run) {
  const Badge badge = badge_of(run);
  Value value = make_object(
      {{"schemaVersion", 1}, {"label", badge.label}, {"message", badge.message}, {"color", badge.color}});
  if (badge.is_error) value.set("isError", true);
  return to_pretty_json(value) + "\n";
}

}  // namespace ringcheck::report
