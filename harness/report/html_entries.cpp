#include "report/html_entries.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace ringcheck::report {
namespace {

using trace::Entry;
using trace::Kind;

constexpr std::size_t most_shown = 300;
constexpr std::size_t kept_at_ends = 100;
constexpr std::size_t kept_around_mark = 10;

// Findings come to a mark in the order worst first.
void add_mark(Marks& marks, std::int64_t seq, Verdict verdict, const std::string& label) {
  auto [mark, fresh] = marks.try_emplace(seq, Mark{verdict, label});
  if (!fresh && mark->second.label != label) mark->second.others.insert(label);
}

std::int64_t deadline_of(const std::deque<Entry>& entries, int step) {
  for (const Entry& entry : entries) {
    if (entry.kind == Kind::deadline && entry.step == step) return entry.seq;
  }
  return 0;
}

bool is_plain_answer(const Entry& entry) {
  if (entry.kind != Kind::response || entry.from != "homeserver") return false;
  const Value* status = entry.head.find("status");
  return status != nullptr && status->as_int().value_or(0) < 400;
}

bool is_transport(const Entry& entry, const std::set<std::int64_t>& became_events) {
  return is_background(entry) || entry.kind == Kind::taken || is_plain_answer(entry) ||
         (entry.kind == Kind::request && became_events.contains(entry.seq));
}

// Keeps the first, the last, and what stands around the marks.
void thin_out(ShownEntries& shown, const Marks& marks) {
  const std::vector<const Entry*>& all = shown.entries;
  if (all.size() <= most_shown) return;
  std::vector<bool> keep(all.size(), false);
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i < kept_at_ends || i + kept_at_ends >= all.size()) keep[i] = true;
    if (!marks.contains(all[i]->seq)) continue;
    const std::size_t begin = i < kept_around_mark ? 0 : i - kept_around_mark;
    for (std::size_t j = begin; j < std::min(i + kept_around_mark, all.size()); ++j) keep[j] = true;
  }
  std::vector<const Entry*> kept;
  std::size_t left_out = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!keep[i] || (kept.size() >= 2 * most_shown && i + kept_at_ends < all.size())) {
      ++left_out;
      continue;
    }
    if (left_out > 0) shown.surplus_before[all[i]->seq] = left_out;
    left_out = 0;
    kept.push_back(all[i]);
  }
  shown.entries = std::move(kept);
}

}  // namespace

Marks marks_of(const TestResult& test, const std::deque<Entry>& entries) {
  Marks marks;
  for (const Verdict verdict : {Verdict::fail, Verdict::warn}) {
    for (const Finding& finding : test.findings) {
      if (finding.verdict != verdict || entries.empty()) continue;
      const std::int64_t deadline = finding.step < 0 ? 0 : deadline_of(entries, finding.step);
      if (finding.at_seq != 0) add_mark(marks, finding.at_seq, verdict, finding.requirement);
      if (deadline != 0) add_mark(marks, deadline, verdict, finding.requirement);
      if (finding.at_seq == 0 && deadline == 0)
        add_mark(marks, entries.back().seq, verdict, finding.requirement);
    }
  }
  if (marks.empty() && (test.outcome == Outcome::inconclusive || test.outcome == Outcome::error)) {
    auto last = std::find_if(entries.rbegin(), entries.rend(),
                             [](const Entry& entry) { return entry.kind == Kind::deadline; });
    if (last != entries.rend()) add_mark(marks, last->seq, Verdict::inconclusive, "stopped here");
  }
  return marks;
}

ShownEntries entries_to_show(const std::deque<Entry>& entries, const Marks& marks) {
  std::set<std::int64_t> became_events;
  for (const Entry& entry : entries) {
    if (entry.kind == Kind::event && entry.cause != 0) became_events.insert(entry.cause);
  }
  ShownEntries shown;
  for (const Entry& entry : entries) {
    if (!marks.contains(entry.seq) && is_transport(entry, became_events)) {
      ++shown.transport;
    } else {
      shown.entries.push_back(&entry);
    }
  }
  thin_out(shown, marks);
  return shown;
}

std::string entry_title(const Entry& entry) {
  std::string text(kind_name(entry.kind));
  if (entry.kind == Kind::deadline) return fmt::format("deadline of step {}", entry.step);
  if (!entry.type.empty()) text += " " + entry.type;
  if (!entry.from.empty() && !entry.to.empty())
    return fmt::format("{}, {} to {}", text, entry.from, entry.to);
  return text;
}

std::string seconds_text(std::int64_t us) {
  return fmt::format("{:.3f}", static_cast<double>(us) / 1e6);
}

}  // namespace ringcheck::report
