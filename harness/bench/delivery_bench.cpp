// How long an invite takes from the PUT of one client to the waiting sync of another: both over real loopback
// sockets, with the homeserver, the world and the recorder of a real test between them.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <random>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "net/descriptor.hpp"
#include "run/cast.hpp"
#include "run/homeserver.hpp"
#include "run/random.hpp"
#include "sdp/make.hpp"
#include "value/json.hpp"

namespace ringcheck {
namespace {

constexpr std::int64_t deliveries = 2000;
constexpr int patience_s = 5;

/// A blocking client on one connection that is kept alive.
class Client {
 public:
  Client(std::uint16_t port, std::string token)
      : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), token_(std::move(token)) {
    const timeval patience = {.tv_sec = patience_s, .tv_usec = 0};
    setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    const int yes = 1;
    setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    // A connection that fails shows as an answer that does not come.
    (void)connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  }

  void ask(std::string_view method, std::string_view target, std::string_view body = {}) {
    const std::string wire = fmt::format(
        "{} {} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {}\r\n"
        "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{}",
        method, target, token_, body.size(), body);
    (void)send(socket_.get(), wire.data(), wire.size(), MSG_NOSIGNAL);
  }

  /// The body of the next answer; empty when none comes in time.
  std::string answer() {
    std::string wire;
    std::size_t wanted = std::string::npos;
    std::size_t body_at = 0;
    while (wire.size() < wanted) {
      const ssize_t count = recv(socket_.get(), chunk_.data(), chunk_.size(), 0);
      if (count <= 0) return {};
      wire.append(chunk_.data(), static_cast<std::size_t>(count));
      const std::size_t head_end = wire.find("\r\n\r\n");
      if (wanted != std::string::npos || head_end == std::string::npos) continue;
      constexpr std::string_view length = "Content-Length: ";
      const std::size_t at = wire.find(length);
      if (at == std::string::npos) return {};
      body_at = head_end + 4;
      wanted = body_at + std::strtoull(wire.c_str() + at + length.size(), nullptr, 10);
    }
    return wire.substr(body_at);
  }

 private:
  net::Descriptor socket_;
  std::string token_;
  std::vector<char> chunk_ = std::vector<char>(65536);
};

scenario::Test two_in_a_room() {
  scenario::Test test;
  test.name = "bench.delivery";
  scenario::Actor alice;
  alice.name = "alice";
  alice.is = scenario::Actor::Is::subject;
  scenario::Actor bob;
  bob.name = "bob";
  scenario::Room room;
  room.name = "dm";
  room.members = {"alice", "bob"};
  test.actors = {alice, bob};
  test.rooms = {room};
  return test;
}

/// The homeserver of a test, on a loop in a thread of its own.
class House {
 public:
  explicit House(const std::string& trace_path)
      : test_(two_in_a_room()), random_(1, test_.name), cast_(std::move(*stage_cast(test_, random_, 0))) {
    if (!recorder_.write_to(trace_path)) return;
    run::Homeserver::Devices devices;
    for (const auto& [actor, member] : cast_.members) {
      devices[{member.user_id, member.device_id}] = actor;
      recorder_.mask(member.access_token, actor);
    }
    auto opened =
        run::Homeserver::open(loop_, std::move(cast_.world), std::move(devices), "alice", recorder_);
    if (!opened) return;
    homeserver_ = std::move(*opened);
    recorder_.on_change([this] { tell_of_syncs(); });
    thread_ = std::thread([this] { loop_.run(); });
  }
  House(const House&) = delete;
  House& operator=(const House&) = delete;
  ~House() {
    loop_.post([this] {
      if (homeserver_) homeserver_->close();
      loop_.stop();
    });
    if (thread_.joinable()) thread_.join();
  }

  bool open() const { return homeserver_ != nullptr; }
  Client client_of(const std::string& actor) const {
    return {homeserver_->port(), cast_.members.at(actor).access_token};
  }
  const std::string& room_id() const { return cast_.room_ids.at("dm"); }
  /// Waits until one more sync has reached the homeserver; false when none does.
  bool sync_came() { return syncs_.try_acquire_for(std::chrono::seconds(patience_s)); }

 private:
  void tell_of_syncs() {
    const auto& entries = recorder_.trace().entries();
    for (; seen_ < entries.size(); ++seen_) {
      const trace::Entry& entry = entries[seen_];
      if (entry.kind == trace::Kind::request && entry.type == "GET /sync") syncs_.release();
    }
  }

  scenario::Test test_;
  run::Random random_;
  run::StagedCast cast_;
  net::Loop loop_;
  run::Recorder recorder_{loop_, test_};
  std::unique_ptr<run::Homeserver> homeserver_;
  std::counting_semaphore<> syncs_{0};
  std::size_t seen_ = 0;
  std::thread thread_;
};

std::string invite() {
  std::mt19937_64 random(1);
  sdp::Side side;
  side.identity = sdp::identity_from(random);
  const std::string offer = sdp::make_offer(side, {.audio = true, .video = true});
  return to_json(make_object({{"call_id", "c7QkR2mZ"},
                              {"party_id", "mJ2xW9aB"},
                              {"version", "1"},
                              {"lifetime", 90000},
                              {"offer", make_object({{"type", "offer"}, {"sdp", offer}})}}));
}

std::string next_batch(const std::string& sync) {
  const auto parsed = parse_json(sync);
  return parsed ? std::string(parsed->value.string_at("next_batch")) : "";
}

double share(std::vector<double> values, std::size_t percent) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, values.size() * percent / 100)];
}

/// Seconds from the first byte of the PUT to the last byte of the sync; below zero when something is wrong.
double deliver(House& house, Client& alice, Client& bob, std::string& token, const std::string& put_target,
               const std::string& body) {
  bob.ask("GET", "/_matrix/client/v3/sync?timeout=30000&since=" + token);
  if (!house.sync_came()) return -1;
  const auto begin = std::chrono::steady_clock::now();
  alice.ask("PUT", put_target, body);
  const std::string sync = bob.answer();
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
  token = next_batch(sync);
  const bool delivered = sync.find("m.call.invite") != std::string::npos && !alice.answer().empty();
  return delivered && !token.empty() ? took.count() : -1;
}

void put_to_sync(benchmark::State& state) {
  const std::string trace_path =
      (std::filesystem::temp_directory_path() / fmt::format("ringcheck_bench.{}.jsonl", getpid())).string();
  std::vector<double> took_us;
  {
    House house(trace_path);
    if (!house.open()) return state.SkipWithError("the homeserver does not open");
    Client alice = house.client_of("alice");
    Client bob = house.client_of("bob");
    const std::string body = invite();
    bob.ask("GET", "/_matrix/client/v3/sync");
    std::string token = next_batch(bob.answer());
    if (!house.sync_came()) return state.SkipWithError("the first sync is not answered");
    while (state.KeepRunning()) {
      const std::string target =
          fmt::format("/_matrix/client/v3/rooms/{}/send/m.call.invite/t{}", house.room_id(), took_us.size());
      const double seconds = deliver(house, alice, bob, token, target, body);
      if (seconds < 0) {
        state.SkipWithError("an invite does not arrive");
        break;
      }
      state.SetIterationTime(seconds);
      took_us.push_back(seconds * 1e6);
    }
  }
  std::filesystem::remove(trace_path);
  state.counters["p50_us"] = share(took_us, 50);
  state.counters["p99_us"] = share(took_us, 99);
}

BENCHMARK(put_to_sync)->Iterations(deliveries)->UseManualTime();

}  // namespace
}  // namespace ringcheck
