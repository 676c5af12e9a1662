// POST /user_directory/search, over all users of this server: by user id and display name, whatever the case.

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>
#include <vector>

#include "world/route.hpp"

namespace ringcheck::world {

namespace {

/// ASCII alone: enough for the users that scenarios have.
std::string lower(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char each) { return static_cast<char>(std::tolower(each)); });
  return small;
}

struct Hit {
  bool begins = false;  ///< the name or the localpart begins with the term: such come first
  const User* user = nullptr;
};

std::vector<Hit> hits(const World& world, const std::string& term, std::string_view asking) {
  std::vector<Hit> found;
  for (const auto& [user_id, user] : world.users) {
    const std::string id = lower(user_id);
    const std::string name = lower(user.profile.string_at("displayname"));
    const bool fits = id.find(term) != std::string::npos || name.find(term) != std::string::npos;
    const bool begins = id.starts_with("@" + term) || name.starts_with(term) || id.starts_with(term);
    if (fits && user_id != asking) found.push_back({begins, &user});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Hit& one, const Hit& other) { return one.begins && !other.begins; });
  return found;
}

Value told(const User& user) {
  Value body = make_object({{"user_id", user.user_id}});
  if (const Value* name = user.profile.find("displayname")) body.set("display_name", *name);
  if (const Value* avatar = user.profile.find("avatar_url")) body.set("avatar_url", *avatar);
  return body;
}

Answer post_search(Call& call) {
  if (auto fault = need_object(call)) return *fault;
  const Value* term = call.request.body.find("search_term");
  if (term == nullptr) return error_reply(400, "M_MISSING_PARAM", "search_term is missing");
  if (!term->is_string()) return error_reply(400, "M_INVALID_PARAM", "search_term is no string");
  std::int64_t limit = 10;
  if (const Value* asked = call.request.body.find("limit")) {
    limit = asked->as_int().value_or(0);
    if (limit <= 0) return error_reply(400, "M_INVALID_PARAM", "limit is no whole number above 0");
  }
  const std::vector<Hit> found = hits(call.world, lower(term->text), call.session.user_id);
  const std::size_t shown = std::min<std::size_t>(found.size(), static_cast<std::size_t>(limit));
  Value results = make_array();
  for (std::size_t index = 0; index < shown; ++index) results.push(told(*found[index].user));
  return ok(make_object({{"results", results}, {"limited", shown < found.size()}}));
}

constexpr std::array routes = {Route{"POST", "v3/user_directory/search", true, post_search}};

}  // namespace

std::span<const Route> user_directory_routes() {
  return routes;
}

}  // namespace ringcheck::world
