#include "cli/options.hpp"

#include <fmt/format.h>

#include "cli/kinds.hpp"

namespace ringcheck::cli {

CLI::Option* limited(CLI::Option* option, double least, double most) {
  return option->check(CLI::Range(least, most).description(""))->type_name(fmt::format("{}-{}", least, most));
}

CLI::Option* one_of(CLI::Option* option, const std::vector<std::string>& words) {
  return option->check(CLI::IsMember(words).description(""))
      ->type_name(fmt::format("{}", fmt::join(words, "|")));
}

void add_filter(CLI::App& command, spec::Filter& filter) {
  constexpr const char* group = "Selection by requirement (one requirement must fit all of it)";
  auto add = [&](const char* option, std::vector<std::string>& words, const char* kind, const char* what) {
    // One word each, so that it never swallows the name of a scenario.
    command.add_option(option, words, what)->type_name(kind)->allow_extra_args(false)->group(group);
  };
  add("--req", filter.ids, kinds::requirement,
      "VOIP-072; may be repeated, as the next four: any of them will do");
  add("--section", filter.sections, kinds::section, "glare; ringcheck list --sections shows all");
  add("--msc", filter.mscs, kinds::msc, "2746: what this MSC brought or asks for");
  add("--level", filter.levels, kinds::level, "must, should, recommended, may, info");
  add("--tier", filter.tiers, kinds::tier, "of the widget API: 1 what is deployed, 2 extensions, 3 drafts");
  command.add_option("--since", filter.since, "1.7: demanded by that release or an earlier one")
      ->type_name(kinds::release)
      ->group(group);
}

void add_time_scale(CLI::App& command, double& scale) {
  limited(command.add_option("--time-scale", scale, "stretches every deadline, for slow machines"), 0.01,
          1000)
      ->capture_default_str();
}

void add_tls(CLI::App& command, bool& tls) {
  command.add_flag(
      "--tls", tls,
      "https, and wss with --listen, for clients that insist on it: by an authority of this run,\n"
      "whose certificate is printed");
}

void keep_apart(CLI::Option* a, CLI::Option* b, const char* why, WhyApart& why_apart) {
  a->excludes(b);
  why_apart[CLI::ExcludesError(a->get_name(), b->get_name()).what()] = why;
  why_apart[CLI::ExcludesError(b->get_name(), a->get_name()).what()] = why;
}

}  // namespace ringcheck::cli
