#include "run/polite_client.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>
#include <utility>

#include "value/json.hpp"

namespace ringcheck::run {
namespace {

constexpr std::int64_t usual_wait_ms = 1'000;

std::optional<std::int64_t> number(std::string_view text) {
  std::int64_t value = 0;
  const auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || stop != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

}  // namespace

std::optional<std::int64_t> retry_after_ms(const net::HttpResponse& response) {
  if (response.status != 429) return std::nullopt;
  std::optional<std::int64_t> asked_ms;
  const std::string* header = net::find_header(response.headers, "Retry-After");
  // A date is a legal value too; then what the body says holds.
  if (const auto seconds = header == nullptr ? std::nullopt : number(*header);
      seconds && *seconds < 1'000'000)
    asked_ms = *seconds * 1000;
  if (const auto body = parse_json(response.body)) {
    const Value* said = body->value.find("retry_after_ms");
    const auto ms = said == nullptr ? std::nullopt : said->as_int();
    if (ms && *ms >= 0) asked_ms = std::max(asked_ms.value_or(0), *ms);
  }
  return asked_ms.value_or(usual_wait_ms);
}

void PoliteClient::ask(PoliteRequest request) {
  waiting_.push_back(std::make_shared<Asked>(Asked{std::move(request), 0}));
  next();
}

void PoliteClient::close() {
  waiting_.clear();
  under_way_.clear();
  client_->close();
}

void PoliteClient::next() {
  while (!waiting_.empty() && under_way_.size() < manners_.most_at_once) {
    const std::shared_ptr<Asked> asked = std::move(waiting_.front());
    waiting_.pop_front();
    under_way_.emplace(asked, net::Timer());
    if (asked->request.on_sent) asked->request.on_sent();
    send(asked);
  }
}

void PoliteClient::send(const std::shared_ptr<Asked>& asked) {
  client_->ask(asked->request.http, asked->request.timeout_ms,
               [this, asked](Result<net::HttpResponse> answer) { answered(asked, std::move(answer)); });
}

// Whoever was refused keeps its place: as long as it waits, the server is asked that much less.
void PoliteClient::answered(const std::shared_ptr<Asked>& asked, Result<net::HttpResponse> answer) {
  const auto found = under_way_.find(asked);
  if (found == under_way_.end()) return;
  const auto wait_ms = answer && !asked->request.takes_limits ? retry_after_ms(*answer) : std::nullopt;
  if (wait_ms && asked->waited_ms + *wait_ms <= manners_.most_wait_ms) {
    asked->waited_ms += *wait_ms;
    found->second = loop_.after_ms(*wait_ms, [this, asked] { send(asked); });
    if (asked->request.on_wait) asked->request.on_wait(*wait_ms);
    return;
  }
  under_way_.erase(found);
  const auto on_answer = std::move(asked->request.on_answer);
  next();
  on_answer(std::move(answer));
}

}  // namespace ringcheck::run
