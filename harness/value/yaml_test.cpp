#include "value/yaml.hpp"

#include <cstdio>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "value/json.hpp"
#include "value/pointer.hpp"

namespace ringcheck {
namespace {

Value sound(std::string_view source) {
  YamlDocument document = parse_yaml("t.yaml", std::string(source));
  for (const Fault& fault : document.faults) ADD_FAILURE() << render(fault, document.source);
  return document.value;
}

std::string first_fault(std::string source) {
  YamlDocument document = parse_yaml("t.yaml", std::move(source));
  return document.faults.empty() ? "no fault" : document.faults[0].text;
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string all;
  all.reserve(piece.size() * times);
  for (std::size_t i = 0; i < times; ++i) all += piece;
  return all;
}

TEST(Yaml, ReadsTheJsonPart) {
  EXPECT_EQ(to_json(sound(
                "a: 1\nb: [1.0, -5, 1e3, \"1\", '1', null, true, false]\nc:\n- x: {}\n  z: []\n- word\n")),
            R"({"a":1,"b":[1.0,-5,1e3,"1","1",null,true,false],"c":[{"x":{},"z":[]},"word"]})");
}

TEST(Yaml, ReadsJsonItself) {
  const char* json = R"({"a":"x\u00e9\n","b":[{"c":null},-0.5e-3],"d e":{}})";
  EXPECT_EQ(sound(json), parse_json(json)->value);
}

TEST(Yaml, KeepsTheTextOfNumbers) {
  for (const char* text : {"0", "-0", "1.10", "1E+3", "9007199254740991"}) {
    Value value = sound(text);
    EXPECT_TRUE(value.is_number());
    EXPECT_EQ(value.text, text);
  }
}

TEST(Yaml, KnowsWhatWasQuoted) {
  Value value = sound("a: $name\nb: \"$name\"\nc: '$name'\nd: |\n  $name\ne: $name.field\n");
  EXPECT_FALSE(value.find("a")->quoted);
  EXPECT_TRUE(value.find("b")->quoted);
  EXPECT_TRUE(value.find("c")->quoted);
  EXPECT_TRUE(value.find("d")->quoted);
  EXPECT_FALSE(value.find("e")->quoted);
  EXPECT_EQ(value.string_at("a"), "$name");
}

TEST(Yaml, QuotedIsAlwaysText) {
  Value value = sound(R"(["yes", '010', "null", "2026-01-01", '~', "9007199254740993", "", "<<"])");
  for (const Value& item : value.items) EXPECT_TRUE(item.is_string());
}

TEST(Yaml, EscapesMakeUtf8) {
  EXPECT_EQ(sound(R"("\xe9\u20ac\U0001F600\/\t\"")").text, "é€\U0001F600/\t\"");
  EXPECT_EQ(first_fault(R"(a: "x\Ny")"), R"(the escapes \N and \_ are not JSON's)");
  EXPECT_EQ(first_fault(R"("\_": x)"), R"(the escapes \N and \_ are not JSON's)");
}

TEST(Yaml, PlainWordsAreText) {
  for (const char* word :
       {"hello", "m.call.invite", "1.2.3", "v1.11", "12:ab", "0xyz", "1a", "50%", "a#b", "e3", "none",
        "yesno", "2026-1", "-x", "127.0.0.1", "a@b", "_1", "opus/48000", "http://x.org/y?z"}) {
    Value value = sound(word);
    EXPECT_TRUE(value.is_string()) << word;
    EXPECT_EQ(value.text, word);
    EXPECT_FALSE(value.quoted);
  }
}

TEST(Yaml, RefusesWhatReadersReadDifferently) {
  for (const char* word : {"yes",
                           "Yes",
                           "YES",
                           "no",
                           "on",
                           "Off",
                           "y",
                           "N",
                           "True",
                           "FALSE",
                           "Null",
                           "NULL",
                           "~",
                           "010",
                           "-010",
                           "08",
                           "0x1A",
                           "0o7",
                           "0b1",
                           "1_000",
                           "+1",
                           "-.5",
                           ".5",
                           "1.",
                           "+.inf",
                           ".NaN",
                           "-.Inf",
                           "22:30",
                           "1:2:3",
                           "190:20:30.15",
                           "2026-01-01",
                           "2026-1-1",
                           "1.e3",
                           "01.5",
                           "+1e3",
                           "1_0.5",
                           "2026-01-01T10:00:00Z",
                           "2026-01-01 10:00:00",
                           "=",
                           "9007199254740992",
                           "-9007199254740993",
                           "1e999",
                           "0x_f"}) {
    YamlDocument document = parse_yaml("t.yaml", std::string("k: ") + word);
    ASSERT_EQ(document.faults.size(), 1U) << word;
    EXPECT_EQ(document.faults[0].place.column, 4) << word;
    EXPECT_FALSE(document.faults[0].help.empty()) << word;
    EXPECT_EQ(parse_yaml("t.yaml", std::string("\"") + word + "\": x").faults.size(), 0U) << word;
    EXPECT_EQ(parse_yaml("t.yaml", std::string("\"k\":\n- \"") + word + "\"").faults.size(), 0U) << word;
  }
}

TEST(Yaml, PlacesAreOneBasedAndInCharacters) {
  Value value = sound("títul: x\nlist:\n  - \"日本\"\n  - {ключ: [1, 2]}\n");
  auto place = [&](std::string_view pointer) {
    const Value* found = pointer_find(value, pointer);
    return found ? std::pair(found->place.line, found->place.column) : std::pair(0, 0);
  };
  EXPECT_EQ(place(""), std::pair(1, 1));
  EXPECT_EQ(place("/títul"), std::pair(1, 8));
  EXPECT_EQ(place("/list"), std::pair(3, 3));
  EXPECT_EQ(place("/list/0"), std::pair(3, 5));
  EXPECT_EQ(place("/list/1/ключ"), std::pair(4, 12));
  EXPECT_EQ(place("/list/1/ключ/1"), std::pair(4, 16));
  EXPECT_EQ(value.find("list")->items[1].members[0].place.column, 6);
}

TEST(Yaml, PlacesAreRightAfterWindowsLineEnds) {
  YamlDocument document = parse_yaml("t.yaml", "a: |\r\n  x\r\n  y\r\nb: yes\r\n");
  ASSERT_EQ(document.faults.size(), 1U);
  EXPECT_EQ(document.value.string_at("a"), "x\ny\n");
  EXPECT_EQ(render(document.faults[0], document.source),
            "t.yaml:4:4: error: `yes` is true to some readers of YAML and a text to others\n"
            "    4 | b: yes\n"
            "      |    ^\n"
            "   help: write true, or \"yes\" for the text\n");
}

TEST(Yaml, TextsOfSeveralLines) {
  Value value = sound("a: |\n  one\n  two\nb: >-\n  one\n  two\nc: one\n  two - three\nd: \"one\n  two\"\n");
  EXPECT_EQ(value.string_at("a"), "one\ntwo\n");
  EXPECT_EQ(value.string_at("b"), "one two");
  EXPECT_EQ(value.string_at("c"), "one two - three");
  EXPECT_EQ(value.string_at("d"), "one two");
}

TEST(Yaml, AnItemSwallowedByTheTextAboveIsAFault) {
  EXPECT_EQ(first_fault("- a\n- b\n  - c\n"), "this item goes on with the text that began in line 2");
  EXPECT_EQ(first_fault("a: x\n   y\n\n   - z\n"), "this item goes on with the text that began in line 1");
}

TEST(Yaml, NullBesideEmptyValues) {
  EXPECT_EQ(to_json(sound("a: null\nb:\n  null\nc: [null, {d: null}]\n")),
            R"({"a":null,"b":null,"c":[null,{"d":null}]})");
  EXPECT_EQ(first_fault("a:\nnull_: 1\n"), "`a` has no value");
  EXPECT_EQ(first_fault("- a:\n  null_: 1\n"), "`a` has no value");
  EXPECT_EQ(first_fault("a: {b}\n"), "`b` has neither a colon nor a value");
  EXPECT_EQ(first_fault("a:\n  -\nnull_: 1\n"), "this list item is empty");
  EXPECT_EQ(first_fault("? a\n"), "`a` has neither a colon nor a value");
}

TEST(Yaml, OneMarkerAtTheStartIsAllowed) {
  EXPECT_EQ(to_json(sound("# comment\n---\na: 1\n...\n")), R"({"a":1})");
  EXPECT_EQ(first_fault("a: 1\n...\nb: 2\n"), "this stands after the end of the value");
  EXPECT_EQ(first_fault("---\n"), "the document is empty");
  EXPECT_EQ(first_fault(""), "the file is empty");
}

TEST(Yaml, AllFaultsComeAtOnceAndInOrder) {
  YamlDocument document = parse_yaml("t.yaml", "a: yes\nb:\na: &x [*x, !t 1]\nc: @\n");
  std::string lines;
  for (const Fault& fault : document.faults) {
    lines += std::to_string(fault.place.line) + ":" + std::to_string(fault.place.column) + " ";
  }
  EXPECT_EQ(lines, "1:4 2:1 3:4 3:8 3:12 4:4 ");
}

TEST(Yaml, DepthIsBounded) {
  EXPECT_EQ(first_fault(repeated("[", 64) + repeated("]", 64)), "no fault");
  EXPECT_EQ(first_fault(repeated("[", 65) + repeated("]", 65)), "nested deeper than 64 levels");
  EXPECT_EQ(first_fault(repeated("[", 100'000)), "nested deeper than 64 levels");
  EXPECT_EQ(first_fault(repeated("{a: ", 100'000)), "nested deeper than 64 levels");
  EXPECT_EQ(first_fault(repeated("- ", 100'000)), "nested deeper than 64 levels");
  EXPECT_EQ(first_fault(repeated("? ", 100'000)), "nested deeper than 64 levels");
  std::string staircase;
  for (std::size_t i = 0; i < 1000; ++i) staircase += repeated(" ", i) + "a:\n";
  EXPECT_EQ(first_fault(staircase), "nested deeper than 64 levels");
}

TEST(Yaml, SizeIsBounded) {
  EXPECT_EQ(first_fault("a: \"" + repeated("x", 10'000'000) + "\""),
            "the file is larger than the limit of 1048576 bytes");
  EXPECT_EQ(first_fault("a: \"" + repeated("x", 1'000'000) + "\""), "no fault");
}

TEST(Yaml, FaultsAreBounded) {
  YamlDocument document = parse_yaml("t.yaml", "a: &x 1\nb: [" + repeated("*x, ", 250'000) + "]");
  ASSERT_EQ(document.faults.size(), 101U);
  EXPECT_EQ(document.faults.back().text, "more than 100 faults, the rest is not listed");
  EXPECT_EQ(parse_yaml("t.yaml", repeated("yes: 1\n", 100'000)).faults.size(), 101U);
  EXPECT_EQ(parse_yaml("t.yaml", repeated("\t\n", 500'000)).faults.size(), 101U);
  EXPECT_EQ(parse_yaml("t.yaml", repeated("-\n", 500'000)).faults.size(), 101U);
}

TEST(Yaml, AnAliasBombStaysSmall) {
  std::string bomb = "a0: &a0 [x, x]\n";
  for (int i = 1; i < 30; ++i) bomb += fmt::format("a{0}: &a{0} [*a{1}, *a{1}]\n", i, i - 1);
  YamlDocument document = parse_yaml("t.yaml", bomb);
  EXPECT_EQ(document.faults.size(), 88U);
  EXPECT_LT(to_json(document.value).size(), 1000U);
  EXPECT_EQ(first_fault("a: &a [*a]"), "a plain & makes an anchor, which this language does not have");
}

TEST(Yaml, OddBytesAreFaults) {
  EXPECT_EQ(first_fault(std::string("a: b\0c", 6)), "a character that YAML does not allow here");
  EXPECT_EQ(first_fault("a: \x04 b"), "a character that YAML does not allow here");
  EXPECT_EQ(first_fault("a: b\rc: d"), "a character that YAML does not allow here");
  EXPECT_EQ(first_fault("a: b\xE2\x80\xA8 c"), "a character that YAML does not allow here");
  EXPECT_EQ(first_fault("a: \xEF\xBB\xBF c"), "a character that YAML does not allow here");
  EXPECT_EQ(first_fault("a: b\xC2\x85 c"), "a character that YAML does not allow here");
  EXPECT_EQ(first_fault("\xFF\xFE"
                        "a"),
            "this byte is not UTF-8");
  EXPECT_EQ(first_fault("a: \xED\xA0\x80"), "this byte is not UTF-8");
}

TEST(YamlFiles, AreReadFromDisk) {
  std::filesystem::path path =
      std::filesystem::temp_directory_path() / ("ringcheck_yaml_test_" + std::to_string(getpid()) + ".yaml");
  std::ofstream(path) << "a: 1\n";
  YamlDocument document = read_yaml(path.string());
  std::filesystem::remove(path);
  EXPECT_EQ(document.file, path.string());
  EXPECT_EQ(to_json(document.value), R"({"a":1})");
  EXPECT_TRUE(document.faults.empty());
}

TEST(YamlFiles, ThatCannotBeReadAreAFault) {
  YamlDocument missing = read_yaml("/nowhere/x.yaml");
  ASSERT_EQ(missing.faults.size(), 1U);
  EXPECT_EQ(render(missing.faults[0], missing.source),
            "/nowhere/x.yaml: error: cannot be read: No such file or directory\n");
  YamlDocument folder = read_yaml(std::filesystem::temp_directory_path().string());
  ASSERT_EQ(folder.faults.size(), 1U);
  EXPECT_EQ(folder.faults[0].text, "cannot be read: Is a directory");
}

TEST(Render, ShowsPlaceLineCaretNoteAndHelp) {
  Fault fault{"suites/voip/answer.yaml",
              {3, 16},
              "/content/version is the number 1 where the schema wants a string",
              "a version 1 call says \"1\"",
              "write version: \"1\""};
  EXPECT_EQ(render(fault, "a: 1\nb: 2\n      version: 1\n"),
            "suites/voip/answer.yaml:3:16: error: /content/version is the number 1 where the schema wants a "
            "string\n"
            "    3 |       version: 1\n"
            "      |                ^ a version 1 call says \"1\"\n"
            "   help: write version: \"1\"\n");
}

TEST(Render, CutsLongLinesAroundTheCaret) {
  Fault fault{"t.yaml", {1, 5001}, "here", {}, {}};
  std::string text = render(fault, std::string(5000, 'a') + "X" + std::string(5000, 'b'));
  EXPECT_LT(text.size(), 400U);
  std::string line = "    1 | …" + std::string(55, 'a') + "X" + std::string(54, 'b') + "…\n";
  EXPECT_EQ(text, "t.yaml:1:5001: error: here\n" + line + "      | " + std::string(56, ' ') + "^\n");
}

TEST(Render, SurvivesPlacesThatAreNotThere) {
  EXPECT_EQ(render({"t", {9, 9}, "x", {}, {}}, "a\n"), "t:9:9: error: x\n");
  EXPECT_EQ(render({"t", {1, 99}, "x", {}, {}}, "a\n"), "t:1:99: error: x\n    1 | a\n      |  ^\n");
  EXPECT_EQ(render({"t", {1, 0}, "x", {}, {}}, ""), "t:1:1: error: x\n    1 | \n      | ^\n");
}

}  // namespace
}  // namespace ringcheck
