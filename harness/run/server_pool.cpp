#include "run/server_pool.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "value/json.hpp"

namespace ringcheck::run {
namespace {

constexpr std::int64_t stop_deadline_ms = 30'000;

Result<ServerInstance> read_instance(const std::string& session, const driver::Outcome& outcome) {
  if (outcome.kind != driver::Outcome::Kind::done) {
    std::string text =
        fmt::format("no instance was started ({}): {}", driver::outcome_name(outcome.kind), outcome.message);
    if (!outcome.stderr_text.empty()) text += "\n" + outcome.stderr_text;
    return Error{std::move(text)};
  }
  const Value* homeserver = outcome.result.find("homeserver");
  if (homeserver == nullptr)
    return Error{"session.start was answered without homeserver: {url, server_name, registration_secret}"};
  return ServerInstance{session, std::string(homeserver->string_at("url")),
                        std::string(homeserver->string_at("server_name")),
                        std::string(homeserver->string_at("registration_secret"))};
}

Value options_of(const Value& given) {
  return given.is_null() ? make_object() : given;
}

}  // namespace

bool wants_own_instance(const scenario::Test& test) {
  bool own = false;
  scenario::each_step(test.steps,
                      [&](const scenario::Step& step) { own = own || step.verb == scenario::Verb::act; });
  return own;
}

std::string instance_kind(const scenario::Test& test) {
  return wants_own_instance(test) ? "own" : to_json(options_of(test.homeserver));
}

void ServerPool::acquire(const Value& options, bool own, std::int64_t deadline_ms, std::weak_ptr<bool> asker,
                         OnInstance on_instance) {
  const Value given = options_of(options);
  waiting_.push_back(
      {own ? std::string() : to_json(given), given, deadline_ms, std::move(asker), std::move(on_instance)});
  serve_waiting();
}

void ServerPool::release(const std::string& session) {
  for (Running& each : running_) {
    if (each.instance.session == session && each.users > 0) --each.users;
  }
  const auto own = std::find_if(running_.begin(), running_.end(), [&](const Running& each) {
    return each.instance.session == session && each.own && each.users == 0;
  });
  if (own != running_.end() && !own->stopping) stop(*own);
  serve_waiting();
}

// In the order in which they asked: who waits for room is not overtaken for ever by those that need none.
void ServerPool::serve_waiting() {
  while (!waiting_.empty()) {
    if (waiting_.front().asker.expired() || serve(waiting_.front())) {
      waiting_.pop_front();
    } else {
      return;
    }
  }
}

bool ServerPool::serve(Ask& ask) {
  const auto same = std::find_if(running_.begin(), running_.end(), [&](const Running& each) {
    return !each.own && !each.stopping && each.kind == ask.kind && !ask.kind.empty();
  });
  if (same != running_.end()) {
    if (same->started) {
      give(*same, ask);
    } else {
      same->waiting.push_back(std::move(ask));
    }
    return true;
  }
  if (!make_room()) return false;
  start(std::move(ask));
  return true;
}

/// True when another may be started now.
bool ServerPool::make_room() {
  if (running_.size() < most_) return true;
  const bool one_leaves =
      std::any_of(running_.begin(), running_.end(), [](const Running& r) { return r.stopping; });
  if (one_leaves) return false;
  const auto idle = std::find_if(running_.begin(), running_.end(),
                                 [](const Running& r) { return r.started && r.users == 0; });
  if (idle != running_.end()) stop(*idle);
  return false;
}

void ServerPool::start(Ask ask) {
  Running& running = running_.emplace_back();
  running.instance.session = fmt::format("server{}", ++made_);
  running.own = ask.kind.empty();
  running.kind = ask.kind;
  const std::string session = running.instance.session;
  const std::int64_t deadline_ms = ask.deadline_ms;
  Value params = make_object({{"session", session}, {"homeserver_options", ask.options}});
  running.waiting.push_back(std::move(ask));
  auto asked =
      slot_.request("session.start", std::move(params), deadline_ms,
                    [this, session, alive = std::weak_ptr<bool>(alive_)](const driver::Outcome& outcome) {
                      if (!alive.expired()) started(session, outcome);
                    });
  if (!asked) {
    driver::Outcome refused;
    refused.kind = driver::Outcome::Kind::adapter_failed;
    refused.message = asked.error().text;
    started(session, refused);
  }
}

void ServerPool::started(const std::string& session, const driver::Outcome& outcome) {
  const auto found = std::find_if(running_.begin(), running_.end(),
                                  [&](const Running& each) { return each.instance.session == session; });
  if (found == running_.end()) return;
  auto instance = read_instance(session, outcome);
  std::list<Ask> waiting = std::move(found->waiting);
  if (!instance) {
    running_.erase(found);
    for (const Ask& ask : waiting) {
      if (!ask.asker.expired()) ask.on_instance(instance.error());
    }
    return serve_waiting();
  }
  found->instance = *instance;
  found->started = true;
  for (const Ask& ask : waiting) {
    if (!ask.asker.expired()) give(*found, ask);
  }
  serve_waiting();
}

void ServerPool::give(Running& running, const Ask& ask) {
  ++running.users;
  ask.on_instance(running.instance);
}

void ServerPool::stop(Running& running) {
  running.stopping = true;
  const std::string session = running.instance.session;
  const auto gone = [this, session, alive = std::weak_ptr<bool>(alive_)](const driver::Outcome&) {
    if (alive.expired()) return;
    running_.remove_if([&](const Running& each) { return each.instance.session == session; });
    serve_waiting();
  };
  auto asked = slot_.request("session.stop", make_object({{"session", session}}), stop_deadline_ms, gone);
  if (!asked) running_.remove_if([&](const Running& each) { return each.instance.session == session; });
}

}  // namespace ringcheck::run
