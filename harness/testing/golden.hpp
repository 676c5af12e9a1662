#pragma once
// For tests: a printed text against its approved one in reports/golden. RINGCHECK_APPROVE=1 writes it; read
// the difference that git shows.

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include <gtest/gtest.h>

#include "testing/source_dir.hpp"

namespace ringcheck {

inline std::string text_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = source_dir() + "/reports/golden/" + name;
  if (std::getenv("RINGCHECK_APPROVE") != nullptr) std::ofstream(path, std::ios::binary) << text;
  EXPECT_EQ(text_of(path), text) << "RINGCHECK_APPROVE=1 writes " << path;
}

}  // namespace ringcheck
