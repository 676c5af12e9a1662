// What a test sets in the accounts that it was lent is set back when it is over: the next one, and the
// operator, find them as they were.

#include <utility>

#include <fmt/format.h>

#include "run/guest.hpp"

namespace ringcheck::run {
namespace {

constexpr std::string_view push_rules = "/pushrules/";

std::string without_query(const std::string& target) {
  return target.substr(0, target.find('?'));
}

std::string token_of(const net::HttpRequest& request) {
  constexpr std::string_view before = "Bearer ";
  const std::string* header = request.header("Authorization");
  return header != nullptr && header->starts_with(before) ? header->substr(before.size()) : std::string();
}

}  // namespace

// Of the account: what is set for a room goes with the room.
bool Guest::sets(const net::HttpRequest& request) {
  if (request.method == "GET") return false;
  const std::string& target = request.target;
  if (target.find(push_rules) != std::string::npos) return true;
  return target.find("/account_data/") != std::string::npos && target.find("/rooms/") == std::string::npos;
}

// Of two users the same path, /pushrules/…, is two settings.
Guest::Setting* Guest::setting_of(Loan& loan, const net::HttpRequest& request) {
  const std::string path = without_query(request.target);
  const std::string token = token_of(request);
  for (Setting& each : loan.settings) {
    if (each.path == path && each.token == token) return &each;
  }
  return nullptr;
}

void Guest::remember(Loan& loan, PoliteRequest request) {
  Setting& setting = loan.settings.emplace_back();
  setting.path = without_query(request.http.target);
  setting.token = token_of(request.http);
  ++loan.under_way;
  say({"GET", setting.path, setting.token, {}},
      [this, id = loan.id, &setting, request = std::move(request)](int status, const Value& body) {
        --find(id)->under_way;
        setting.status = status;
        setting.before = body;
        ask(id, request);
        clean_if_over(id);
      });
}

// Account data cannot be taken away again, and an empty object means nothing; a push rule can. What could not
// be read before is told and not written over.
Guest::Task Guest::set_back(const Setting& setting) {
  if (setting.status != 200 && setting.status != 404) {
    return [this, path = setting.path](const std::function<void()>& done) {
      left_.push_back(fmt::format("{} is still as a test has set it", path));
      done();
    };
  }
  Said said{"PUT", setting.path, setting.token, setting.status == 200 ? setting.before : make_object()};
  if (setting.status == 404 && setting.path.find(push_rules) != std::string::npos) {
    said.method = "DELETE";
    said.body = {};
  }
  return [this, said = std::move(said)](std::function<void()> done) {
    say(said, [this, path = said.path, done = std::move(done)](int status, const Value&) {
      // Whose token the test has ended has nobody to ask.
      if (status != 200 && status != 401)
        left_.push_back(fmt::format("{} is still as a test has set it ({})", path, status));
      done();
    });
  };
}

}  // namespace ringcheck::run
