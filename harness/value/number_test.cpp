#include "value/number.hpp"

#include <gtest/gtest.h>

namespace ringcheck {
namespace {

TEST(Number, JsonGrammar) {
  for (const char* good : {"0", "-0", "10", "1.5", "0.0", "1e3", "1E-3", "1.0e+00", "12e03"}) {
    EXPECT_TRUE(is_json_number(good)) << good;
  }
  for (const char* bad :
       {"", "-", "+1", "01", "00", "-01", ".5", "1.", "1.e3", "1e", "1e+", "0x1", "1 ", " 1", "1_0", "e3"}) {
    EXPECT_FALSE(is_json_number(bad)) << bad;
  }
}

TEST(Number, DoubtsOnlyWhereReadersDisagree) {
  for (const char* sure :
       {"9007199254740991", "-9007199254740991", "1e308", "-1.7976931348623157e308", "0e999", "0.1"}) {
    EXPECT_FALSE(number_doubt(sure)) << sure;
  }
  for (const char* doubtful :
       {"9007199254740992", "-9007199254740992", "10000000000000000", "1e309", "-1e400", "1e-400"}) {
    EXPECT_TRUE(number_doubt(doubtful)) << doubtful;
  }
}

TEST(Number, CanonicalForm) {
  for (auto [text, canonical] : {std::pair{"-0", "0"},
                                 {"-0.0", "0"},
                                 {"0e99999", "0"},
                                 {"1e10", "10000000000"},
                                 {"1.50e1", "15"},
                                 {"-1200e-2", "-12"},
                                 {"1e15", "1000000000000000"},
                                 {"1e16", "1e16"},
                                 {"1.5", "1.5"},
                                 {"1e-1", "1e-1"},
                                 {"9007199254740992.0", "9007199254740992.0"}}) {
    EXPECT_EQ(canonical_number(text), canonical) << text;
  }
}

}  // namespace
}  // namespace ringcheck
