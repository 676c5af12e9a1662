#pragma once
// The real vocabulary, for the tests of this folder.

#include <gtest/gtest.h>

#include "driver/vocabulary.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::driver {

inline Vocabulary real_vocabulary() {
  auto loaded = load_vocabulary(source_dir() + "/schemas/driver/protocol.yaml");
  EXPECT_TRUE(loaded) << loaded.error().text;
  return loaded ? std::move(*loaded) : Vocabulary{};
}

}  // namespace ringcheck::driver
