#pragma once
// What the tests of this folder share: fixtures, and findings as a set of rule ids.

#include <cstdint>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sdp/finding.hpp"
#include "sdp/identity.hpp"
#include "testing/source_dir.hpp"

namespace ringcheck::sdp {

using Ids = std::set<std::string>;

inline Ids ids_of(const Findings& findings) {
  Ids ids;
  for (const Finding& finding : findings) ids.insert(finding.rule_id);
  return ids;
}

/// What a failed test shows of findings.
inline std::string shown(const Findings& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += finding.rule_id + " line " + std::to_string(finding.line) + ": " + finding.text + "\n";
  }
  return text;
}

/// A file of fixtures/sdp/; fails the test if it is not there.
inline std::string fixture(const std::string& path) {
  std::ifstream file(source_dir() + "/fixtures/sdp/" + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// The text with the first `from` changed into `to`; fails the test if there is none.
inline std::string changed(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? text : text.replace(at, from.size(), to);
}

/// The text with every `from` changed into `to`.
inline std::string changed_all(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// An identity that is the same for the same seed and differs for another.
inline Identity identity_of_seed(std::uint64_t seed) {
  return identity_from([state = seed]() mutable {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return state ^ (state >> 29U);
  });
}

}  // namespace ringcheck::sdp
