#include <fmt/format.h>

#include "run/adapter_check.hpp"

namespace ringcheck::run {
namespace {

std::string_view word_of(Holds holds) {
  switch (holds) {
    case Holds::yes:
      return "ok";
    case Holds::no:
      return "BROKEN";
    case Holds::not_offered:
      return "-";
    case Holds::not_reached:
      return "?";
  }
  return {};
}

std::string toned(Holds holds, const report::ConsoleStyle& style) {
  std::string word = fmt::format("{:<6}", word_of(holds));
  if (holds == Holds::not_offered) return word;
  using report::Tone;
  const Tone tone = holds == Holds::yes ? Tone::good : holds == Holds::no ? Tone::bad : Tone::doubt;
  return report::toned(word, tone, style);
}

}  // namespace

std::string adapter_report_text(const AdapterReport& report, const report::ConsoleStyle& style) {
  std::string text;
  int held = 0;
  for (const driver::PromiseWords& words : driver::all_promises()) {
    const auto found = report.promises.find(words.promise);
    const CheckedPromise each = found == report.promises.end() ? CheckedPromise{} : found->second;
    const std::string came = report::printable(each.holds == Holds::not_reached ? "not reached" : each.came);
    if (each.holds == Holds::yes) ++held;
    if (each.holds != Holds::no) {
      text += fmt::format("{}  {:<12}  {}\n", toned(each.holds, style), words.name, came);
      continue;
    }
    text += fmt::format("{}  {}\n        wanted  {}\n        came    {}\n        next    {}\n",
                        toned(each.holds, style), words.name, words.wanted, came, words.next);
  }
  for (const std::string& line : report.stderr_lines) text += "stderr  " + report::printable(line) + "\n";
  text += fmt::format("{} of {} promises hold{}\n", held, driver::all_promises().size(),
                      report.all_hold() && held < static_cast<int>(driver::all_promises().size())
                          ? "; the others were not to be asked for"
                          : "");
  return text;
}

}  // namespace ringcheck::run
