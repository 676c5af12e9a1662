// The runner's first question: does the subject make calls between two users at all (probe.hpp)?

#include <algorithm>
#include <utility>

#include "run/probe.hpp"
#include "run/runner.hpp"

namespace ringcheck::run {

// Deadlines that are shortened, or that never pass, show nothing about a subject that may be slow.
void Runner::begin_probing(const std::vector<std::string>& actions) {
  if (options_.debug || options_.time_scale < 1) return;
  probes_ = probes_among(tests_, subject_.claims, actions, vocabulary_);
  if (probes_.size() >= queue_.size()) return probes_.clear();
  std::erase_if(queue_, [&](std::size_t test) { return is_probe(test); });
  queue_.insert(queue_.end(), probes_.rbegin(), probes_.rend());
}

bool Runner::is_probe(std::size_t test) const {
  return std::find(probes_.begin(), probes_.end(), test) != probes_.end();
}

void Runner::hold(std::size_t probe, report::TestResult result) {
  const bool in_vain = !why_no_calls({result}).empty();
  held_.emplace_back(probe, std::move(result));
  if (!in_vain || held_.size() == probes_.size()) end_probing();
}

void Runner::end_probing() {
  if (probes_.empty()) return;
  std::vector<report::TestResult> results;
  for (const auto& [test, result] : held_) results.push_back(result);
  if (results.size() == probes_.size()) no_calls_ = why_no_calls(results);
  probes_.clear();
  for (auto& [test, result] : std::exchange(held_, {})) {
    if (!no_calls_.empty()) skip_in_vain(result, std::string(report::no_calls_message));
    record(test, std::move(result));
  }
  if (!no_calls_.empty()) leave_out_calls();
  for (Lane& lane : lanes_) loop_.post([this, &lane] { feed(lane); });
}

void Runner::leave_out_calls() {
  for (std::vector<std::size_t>* queue : {&slow_queue_, &queue_}) {
    std::erase_if(*queue, [&](std::size_t test) {
      if (!is_about_calls(*tests_[test], vocabulary_)) return false;
      record_unplayable(test, std::string(report::no_calls_message), report::Outcome::skipped, "");
      return true;
    });
  }
}

}  // namespace ringcheck::run
