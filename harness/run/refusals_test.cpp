#include "run/refusals.hpp"

#include <gtest/gtest.h>

namespace ringcheck::run {
namespace {

trace::Entry response(std::string line, std::int64_t status = 403, std::string errcode = "M_FORBIDDEN") {
  trace::Entry entry;
  entry.kind = trace::Kind::response;
  entry.to = "bob";
  entry.cause = 7;
  entry.type = std::move(line);
  entry.head = make_object({{"status", status}});
  entry.body = make_object({{"errcode", std::move(errcode)}});
  return entry;
}

std::string lacking(const trace::Entry& entry, const std::set<std::int64_t>& taken_by_steps = {}) {
  Refusals refusals;
  refusals.take(entry, "bob");
  return refusals.lacking(taken_by_steps);
}

TEST(Refusals, TheRulesOfARoomKeepAnEventOut) {
  EXPECT_EQ(
      lacking(response("PUT /rooms/!r/send/m.call.invite/t")),
      "the homeserver refused m.call.invite of the subject with M_FORBIDDEN: it lacks permission in the "
      "room");
  EXPECT_NE(lacking(response("PUT /rooms/!r/state/im.vector.modular.widgets/w")), "");
}

TEST(Refusals, OtherAnswersSayNothingOfPermission) {
  EXPECT_EQ(lacking(response("PUT /rooms/!r/send/m.call.invite/t", 413, "M_TOO_LARGE")), "");
  EXPECT_EQ(lacking(response("PUT /rooms/!r/send/m.call.invite/t", 403, "M_UNKNOWN")), "");
  EXPECT_EQ(lacking(response("POST /rooms/!r/join")), "");
  trace::Entry of_another = response("PUT /rooms/!r/send/m.call.invite/t");
  of_another.to = "carol";
  EXPECT_EQ(lacking(of_another), "");
  trace::Entry scripted = response("PUT /rooms/!r/send/m.call.invite/t");
  scripted.head.set("scripted", true);
  EXPECT_EQ(lacking(scripted), "") << "the scenario's doing";
}

TEST(Refusals, AScenarioThatLooksAtTheRefusedRequestIsAboutIt) {
  EXPECT_EQ(lacking(response("PUT /rooms/!r/send/m.call.invite/t"), {7}), "");
  EXPECT_NE(lacking(response("PUT /rooms/!r/send/m.call.invite/t"), {6}), "");
}

}  // namespace
}  // namespace ringcheck::run
