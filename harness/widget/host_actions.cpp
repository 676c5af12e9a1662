#include "widget/host_actions.hpp"

#include <algorithm>
#include <iterator>

namespace ringcheck::widget {
namespace {

constexpr Handled handled[] = {
    {"supported_api_versions", answer_versions, true},
    {"content_loaded", take_content_loaded, true},
    {"request_capabilities", take_more_capabilities},
};

constexpr std::string_view sent[] = {"supported_api_versions", "capabilities", "notify_capabilities"};

}  // namespace

const Handled* handler_of(std::string_view action) {
  const auto* found = std::find_if(std::begin(handled), std::end(handled),
                                   [&](const Handled& each) { return each.action == action; });
  return found == std::end(handled) ? nullptr : found;
}

bool is_sent_by_host(std::string_view action) {
  return std::find(std::begin(sent), std::end(sent), action) != std::end(sent);
}

}  // namespace ringcheck::widget
