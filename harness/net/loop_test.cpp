#include "net/loop.hpp"

#include <array>
#include <csignal>
#include <string>
#include <thread>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "net/descriptor.hpp"
#include "net/test_support.hpp"

namespace ringcheck::net {
namespace {

using testing::run_until;

TEST(Loop, TimersFireInTheOrderOfTheirTimes) {
  Loop loop;
  std::string order;
  const Timer later = loop.after_ms(20, [&] {
    order += "later";
    loop.stop();
  });
  const Timer sooner = loop.after_ms(1, [&] { order += "sooner "; });
  const int64_t before = loop.now_us();
  const Timer far = loop.after_ms(60'000, [] {});
  EXPECT_GT(far.left_ms(), 30'000);
  EXPECT_LE(far.left_ms(), 60'000);
  loop.run();
  EXPECT_EQ(order, "sooner later");
  EXPECT_GE(loop.now_us() - before, 19'000);
  EXPECT_FALSE(later.pending());
  EXPECT_EQ(later.left_ms(), 0);
}

TEST(Loop, ACancelledDestroyedOrReplacedTimerDoesNotFire) {
  Loop loop;
  int fired = 0;
  const auto count = [&] { ++fired; };
  Timer cancelled = loop.after_ms(1, count);
  cancelled.cancel();
  { const Timer destroyed = loop.after_ms(1, count); }
  Timer replaced = loop.after_ms(1, count);
  replaced = loop.after_ms(20, [&] { loop.stop(); });
  loop.run();
  EXPECT_EQ(fired, 0);
}

TEST(Loop, ATimerWhoseHandlerIsAlreadyQueuedCanStillBeCancelled) {
  Loop loop;
  bool fired = false;
  Timer victim;
  const Timer killer = loop.after_ms(5, [&] { victim.cancel(); });
  victim = loop.after_ms(5, [&] { fired = true; });
  const Timer end = loop.after_ms(10, [&] { loop.stop(); });
  // Both are due before the loop first looks.
  loop.post([&] {
    while (loop.now_us() < 15'000) {
    }
  });
  loop.run();
  EXPECT_FALSE(fired);
}

TEST(Loop, ATimerMayRestartItself) {
  Loop loop;
  int turns = 0;
  Timer timer;
  std::function<void()> again = [&] {
    if (++turns == 3) return loop.stop();
    timer = loop.after_ms(1, again);
  };
  timer = loop.after_ms(1, again);
  loop.run();
  EXPECT_EQ(turns, 3);
}

TEST(Loop, TakesWorkFromAnotherThread) {
  Loop loop;
  bool done = false;
  std::thread other([&] {
    loop.post([&] {
      done = true;
      loop.stop();
    });
  });
  loop.run();
  other.join();
  EXPECT_TRUE(done);
}

TEST(Loop, StopBeforeRunIsNotLost) {
  Loop loop;
  loop.stop();
  loop.run();
  SUCCEED();
}

TEST(Loop, TellsSignals) {
  Loop loop;
  std::vector<int> signals;
  loop.on_signal([&](int signal) {
    signals.push_back(signal);
    loop.stop();
  });
  for (const int signal : {SIGTERM, SIGINT, SIGINT}) {
    const size_t before = signals.size();
    kill(getpid(), signal);
    ASSERT_TRUE(run_until(loop, [&] { return signals.size() > before; }));
  }
  EXPECT_EQ(signals, (std::vector<int>{SIGTERM, SIGINT, SIGINT}));
}

TEST(Loop, TellsHowLateItRanAndTellsItOnce) {
  Loop loop;
  int64_t first_answer = 0;
  int64_t second_answer = 0;
  const Timer blocks = loop.after_ms(1, [&] {
    const int64_t until = loop.now_us() + 200'000;
    while (loop.now_us() < until) {
    }
    first_answer = loop.worst_lag_us_since_last_ask();
    second_answer = loop.worst_lag_us_since_last_ask();
    loop.stop();
  });
  loop.run();
  EXPECT_GE(first_answer, 140'000);
  EXPECT_LT(second_answer, first_answer / 2);
}

TEST(Loop, KeepsAFormerDelayInMind) {
  Loop loop;
  const Timer blocks = loop.after_ms(1, [&] {
    const int64_t until = loop.now_us() + 200'000;
    while (loop.now_us() < until) {
    }
  });
  const Timer ends = loop.after_ms(260, [&] { loop.stop(); });
  loop.run();
  EXPECT_GE(loop.worst_lag_us_since_last_ask(), 140'000);
}

TEST(Loop, IsNotLateWhileItDoesNotRun) {
  Loop loop;
  const Timer timer = loop.after_ms(60, [&] { loop.stop(); });
  loop.run();
  loop.worst_lag_us_since_last_ask();
  const int64_t until = loop.now_us() + 100'000;
  while (loop.now_us() < until) {
  }
  EXPECT_EQ(loop.worst_lag_us_since_last_ask(), 0);
}

struct TestPipe {
  TestPipe() {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK), 0);
    reader = Descriptor(ends[0]);
    writer = Descriptor(ends[1]);
  }
  Descriptor reader, writer;
};

TEST(Watch, TellsReadinessOnceForEachCall) {
  Loop loop;
  const TestPipe pipe;
  Watch watch = loop.watch(pipe.reader.get());
  int readable = 0;
  ASSERT_EQ(write(pipe.writer.get(), "x", 1), 1);
  watch.on_readable([&] {
    ++readable;
    loop.stop();
  });
  loop.run();
  EXPECT_EQ(readable, 1);
  // The byte is still there: level-triggered, so a new call is told at once.
  watch.on_readable([&] {
    ++readable;
    loop.stop();
  });
  loop.run();
  EXPECT_EQ(readable, 2);
}

TEST(Watch, StoppedOnesAreSilentAndLeaveTheDescriptorOpen) {
  Loop loop;
  const TestPipe pipe;
  Watch watch = loop.watch(pipe.reader.get());
  bool called = false;
  watch.on_readable([&] { called = true; });
  watch.stop();
  ASSERT_EQ(write(pipe.writer.get(), "x", 1), 1);
  const Timer end = loop.after_ms(10, [&] { loop.stop(); });
  loop.run();
  EXPECT_FALSE(called);
  std::array<char, 2> bytes{};
  EXPECT_EQ(read(pipe.reader.get(), bytes.data(), bytes.size()), 1);
}

TEST(Watch, APipeWithoutReaderIsWritableSoThatTheWriteCanTell) {
  Loop loop;
  TestPipe pipe;
  Watch watch = loop.watch(pipe.writer.get());
  const std::string much(1 << 20, 'x');
  ASSERT_GT(write(pipe.writer.get(), much.data(), much.size()), 0);
  bool called = false;
  watch.on_writable([&] {
    called = true;
    loop.stop();
  });
  pipe.reader.close();
  ASSERT_TRUE(run_until(loop, [&] { return called; }));
  EXPECT_EQ(write(pipe.writer.get(), "x", 1), -1);
  EXPECT_EQ(errno, EPIPE);
}

}  // namespace
}  // namespace ringcheck::net
