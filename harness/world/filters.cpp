// Keeping filters by id.

#include <array>
#include <charconv>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

Answer post_filter(Call& call) {
  if (auto fault = need_self(call)) return *fault;
  if (auto fault = need_object(call)) return *fault;
  std::vector<Value>& filters = caller(call).filters;
  filters.push_back(call.request.body);
  return ok(make_object({{"filter_id", std::to_string(filters.size() - 1)}}));
}

Answer get_filter(Call& call) {
  if (auto fault = need_self(call)) return *fault;
  const std::vector<Value>& filters = caller(call).filters;
  const std::string& text = call.args[1];
  std::size_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool is_known = error == std::errc() && end == text.data() + text.size() && id < filters.size();
  if (!is_known) return error_reply(404, "M_NOT_FOUND", "no such filter");
  return ok(filters[id]);
}

constexpr std::array routes = {
    Route{"POST", "v3/user/*/filter", true, post_filter},
    Route{"GET", "v3/user/*/filter/*", true, get_filter},
};

}  // namespace

std::span<const Route> filter_routes() {
  return routes;
}

}  // namespace ringcheck::world
