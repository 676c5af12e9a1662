#include "world/world.hpp"

#include <utility>

#include "world/route.hpp"
#include "world/sync.hpp"

namespace ringcheck::world {

namespace {

void add_cors(Reply& reply) {
  reply.headers.insert(reply.headers.end(), cors_headers().begin(), cors_headers().end());
}

Outcome finish(Reply reply, std::vector<Fact> facts = {}) {
  add_cors(reply);
  return {std::move(reply), std::move(facts)};
}

Outcome unknown_endpoint(const Request& request, bool is_path_known) {
  Fact fact;
  fact.kind = Fact::Kind::unknown_endpoint;
  fact.method = request.method;
  fact.path = request.path;
  Reply reply = is_path_known ? error_reply(405, "M_UNRECOGNIZED", "no such method here")
                              : error_reply(404, "M_UNRECOGNIZED", "no such endpoint");
  return finish(std::move(reply), {std::move(fact)});
}

const Session* session_of(const World& world, const Request& request) {
  const auto found = world.sessions.find(request.bearer);
  return found == world.sessions.end() ? nullptr : &found->second;
}

Reply unknown_token() {
  return error_reply(401, "M_UNKNOWN_TOKEN", "the access token is not known");
}

}  // namespace

Outcome handle(World& world, const Request& request, std::int64_t now_ms) {
  if (request.method == "OPTIONS") return finish({204, {}, {}});
  Found found = find_route(request);
  if (found.route == nullptr) return unknown_endpoint(request, found.is_path_known);
  const std::string_view feature = found.route->feature;
  if (!feature.empty() && !offers(world.features, feature)) {
    // What this world does not offer is no gap in the harness, so no fact.
    return finish(error_reply(404, "M_UNRECOGNIZED", "no such endpoint"));
  }
  const Session* session = session_of(world, request);
  if (found.route->needs_token && request.bearer.empty()) {
    return finish(error_reply(401, "M_MISSING_TOKEN", "the access token is missing"));
  }
  if (found.route->needs_token && session == nullptr) return finish(unknown_token());

  std::vector<Fact> facts;
  Call call = {world,  request, std::move(found.args), session == nullptr ? Session() : *session,
               now_ms, facts};
  Answer answer = found.route->answer(call);
  if (Reply* reply = std::get_if<Reply>(&answer)) add_cors(*reply);
  return {std::move(answer), std::move(facts)};
}

std::optional<Outcome> try_finish(World& world, const Wait& wait, std::int64_t now_ms) {
  if (find_device(world, wait.user_id, wait.device_id) == nullptr) return finish(unknown_token());
  const bool is_late = now_ms >= wait.deadline_ms;
  const bool has_moved = world.released > wait.cursor.since.value_or(-1);
  if (!is_late && !has_moved) return std::nullopt;
  const Session session = {wait.user_id, wait.device_id};
  SyncBody built = build_sync(world, session, wait.cursor, now_ms);
  if (!is_late && !built.has_news) return std::nullopt;
  Outcome outcome = deliver_sync(world, session, wait.cursor, std::move(built));
  add_cors(std::get<Reply>(outcome.answer));
  return outcome;
}

}  // namespace ringcheck::world
