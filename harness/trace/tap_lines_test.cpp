#include "trace/tap_lines.hpp"

#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trace/widget_message.hpp"

namespace ringcheck::trace {
namespace {

using Lines = std::vector<std::string>;

/// What a line says, of one of two windows: `h` frames `w`.
std::string line(std::string_view window, int n, std::int64_t t_us, std::string_view rest) {
  return fmt::format(R"({{"tap":1,"window":"{}","n":{},"t_us":{},{}}})", window, n, t_us, rest) + "\n";
}
std::string framed(int n, std::int64_t t_us, std::string_view session = "w") {
  return line("h", n, t_us, fmt::format(R"("framed":{{"session":"{}","origin":"https://w.test"}})", session));
}
std::string asked_by_widget(int n, std::int64_t t_us, std::string_view id) {
  return line(
      "h", n, t_us,
      fmt::format(R"("message":{{"data":{{"api":"fromWidget","action":"a","requestId":"{}","widgetId":"x"}},)"
                  R"("from":"frame","session":"w","origin":"https://w.test"}})",
                  id));
}
std::string answered_by_host(int n, std::int64_t t_us, std::string_view id) {
  return line(
      "w", n, t_us,
      fmt::format(
          R"("message":{{"data":{{"api":"fromWidget","action":"a","requestId":"{}","response":{{}}}},)"
          R"("from":"parent","origin":"https://h.test"}})",
          id));
}
std::string gone(std::string_view window, int n, std::int64_t t_us) {
  return line(window, n, t_us, R"("gone":{"session":"w"})");
}

struct Read {
  TapPlan plan;
  Extent extent;
  Lines entries;
  std::vector<std::int64_t> places;
};

Read read(const std::string& text) {
  Read result;
  std::istringstream first(text);
  const auto plan = plan_tap_lines(first, "tap.jsonl");
  EXPECT_TRUE(plan) << plan.error().text;
  if (!plan) return result;
  result.plan = *plan;
  std::istringstream second(text);
  const auto extent = read_tap_lines(second, "tap.jsonl", *plan, [&](const Entry& entry, std::int64_t place) {
    const auto message = as_widget_message(entry);
    result.entries.push_back(fmt::format("{} {} {}>{} {} {}", entry.seq, entry.t_us, entry.from, entry.to,
                                         kind_name(entry.kind),
                                         message ? message->request_id() : std::string_view("-")));
    result.places.push_back(place);
  });
  EXPECT_TRUE(extent) << extent.error().text;
  if (extent) result.extent = *extent;
  return result;
}

std::string fault(const std::string& text) {
  std::istringstream file(text);
  const auto plan = plan_tap_lines(file, "tap.jsonl");
  return plan ? "taken" : plan.error().text;
}

TEST(TapLines, BecomeEntriesOfBothSides) {
  const Read good = read(framed(1, 1'000'000'000'000'000) + asked_by_widget(2, 1'000'000'000'000'100, "1") +
                         answered_by_host(1, 1'000'000'000'000'300, "1") +
                         gone("w", 2, 1'000'000'000'000'400) + gone("h", 3, 1'000'000'000'000'500));
  EXPECT_EQ(good.entries, (Lines{"1 0 host>widget opened -", "2 100 widget>host ask 1",
                                 "3 300 host>widget reply 1", "4 400 host> closed -"}));
  EXPECT_EQ(good.places, (std::vector<std::int64_t>{1, 2, 3, 4}));
  EXPECT_TRUE(good.plan.whole);
  EXPECT_TRUE(good.extent.untold.empty()) << good.extent.untold[0];
  EXPECT_EQ(good.extent.count, 5);
  EXPECT_EQ(good.extent.begin_ms, 1'000'000'000'000);
  EXPECT_EQ(good.extent.span_us, 400);
}

TEST(TapLines, StandInTheOrderOfTheirTime) {
  // The answer came to its window after the request had come to the other, whatever was written first.
  const Read read_again = read(framed(1, 100) + answered_by_host(1, 300, "1") + asked_by_widget(2, 200, "1") +
                               asked_by_widget(3, 300, "2"));
  EXPECT_EQ(read_again.entries, (Lines{"1 0 host>widget opened -", "2 100 widget>host ask 1",
                                       "3 200 host>widget reply 1", "4 200 widget>host ask 2"}));
  EXPECT_EQ(read_again.places, (std::vector<std::int64_t>{1, 3, 2, 4}));
}

TEST(TapLines, FarFromTheirTimeAreTakenAsTheyStand) {
  const Read late = read(framed(1, 100) + asked_by_widget(2, 20'000'000, "1") + answered_by_host(1, 50, "0") +
                         asked_by_widget(3, 20'000'001, "2"));
  EXPECT_EQ(late.entries, (Lines{"1 0 host>widget opened -", "2 0 host>widget reply 0",
                                 "3 19999900 widget>host ask 1", "4 19999901 widget>host ask 2"}));
  EXPECT_EQ(late.extent.untold, Lines{"1 line stood far from their time: taken as they stand"});
}

TEST(TapLines, OfOneEndAloneAreNotJudged) {
  const Read half = read(answered_by_host(1, 100, "1") + answered_by_host(2, 200, "2") + gone("w", 3, 300));
  EXPECT_EQ(half.entries, (Lines{"1 0 stranger> reply -", "2 100 stranger> reply -"}));
  ASSERT_EQ(half.extent.untold.size(), 1U);
  EXPECT_TRUE(half.extent.untold[0].starts_with("1 frame was tapped at one end only"))
      << half.extent.untold[0];
}

TEST(TapLines, OfAStrangerAreShownAndNotJudged) {
  const Read read_one =
      read(framed(1, 100) +
           line("w", 1, 200,
                R"("message":{"data":{"api":"toWidget"},"from":"other","origin":"https://evil.test"})"));
  EXPECT_EQ(read_one.entries, (Lines{"1 0 host>widget opened -", "2 100 stranger> ask -"}));
  EXPECT_TRUE(read_one.extent.untold.empty());
}

TEST(TapLines, TellWhatIsMissing) {
  for (const std::string& text :
       {framed(2, 100), framed(1, 100) + asked_by_widget(3, 200, "1"),
        framed(1, 100) + asked_by_widget(2, 200, "1") + answered_by_host(2, 300, "1")}) {
    const Read cut = read(text);
    EXPECT_FALSE(cut.plan.whole);
    EXPECT_EQ(cut.extent.untold, Lines{"lines are missing: what was not seen is not judged"});
  }
  const Read cut_short = read(framed(1, 100) + R"({"tap":1,"win)");
  EXPECT_FALSE(cut_short.plan.whole);
  EXPECT_EQ(cut_short.extent.untold.front(), "the last line was cut short and is left out");
}

TEST(TapLines, ThatAreNoneSayWhatWasWanted) {
  EXPECT_EQ(
      fault("\n{\"tap\":2}\n"),
      "tap.jsonl:2: wanted a line of the tap, with tap, window, n, t_us and framed, message or gone; came "
      "something else: {\"tap\":2}. Take it anew, or take the line out");
  const std::string message = R"("message":{"data":1,"from":"parent","origin":"o"})";
  EXPECT_EQ(fault(line("w", 1, 1, message)), "taken");
  for (const std::string& bad : {
           line("", 1, 1, message),
           line("w", 0, 1, message),
           line("w", 1, 0, message),
           line("w", 1, 253'402'300'799'000'001, message),
           line("w", 1, 1, R"("message":{"from":"parent"})"),
           line("w", 1, 1, R"("message":{"data":1,"from":"me"})"),
           line("w", 1, 1, R"("message":1)"),
           line("w", 1, 1, R"("gone":{})"),
           line("w", 1, 1, R"("x":{})"),
           line("w", 1, 1, message + R"(,"gone":{"session":"w"})"),
           std::string("[]\n"),
           std::string("{\n"),
       }) {
    EXPECT_TRUE(fault(bad).starts_with("tap.jsonl:1: wanted a line of the tap")) << bad << fault(bad);
  }
}

}  // namespace
}  // namespace ringcheck::trace
