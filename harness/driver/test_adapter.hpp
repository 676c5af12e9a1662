#pragma once
// An adapter program of fixtures/subjects/ as a real process, its conversation and a stub of a homeserver,
// all moved by one poll(): for the tests of this folder. A deadline of its own ends what hangs.

#include <chrono>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "driver/conversation.hpp"
#include "driver/test_homeserver.hpp"

namespace ringcheck::driver {

inline std::int64_t now_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

class AdapterProcess {
 public:
  AdapterProcess(const std::string& folder, const Vocabulary& vocabulary)
      : conversation(vocabulary, Settings{}) {
    // A write to an adapter that is gone is an error here; orphans of an adapter become our children.
    signal(SIGPIPE, SIG_IGN);
    EXPECT_EQ(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
    EXPECT_EQ(pipe2(in_, O_CLOEXEC) | pipe2(out_, O_CLOEXEC) | pipe2(err_, O_CLOEXEC), 0);
    pid_ = fork();
    if (pid_ == 0) become(folder);
    setpgid(pid_, pid_);
    close_end(in_[0]);
    close_end(out_[1]);
    close_end(err_[1]);
  }
  ~AdapterProcess() {
    if (pid_ > 0) {
      kill(-pid_, SIGKILL);
      waitpid(pid_, nullptr, 0);
    }
    end_children();
    for (int* end : {&in_[1], &out_[0], &err_[0]}) close_end(*end);
  }
  AdapterProcess(const AdapterProcess&) = delete;
  AdapterProcess& operator=(const AdapterProcess&) = delete;

  void obey(const Outputs& outputs) {
    for (const Output& output : outputs) {
      if (const auto* bytes = std::get_if<Write>(&output)) put(bytes->bytes);
      if (const auto* fault = std::get_if<AdapterFault>(&output)) sentence = fault->sentence;
      if (const auto* reply = std::get_if<Reply>(&output)) replies.push_back(reply->outcome);
      if (std::holds_alternative<CloseInput>(output)) close_end(in_[1]);
      if (std::holds_alternative<Kill>(output) && pid_ > 0) kill(-pid_, SIGKILL);
    }
  }

  /// Orders something of the session bob and waits for the reply.
  Outcome ask(std::string_view method, Value params, std::int64_t deadline_ms = 10'000) {
    params.set("session", "bob");
    auto asked = conversation.request(method, std::move(params), deadline_ms, now_ms());
    EXPECT_TRUE(asked) << asked.error().text;
    if (!asked) return {};
    const std::size_t wanted = replies.size() + 1;
    obey(asked->outputs);
    EXPECT_TRUE(until([&] { return replies.size() >= wanted; })) << method;
    return replies.empty() ? Outcome{} : replies.back();
  }

  /// Turns the loop until `done`; false when that took longer than any sound adapter needs.
  template <typename Predicate>
  bool until(Predicate done) {
    const std::int64_t give_up_ms = now_ms() + 20'000;
    while (!done() && now_ms() < give_up_ms) turn();
    return done();
  }

  bool ended() const { return pid_ < 0; }

  /// Processes that the adapter left, as "sleep (pid 4711)".
  static std::vector<std::string> left_behind() {
    std::vector<std::string> all;
    for (const pid_t pid : children()) {
      std::string name;
      std::ifstream(fmt::format("/proc/{}/comm", pid)) >> name;
      all.push_back(fmt::format("{} (pid {})", name, pid));
    }
    return all;
  }

  Conversation conversation;
  StubHomeserver homeserver;
  std::string sentence;
  std::vector<Outcome> replies;

 private:
  [[noreturn]] void become(const std::string& folder) const {
    setpgid(0, 0);
    const bool wired = dup2(in_[0], 0) == 0 && dup2(out_[1], 1) == 1 && dup2(err_[1], 2) == 2;
    if (wired && chdir(folder.c_str()) == 0) execlp("python3", "python3", "-B", "adapter.py", nullptr);
    _exit(127);
  }

  static void close_end(int& descriptor) {
    if (descriptor >= 0) close(descriptor);
    descriptor = -1;
  }

  void put(const std::string& bytes) const {
    EXPECT_EQ(write(in_[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  }

  static std::vector<pid_t> children() {
    std::ifstream list(fmt::format("/proc/self/task/{}/children", getpid()));
    std::vector<pid_t> all;
    for (pid_t pid = 0; list >> pid;) all.push_back(pid);
    return all;
  }

  static void end_children() {
    for (const pid_t pid : children()) {
      kill(pid, SIGKILL);
      waitpid(pid, nullptr, 0);
    }
  }

  void take(int descriptor, bool is_stdout) {
    pollfd one = {descriptor, POLLIN, 0};
    while (poll(&one, 1, 0) == 1 && (one.revents & POLLIN) != 0) {
      const std::string bytes = read_some(descriptor);
      if (is_stdout) obey(conversation.on_stdout(bytes, now_ms()));
      if (!is_stdout) conversation.on_stderr(bytes);
    }
  }

  void turn() {
    std::vector<pollfd> polled = {
        {out_[0], POLLIN, 0}, {err_[0], POLLIN, 0}, {homeserver.listener(), POLLIN, 0}};
    for (const int one : homeserver.connections()) polled.push_back({one, POLLIN, 0});
    poll(polled.data(), polled.size(), 10);
    for (std::size_t i = 3; i < polled.size(); ++i) {
      if (polled[i].revents != 0) homeserver.serve(polled[i].fd);
    }
    if (polled[2].revents != 0) homeserver.accept_one();
    int status = 0;
    const bool left = pid_ > 0 && waitpid(pid_, &status, WNOHANG) == pid_;
    take(err_[0], false);
    take(out_[0], true);
    obey(conversation.on_time(now_ms()));
    if (!left) return;
    pid_ = -1;
    obey(conversation.on_exit(WIFSIGNALED(status) ? fmt::format("signal {}", WTERMSIG(status))
                                                  : fmt::format("exit status {}", WEXITSTATUS(status))));
  }

  pid_t pid_ = -1;
  int in_[2] = {-1, -1};
  int out_[2] = {-1, -1};
  int err_[2] = {-1, -1};
};

}  // namespace ringcheck::driver
