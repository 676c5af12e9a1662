#include "report/ladder_svg.hpp"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <vector>

#include <fmt/format.h>
#include <pugixml.hpp>

#include "report/html_text.hpp"
#include "report/ladder_svg_labels.hpp"

namespace ringcheck::report {
namespace {

using trace::Entry;
using trace::Kind;

// Units of the drawing, shown as CSS pixels.
constexpr int column_gap = 208;
constexpr int first_column = 128;
constexpr int right_gutter = 104;
constexpr int head_height = 46;
constexpr int row_height = 27;
constexpr int line_height = 15;
constexpr int pause_height = 18;
constexpr std::int64_t pause_us = 1'000'000;  ///< a wait of this length or more is drawn as one

class Drawing {
 public:
  Drawing(const std::deque<Entry>& entries, const Marks& marks, const LadderOptions& options)
      : marks_(marks), options_(options), columns_(columns_of(entries)), labels_(entries, options.file) {
    svg_ = document_.append_child("svg");
    svg_.append_attribute("class").set_value("ladder");
    svg_.append_attribute("role").set_value("group");
    svg_.append_attribute("aria-label").set_value(visible(options.title).c_str());
    lifelines_ = svg_.append_child("path");
    lifelines_.append_attribute("class").set_value("life");
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      text(svg_, "party", column_x(i), 18, shortened(columns_[i].name, 24));
      text(svg_, "role", column_x(i), 33, columns_[i].role);
    }
  }

  void add(const Entry& entry) {
    if (entry.kind == Kind::start) return;
    add_pause(entry);
    auto mark = marks_.find(entry.seq);
    const std::vector<std::string> labels = labels_.of(entry);
    const int height = row_height + line_height * (static_cast<int>(labels.size()) - 1);
    pugi::xml_node row = begin_row(entry, mark == marks_.end() ? nullptr : &mark->second, height);
    draw(row, entry, labels, height);
    y_ += height;
  }

  void add_surplus(std::size_t count) {
    text(svg_, "pause", first_column, y_ + 13, fmt::format("{} more entries are in the trace", count));
    y_ += pause_height;
  }

  std::string finish() {
    std::string path;
    for (std::size_t i = 0; i < columns_.size(); ++i)
      path += fmt::format("M{} {}V{}", column_x(i), head_height - 6, y_ + 4);
    lifelines_.append_attribute("d").set_value(path.c_str());
    const std::string box = fmt::format("0 0 {} {}", width(), y_ + 10);
    svg_.append_attribute("viewBox").set_value(box.c_str());
    svg_.append_attribute("preserveAspectRatio").set_value("xMinYMin");
    svg_.append_attribute("width").set_value(width());
    svg_.append_attribute("height").set_value(y_ + 10);
    std::ostringstream out;
    svg_.print(out, "", pugi::format_raw);
    return out.str();
  }

 private:
  static int column_x(std::size_t column) { return first_column + static_cast<int>(column) * column_gap; }
  int width() const { return column_x(columns_.size() - 1) + right_gutter; }

  int x_of(const std::string& party) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].name == party) return column_x(i);
    }
    return 0;
  }

  static pugi::xml_node text(pugi::xml_node parent, const char* style, int x, int y,
                             const std::string& words) {
    pugi::xml_node node = parent.append_child("text");
    node.append_attribute("class").set_value(style);
    node.append_attribute("x").set_value(x);
    node.append_attribute("y").set_value(y);
    node.text().set(visible(words).c_str());
    return node;
  }

  static void path(pugi::xml_node parent, const char* style, const std::string& d) {
    pugi::xml_node node = parent.append_child("path");
    node.append_attribute("class").set_value(style);
    node.append_attribute("d").set_value(d.c_str());
  }

  static pugi::xml_node box(pugi::xml_node parent, const char* style, int x, int y, int wide, int high) {
    pugi::xml_node node = parent.append_child("rect");
    node.append_attribute("class").set_value(style);
    node.append_attribute("x").set_value(x);
    node.append_attribute("y").set_value(y);
    node.append_attribute("width").set_value(wide);
    node.append_attribute("height").set_value(high);
    return node;
  }

  // A link to the raw entry, with its time, and the mark when a verdict fell here.
  pugi::xml_node begin_row(const Entry& entry, const Mark* mark, int height) {
    pugi::xml_node row = svg_.append_child(options_.link_of ? "a" : "g");
    const std::string style = mark == nullptr ? "r" : fmt::format("r m {}", verdict_name(mark->verdict));
    row.append_attribute("class").set_value(style.c_str());
    if (options_.link_of) {
      row.append_attribute("href").set_value(options_.link_of(entry.seq).c_str());
    } else {
      row.append_attribute("role").set_value("img");  // a group alone has no words of its own
    }
    std::string spoken = fmt::format("{} s, {}", seconds_text(entry.t_us), entry_title(entry));
    if (mark != nullptr) spoken += fmt::format(", {} {}", verdict_name(mark->verdict), mark->label);
    row.append_attribute("aria-label").set_value(visible(spoken).c_str());
    box(row, "hit", 0, y_, width(), height);
    text(row, "t", 58, y_ + 18, seconds_text(entry.t_us));
    if (mark != nullptr) draw_mark(row, *mark, height);
    return row;
  }

  void draw_mark(pugi::xml_node row, const Mark& mark, int height) const {
    box(row, "bar", 0, y_, 4, height);
    text(row, "flag", width() - 6, y_ + 12, std::string(verdict_name(mark.verdict)));
    const std::string label = shortened(mark.label, 13);
    text(row, "flag id", width() - 6, y_ + 24,
         mark.others.empty() ? label : fmt::format("{} +{}", label, mark.others.size()));
  }

  void draw(pugi::xml_node row, const Entry& entry, const std::vector<std::string>& labels, int height) {
    const int from = x_of(entry.from);
    const int to = x_of(entry.kind == Kind::event ? "homeserver" : entry.to);
    if (entry.kind == Kind::step || entry.kind == Kind::end) return draw_divider(row, labels.front());
    if (entry.kind == Kind::deadline || entry.kind == Kind::late) return draw_line(row, labels.front());
    if (from == 0 || to == 0 || from == to) {
      text(row, "label start", (from == 0 ? first_column : from) + 8, y_ + 17, labels.front());
      return;
    }
    draw_arrow(row, entry, labels, from, to, height);
  }

  void draw_arrow(pugi::xml_node row, const Entry& entry, const std::vector<std::string>& labels, int from,
                  int to, int height) {
    const int left = std::min(from, to);
    const int y = y_ + height - 6;
    if (labels.size() > 1) box(row, "batch", left + 10, y_ + 2, column_gap - 20, height - 10);
    for (std::size_t i = 0; i < labels.size(); ++i)
      text(row, "label", left + std::abs(to - from) / 2, y_ + 16 + static_cast<int>(i) * line_height,
           labels[i]);
    const int sign = to > from ? 1 : -1;
    const int tip = to - sign * 2;
    const char* style = entry.channel == trace::channel::driver ? "arrow driver" : "arrow";
    path(row, style, fmt::format("M{} {}H{}m{} -4l{} 4l{} 4", from, y, tip, -sign * 6, sign * 6, -sign * 6));
  }

  // A step of the harness: what is done next, across all columns.
  void draw_divider(pugi::xml_node row, const std::string& words) {
    path(row, "step", fmt::format("M70 {}H{}", y_ + 13, width() - right_gutter + 80));
    const int wide = static_cast<int>(std::min<std::size_t>(words.size(), 70)) * 7 + 16;
    box(row, "plate", 74, y_ + 3, wide, 20).append_attribute("rx").set_value(4);
    text(row, "step-name", 82, y_ + 17, shortened(words, 70));
  }

  // A moment that the clock brought: dashed, with a lozenge at its begin.
  void draw_line(pugi::xml_node row, const std::string& words) {
    path(row, "deadline", fmt::format("M84 {}H{}", y_ + 22, width() - right_gutter - 8));
    path(row, "lozenge", fmt::format("M76 {}l6 -6l6 6l-6 6z", y_ + 22));
    text(row, "moment", 94, y_ + 16, words);
  }

  void add_pause(const Entry& entry) {
    if (last_us_ > 0 && entry.t_us - last_us_ >= pause_us) {
      const double seconds = static_cast<double>(entry.t_us - last_us_) / 1e6;
      text(svg_, "pause", 58, y_ + 13, fmt::format("⋮ {:.1f} s", seconds));
      y_ += pause_height;
    }
    last_us_ = entry.t_us;
  }

  const Marks& marks_;
  const LadderOptions& options_;
  std::vector<LadderColumn> columns_;
  LadderLabels labels_;
  pugi::xml_document document_;
  pugi::xml_node svg_;
  pugi::xml_node lifelines_;
  int y_ = head_height;
  std::int64_t last_us_ = 0;
};

}  // namespace

std::string ladder_svg(const std::deque<Entry>& entries, const ShownEntries& shown, const Marks& marks,
                       const LadderOptions& options) {
  Drawing drawing(entries, marks, options);
  for (const Entry* entry : shown.entries) {
    auto gap = shown.surplus_before.find(entry->seq);
    if (gap != shown.surplus_before.end()) drawing.add_surplus(gap->second);
    drawing.add(*entry);
  }
  return drawing.finish();
}

}  // namespace ringcheck::report
