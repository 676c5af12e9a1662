#include "driver/promises.hpp"

#include <gtest/gtest.h>

namespace ringcheck::driver {
namespace {

TEST(SettleWatch, ARequestAfterSettleBeliesIt) {
  SettleWatch watch(1000);
  EXPECT_EQ(watch.on_request("bob", "PUT /x", 5), std::nullopt);
  watch.on_settled("bob", 100);
  EXPECT_EQ(watch.on_request("bob", "PUT /rooms/!r/send/m.call.reject/1", 250),
            "settle of session bob was answered, and 150 ms later the subject sent PUT "
            "/rooms/!r/send/m.call.reject/1 with no new cause; an adapter that cannot promise settle leaves "
            "it out of "
            "its actions");
  EXPECT_EQ(watch.on_request("eve", "PUT /x", 250), std::nullopt);
}

TEST(SettleWatch, ANewCauseOrATimerExcusesIt) {
  SettleWatch watch(1000);
  watch.on_settled("bob", 100);
  EXPECT_EQ(watch.on_request("bob", "PUT /x", 1101), std::nullopt);
  watch.on_cause("bob");
  EXPECT_EQ(watch.on_request("bob", "PUT /x", 150), std::nullopt);
}

TEST(StoppedSyncing, HasASentence) {
  EXPECT_EQ(
      stopped_syncing("bob", 5000),
      "session bob opened no sync for 5000 ms after its last one was answered; the subject stopped syncing");
}

}  // namespace
}  // namespace ringcheck::driver
