#pragma once
// For tests: a fault that no conversation shows is no fault; one that is asked about twice cannot be told
// apart from another.

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <span>
#include <string>

#include <gtest/gtest.h>

#include "testing/source_dir.hpp"
#include "widget/fault.hpp"

namespace ringcheck::widget::testing {

/// All that the ends are made of, without tests.
inline std::string sources() {
  std::string text;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() + "/harness/widget")) {
    if (entry.path().extension() != ".cpp" || entry.path().stem().string().ends_with("_test")) continue;
    std::ifstream file(entry.path());
    text.append(std::istreambuf_iterator<char>(file), {});
  }
  return text;
}

inline std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++count;
  return count;
}

/// `kind` is the name of the enumeration.
inline void expect_sound_table(std::span<const FaultRow> table, const std::string& kind) {
  const std::string text = sources();
  std::set<std::string_view> names;
  for (const FaultRow& row : table) {
    EXPECT_EQ(count_of(text, kind + "::" + std::string(row.name) + ")"), 1U) << row.name;
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_TRUE(row.breaks.starts_with("WIDGET-")) << row.name;
  }
}

/// `transcript(faults)` is all that an end did in every conversation.
template <typename Fault, typename Transcript>
void expect_each_shows(std::span<const FaultRow> table, const Transcript& transcript) {
  const std::string good = transcript(FaultSet<Fault>());
  EXPECT_TRUE(good == transcript(FaultSet<Fault>())) << "the same twice";
  for (const FaultRow& row : table) {
    FaultSet<Fault> faults;
    ASSERT_TRUE(faults.set(row.name, table));
    EXPECT_TRUE(transcript(faults) != good) << row.name << " shows nowhere";
  }
  FaultSet<Fault> none;
  EXPECT_FALSE(none.set("no_such_fault", table));
}

}  // namespace ringcheck::widget::testing
