#include "net/child.hpp"

#include <csignal>
#include <optional>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include "net/test_support.hpp"

namespace ringcheck::net {
namespace {

using testing::run_until;

/// True while a process of that number exists and is no zombie.
bool runs(pid_t pid) {
  const std::string path = "/proc/" + std::to_string(pid) + "/stat";
  const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::array<char, 512> text{};
  if (!file || read(file.get(), text.data(), text.size() - 1) <= 0) return false;
  const std::string_view line(text.data());
  return line.substr(line.rfind(')') + 2, 1) != "Z";
}

class ChildTest : public ::testing::Test {
 protected:
  ChildEvents events() {
    return {[this](std::string_view bytes) {
              output += bytes;
              loop.stop();
            },
            [this](std::string_view bytes) {
              errors += bytes;
              loop.stop();
            },
            [this](ExitStatus status) {
              EXPECT_FALSE(exit.has_value());
              exit = status;
              loop.stop();
            }};
  }

  void start(std::vector<std::string> command) {
    auto started = Child::start(loop, {std::move(command), "", {{"PATH", "/usr/bin:/bin"}}}, events());
    ASSERT_TRUE(started) << started.error().text;
    child = std::move(*started);
  }
  void start_shell(std::string script) { start({"sh", "-c", std::move(script)}); }
  bool ends() {
    return run_until(loop, [&] { return exit.has_value(); });
  }
  bool prints(std::string_view text) {
    return run_until(loop, [&] { return output.find(text) != std::string::npos; });
  }
  /// The pipes of a killed process close a little before it is gone.
  bool vanishes(pid_t pid) {
    Timer timer;
    const std::function<void()> look = [&] {
      timer = loop.after_ms(2, look);
      loop.stop();
    };
    look();
    return run_until(loop, [&] { return !runs(pid); });
  }
  std::string failure(const ChildOptions& options) {
    const auto started = Child::start(loop, options, events());
    return started ? "it started" : started.error().text;
  }

  Loop loop;
  std::unique_ptr<Child> child;
  std::string output, errors;
  std::optional<ExitStatus> exit;
};

TEST_F(ChildTest, EchoesAndEndsWithItsInput) {
  start({"cat"});
  child->write("one\n");
  ASSERT_TRUE(prints("one\n"));
  child->write("two\n");
  child->close_stdin();
  ASSERT_TRUE(ends());
  EXPECT_EQ(output, "one\ntwo\n");
  EXPECT_EQ(errors, "");
  EXPECT_EQ(*exit, (ExitStatus{false, 0}));
  EXPECT_EQ(exit->text(), "left with exit status 0");
}

TEST_F(ChildTest, EchoesMuchMoreThanAPipeHolds) {
  start({"cat"});
  const std::string much(5U << 20U, 'x');
  child->write(much);
  EXPECT_GT(child->unsent_bytes(), 4U << 20U);
  child->write("end");
  child->close_stdin();
  ASSERT_TRUE(ends());
  EXPECT_EQ(output.size(), much.size() + 3);
  EXPECT_TRUE(output.ends_with("xend"));
  EXPECT_EQ(child->unsent_bytes(), 0U);
}

TEST_F(ChildTest, TellsEverythingItPrintedBeforeItsEnd) {
  start_shell("head -c 300000 /dev/zero; echo problem >&2; exit 3");
  ASSERT_TRUE(ends());
  EXPECT_EQ(output.size(), 300'000U);
  EXPECT_EQ(errors, "problem\n");
  EXPECT_EQ(exit->text(), "left with exit status 3");
}

TEST_F(ChildTest, TellsTheSignalOfACrash) {
  start_shell("kill -SEGV $$");
  ASSERT_TRUE(ends());
  EXPECT_EQ(*exit, (ExitStatus{true, SIGSEGV}));
  EXPECT_EQ(exit->text(), "was ended by signal 11 (SIGSEGV)");
}

TEST_F(ChildTest, WritingToOneThatDoesNotListenIsNoError) {
  start_shell("exec 0<&-; echo closed; exec sleep 60");
  ASSERT_TRUE(prints("closed"));
  child->write(std::string(200'000, 'x'));
  EXPECT_EQ(child->unsent_bytes(), 0U);
  child->kill_group();
  ASSERT_TRUE(ends());
  EXPECT_EQ(exit->text(), "was ended by signal 9 (SIGKILL)");
}

TEST_F(ChildTest, SaysWhyItCannotStart) {
  EXPECT_EQ(failure({{"no-such-program"}, "", {}}),
            "cannot start \"no-such-program\": No such file or directory");
  EXPECT_EQ(failure({{"./no-such-program"}, "", {}}),
            "cannot start \"./no-such-program\": No such file or directory");
  EXPECT_EQ(failure({{"/etc/passwd"}, "", {}}), "cannot start \"/etc/passwd\": Permission denied");
  EXPECT_EQ(failure({{"true"}, "/no/such", {}}),
            "cannot start \"true\" in the folder \"/no/such\": No such file or directory");
  EXPECT_EQ(failure({{}, "", {}}), "cannot start a program: its command is empty");
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "a child that could not start was left as a zombie";
}

TEST_F(ChildTest, GetsTheGivenEnvironmentFolderAndArgumentsAndNothingElse) {
  auto started = Child::start(loop,
                              {{"/usr/bin/env", "sh", "-c", "pwd; echo \"$1\"; env", "sh", "a b"},
                               "/usr",
                               {{"PATH", "/bin"}, {"X", "y z"}}},
                              events());
  ASSERT_TRUE(started) << started.error().text;
  ASSERT_TRUE(ends());
  EXPECT_TRUE(output.starts_with("/usr\na b\n")) << output;
  EXPECT_NE(output.find("\nX=y z\n"), std::string::npos) << output;
  EXPECT_EQ(output.find("HOME="), std::string::npos) << output;
}

TEST_F(ChildTest, InheritsNoDescriptorAndNoSignalDisposition) {
  const Descriptor inheritable(open("/dev/null", O_RDONLY));  // NOLINT(android-cloexec-open): on purpose
  start_shell("ls /proc/self/fd; grep -E 'SigIgn|SigBlk' /proc/self/status");
  ASSERT_TRUE(ends());
  EXPECT_EQ(output.substr(0, output.find("Sig")), "0\n1\n2\n3\n") << "3 is the folder that ls reads";
  EXPECT_EQ(output.find_first_not_of("\t0\n", output.find("SigBlk:") + 7), output.find("SigIgn")) << output;
  // Signals 32 and 33 are the C library's own: it lets nobody reset them, so ours may have come with them
  // ignored.
  constexpr std::uint64_t of_the_library = 0x180000000;
  const std::uint64_t ignored = std::stoull(output.substr(output.find("SigIgn:") + 7), nullptr, 16);
  EXPECT_EQ(ignored & ~of_the_library, 0U) << output;
}

TEST_F(ChildTest, KillsAGrandchildThatKeepsThePipesOpen) {
  start_shell("sleep 60 & echo $!; wait");
  ASSERT_TRUE(prints("\n"));
  const pid_t grandchild = std::stoi(output);
  EXPECT_TRUE(runs(grandchild));
  child->kill_group();
  ASSERT_TRUE(ends());
  EXPECT_EQ(exit->code, SIGKILL);
  EXPECT_TRUE(vanishes(grandchild));
}

TEST_F(ChildTest, KillsAGrandchildThatOutlivesIt) {
  start_shell("sleep 60 & echo $!; exit 4");
  ASSERT_TRUE(ends());
  EXPECT_EQ(*exit, (ExitStatus{false, 4}));
  EXPECT_TRUE(vanishes(std::stoi(output)));
}

TEST_F(ChildTest, KillsADescendantThatLeftTheGroup) {
  start_shell("setsid sh -c 'echo $$; exec sleep 60' & wait");
  ASSERT_TRUE(prints("\n"));
  const pid_t escaped = std::stoi(output);
  EXPECT_TRUE(runs(escaped));
  child->kill_group();
  ASSERT_TRUE(ends());
  EXPECT_TRUE(vanishes(escaped));
}

TEST_F(ChildTest, GivesUpOnPipesThatAnUnreachableProcessHolds) {
  // It has left the group and hidden its mark: nothing short of a container would find it. We end it below.
  start_shell("setsid env -i /bin/sh -c 'echo $$; exec /bin/sleep 30' & sleep 60");
  ASSERT_TRUE(prints("\n"));
  const pid_t escaped = std::stoi(output);
  child->kill_group();
  ASSERT_TRUE(ends());
  EXPECT_EQ(exit->code, SIGKILL);
  EXPECT_TRUE(runs(escaped)) << "on_exit should not have waited for it";
  kill(escaped, SIGKILL);
}

TEST_F(ChildTest, DiesWithItsHandle) {
  start({"sleep", "60"});
  const pid_t pid = child->pid();
  EXPECT_TRUE(runs(pid));
  EXPECT_EQ(getpgid(pid), pid) << "a group of its own, so that a signal from the terminal is ours alone";
  child.reset();
  EXPECT_NE(kill(pid, 0), 0) << "it was not reaped";
  EXPECT_FALSE(exit.has_value());
}

TEST_F(ChildTest, MayBeDestroyedByItsOwnOutput) {
  int calls = 0;
  ChildEvents destroying;
  destroying.on_stdout = [&](std::string_view) {
    ++calls;
    child.reset();
    loop.stop();
  };
  destroying.on_exit = [&](ExitStatus) { ++calls; };
  auto started =
      Child::start(loop, {{"/bin/sh", "-c", "echo x; echo y >&2; exec sleep 60"}, "", {}}, destroying);
  ASSERT_TRUE(started);
  child = std::move(*started);
  ASSERT_TRUE(run_until(loop, [&] { return !child; }));
  const Timer later = loop.after_ms(20, [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(calls, 1);
}

TEST_F(ChildTest, AHundredLeaveNeitherDescriptorNorZombie) {
  const size_t before = testing::open_descriptors();
  for (int turn = 0; turn < 100; ++turn) {
    exit.reset();
    start({turn % 2 == 0 ? "true" : "cat"});
    if (turn % 4 == 1) {
      child.reset();
      continue;
    }
    child->close_stdin();
    ASSERT_TRUE(ends());
  }
  child.reset();
  EXPECT_EQ(testing::open_descriptors(), before);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

/// A harness that is killed has no chance to end its children: the kernel must.
TEST_F(ChildTest, DiesWithAHarnessThatIsKilled) {
  std::array<int, 2> ends_of_pipe{};
  ASSERT_EQ(pipe2(ends_of_pipe.data(), O_CLOEXEC), 0);
  const Descriptor reader(ends_of_pipe[0]);
  Descriptor writer(ends_of_pipe[1]);
  const pid_t harness = fork();
  if (harness == 0) {
    const auto sleeper = spawn({{"/bin/sleep", "60"}, "", {}});
    const pid_t pid = sleeper ? sleeper->pid : -1;
    if (write(writer.get(), &pid, sizeof pid) != sizeof pid) _exit(1);
    pause();
  }
  pid_t sleeper = -1;
  ASSERT_EQ(read(reader.get(), &sleeper, sizeof sleeper), static_cast<ssize_t>(sizeof sleeper));
  ASSERT_GT(sleeper, 0);
  EXPECT_TRUE(runs(sleeper));
  kill(harness, SIGKILL);
  waitpid(harness, nullptr, 0);
  EXPECT_TRUE(vanishes(sleeper));
}

}  // namespace
}  // namespace ringcheck::net
