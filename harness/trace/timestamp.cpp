#include "trace/timestamp.hpp"

#include <chrono>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <re2/re2.h>

namespace ringcheck::trace {

std::optional<std::int64_t> parse_timestamp_us(std::string_view text) {
  static const re2::RE2 form(
      R"((\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?(?:[Zz]|([+-])(\d\d):?(\d\d)))");
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hour = 0;
  int minute = 0;
  int second = 0;
  std::string fraction;
  std::string sign;
  std::string offset_hour;
  std::string offset_minute;
  if (!re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), form, &year, &month, &day, &hour,
                           &minute, &second, &fraction, &sign, &offset_hour, &offset_minute)) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!date.ok() || hour > 24 || minute > 59 || second > 60) return std::nullopt;
  fraction.resize(6, '0');
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  std::int64_t seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
  if (!sign.empty()) {
    const std::int64_t offset_s = (std::stoi(offset_hour) * 60LL + std::stoi(offset_minute)) * 60;
    seconds += sign == "+" ? -offset_s : offset_s;
  }
  return seconds * 1'000'000 + std::stoi(fraction);
}

std::string show_time(std::int64_t unix_ms) {
  return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(static_cast<std::time_t>(unix_ms / 1000)));
}

}  // namespace ringcheck::trace
