#include "trace/har.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "trace/har_player.hpp"
#include "value/json_elements.hpp"
#include "value/utf8.hpp"

namespace ringcheck::trace {
namespace {

/// What the first reading counts besides.
struct Passed {
  std::int64_t foreign = 0;
  std::int64_t web_sockets = 0;
  std::int64_t too_long = 0;
};

void tell(const Passed& passed, HarPlan& plan) {
  auto say = [&](std::int64_t count, std::string_view what) {
    if (count > 0)
      plan.untold.push_back(fmt::format("{} {} {}", count, count == 1 ? "entry" : "entries", what));
  };
  plan.untold.emplace_back("a HAR has no notes: what a user saw is not judged");
  say(passed.too_long, fmt::format("of more than {} bytes: not read", longest_har_entry_bytes));
  say(passed.web_sockets, "of web sockets: not read");
  say(passed.foreign, "of something else than Matrix, or preflights of a browser: not read");
  if (plan.clients.left_some_out()) {
    plan.untold.push_back(
        fmt::format("it holds more than {} clients: the others are not read", HarClients::most));
  }
}

std::string names_of(const HarClients& clients) {
  std::vector<std::string> names;
  for (const std::size_t client : clients.all()) names.push_back(clients.at(client).name);
  return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
}

Result<Done> choose_subjects(HarPlan& plan, std::string_view name, std::string_view wanted) {
  const auto chosen = wanted.empty() ? plan.clients.all() : plan.clients.named(wanted);
  for (const std::size_t client : chosen) plan.subjects.push_back(plan.clients.at(client).name);
  if (!chosen.empty() || wanted.empty()) return Done{};
  return Error{fmt::format("{}: no client in it is {}; --subject chooses one of these: {}", name, wanted,
                           names_of(plan.clients))};
}

Error at_entry(std::string_view name, std::int64_t index, std::int64_t offset, std::string_view what) {
  return Error{fmt::format("{}: log.entries[{}] (byte {}): {}. Export the file anew, or take the entry out",
                           name, index, offset, what)};
}

}  // namespace

Result<HarPlan> plan_har(std::istream& file, std::string_view name, std::string_view wanted) {
  HarPlan plan;
  Passed passed;
  std::optional<Error> wrong;
  const auto take = [&](const JsonElement& each) {
    if (wrong) return;
    if (each.text.empty()) {
      ++passed.too_long;
      return;
    }
    auto element = read_har_element(each.text);
    if (!element) {
      wrong = at_entry(name, each.index, each.offset, element.error().text);
      return;
    }
    passed.web_sockets += element->has_web_socket ? 1 : 0;
    if (!element->exchange) {
      passed.foreign += element->has_web_socket ? 0 : 1;
      return;
    }
    plan.clients.learn(*element->exchange);
    plan.slots.push_back({element->exchange->start_us, each.offset, each.bytes, each.index});
  };
  const JsonElements end = for_each_element(file, {"log", "entries"}, longest_har_entry_bytes, take);
  if (wrong) return *wrong;
  if (!end.found) {
    return Error{
        fmt::format("{}: wanted a HAR, an object with log.entries; {}. --format names another format", name,
                    end.fault.empty() ? "it has none" : end.fault)};
  }
  if (!end.fault.empty())
    plan.untold.push_back(fmt::format("the file is cut short ({}): what follows is lost", end.fault));
  std::stable_sort(plan.slots.begin(), plan.slots.end(),
                   [](const HarSlot& one, const HarSlot& other) { return one.start_us < other.start_us; });
  plan.clients.settle();
  tell(passed, plan);
  if (auto chosen = choose_subjects(plan, name, wanted); !chosen) return chosen.error();
  return plan;
}

Result<Extent> read_har(std::istream& file, std::string_view name, const HarPlan& plan, const Sink& sink) {
  Extent extent;
  extent.count = static_cast<std::int64_t>(plan.slots.size());
  const std::int64_t begin_us = plan.slots.empty() ? 0 : plan.slots.front().start_us;
  extent.begin_ms = begin_us / 1000;
  HarPlayer player(plan.clients, begin_us, sink);
  std::string text;
  for (const HarSlot& slot : plan.slots) {
    text.resize(static_cast<std::size_t>(slot.bytes));
    file.clear();
    file.seekg(slot.offset);
    file.read(text.data(), static_cast<std::streamsize>(slot.bytes));
    auto element = read_har_element(text);
    if (!element || !element->exchange) {
      return at_entry(name, slot.place, slot.offset, "the file was changed while it was read");
    }
    player.take(std::move(*element->exchange), slot.place);
  }
  player.finish(extent);
  extent.untold.insert(extent.untold.begin(), plan.untold.begin(), plan.untold.end());
  return extent;
}

}  // namespace ringcheck::trace
