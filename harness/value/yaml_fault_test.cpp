// What a fault in a scenario file looks like, whole (scenario-language.md, section 3).

#include <gtest/gtest.h>

#include "value/yaml.hpp"

namespace ringcheck {
namespace {

std::string faults_of(std::string_view source) {
  YamlDocument document = parse_yaml("t.yaml", std::string(source));
  std::string all;
  for (const Fault& fault : document.faults) all += render(fault, document.source);
  return all;
}

TEST(YamlFaults, AUserIdNeedsQuotes) {
  EXPECT_EQ("\n" + faults_of("sender: @alice:example.org\n"), R"(
t.yaml:1:9: error: a plain @ cannot begin a value
    1 | sender: @alice:example.org
      |         ^
   help: write "@alice:example.org" for the text
)");
}

TEST(YamlFaults, ARoomIdIsATagAndAnAliasAComment) {
  EXPECT_EQ("\n" + faults_of("room: !abc:example.org\nalias: #general:example.org\nempty: # a comment\n"), R"(
t.yaml:1:7: error: a plain ! makes a tag, which this language does not have
    1 | room: !abc:example.org
      |       ^
   help: write "!abc:example.org" if it is text, such as a room id
t.yaml:2:1: error: `alias` has no value
    2 | alias: #general:example.org
      | ^
   help: write "#general:example.org" if it is a room alias: a plain # begins a comment
t.yaml:3:1: error: `empty` has no value
    3 | empty: # a comment
      | ^
   help: write null or ""
)");
}

TEST(YamlFaults, AStarMakesAnAlias) {
  EXPECT_EQ("\n" + faults_of("pattern: *.org\n"), R"(
t.yaml:1:10: error: a plain * makes an alias, which this language does not have
    1 | pattern: *.org
      |          ^
   help: write "*.org" for the text
)");
}

TEST(YamlFaults, APercentSignCannotBeginAValue) {
  EXPECT_EQ("\n" + faults_of("size: %50\n"), R"(
t.yaml:1:7: error: a plain % cannot begin a value
    1 | size: %50
      |       ^
   help: write "%50" for the text
)");
}

TEST(YamlFaults, ABacktickCannotBeginAValue) {
  EXPECT_EQ("\n" + faults_of("a: `b`\n"), R"(
t.yaml:1:4: error: a plain backtick cannot begin a value
    1 | a: `b`
      |    ^
   help: write "`b`" for the text
)");
}

TEST(YamlFaults, ADirectiveIsRefused) {
  EXPECT_EQ("\n" + faults_of("%YAML 1.1\n---\na: 1\n"), R"(
t.yaml:1:1: error: a `%` at the start of a line makes a directive
    1 | %YAML 1.1
      | ^
   help: quote it, or indent it
)");
}

TEST(YamlFaults, AReferenceHasNoBraces) {
  EXPECT_EQ("\n" + faults_of("sdp: {a: ${x}}\n"), R"(
t.yaml:1:11: error: a reference has no braces
    1 | sdp: {a: ${x}}
      |           ^
   help: write $name
)");
}

TEST(YamlFaults, AnchorsAliasesTagsAndMerges) {
  EXPECT_EQ("\n" + faults_of("a: &x {z: 1}\nb: *x\nc: !!str 1\n<<: {d: 1}\n"), R"(
t.yaml:1:4: error: a plain & makes an anchor, which this language does not have
    1 | a: &x {z: 1}
      |    ^
   help: write "&x" for the text; pieces are reused with use:
t.yaml:2:4: error: a plain * makes an alias, which this language does not have
    2 | b: *x
      |    ^
   help: write "*x" for the text; pieces are reused with use:
t.yaml:3:4: error: a plain ! makes a tag, which this language does not have
    3 | c: !!str 1
      |    ^
   help: write "!!str" if it is text, such as a room id
t.yaml:4:1: error: `<<` is a merge, which this language does not have
    4 | <<: {d: 1}
      | ^
   help: reuse pieces with use:
)");
}

TEST(YamlFaults, WordsThatAreBooleansSomewhere) {
  EXPECT_EQ("\n" + faults_of("a: yes\nb: NO\nc: True\nd: ~\ne: NULL\n"), R"(
t.yaml:1:4: error: `yes` is true to some readers of YAML and a text to others
    1 | a: yes
      |    ^
   help: write true, or "yes" for the text
t.yaml:2:4: error: `NO` is false to some readers of YAML and a text to others
    2 | b: NO
      |    ^
   help: write false, or "NO" for the text
t.yaml:3:4: error: `True` is not how true is written
    3 | c: True
      |    ^
   help: write true, or "True" for the text
t.yaml:4:4: error: `~` is null to some readers of YAML and a text to others
    4 | d: ~
      |    ^
   help: write null, or "~" for the text
t.yaml:5:4: error: `NULL` is not how null is written
    5 | e: NULL
      |    ^
   help: write null, or "NULL" for the text
)");
}

TEST(YamlFaults, NumbersOfOtherDialects) {
  EXPECT_EQ("\n" + faults_of("a: 010\nb: 0x1A\nc: 1_000\nd: +1\ne: .5\nf: 1.\ng: .inf\nh: 22:30\ni: "
                             "2026-01-01\nj: 9007199254740993\n"),
            R"(
t.yaml:1:4: error: `010` is a number to some readers of YAML and a text or another number to others
    1 | a: 010
      |    ^
   help: write a number as JSON writes it, or "010" for the text
t.yaml:2:4: error: `0x1A` is a number to some readers of YAML and a text or another number to others
    2 | b: 0x1A
      |    ^
   help: write a number as JSON writes it, or "0x1A" for the text
t.yaml:3:4: error: `1_000` is a number to some readers of YAML and a text or another number to others
    3 | c: 1_000
      |    ^
   help: write 1000, or "1_000" for the text
t.yaml:4:4: error: `+1` is a number to some readers of YAML and a text or another number to others
    4 | d: +1
      |    ^
   help: write 1, or "+1" for the text
t.yaml:5:4: error: `.5` is a number to some readers of YAML and a text or another number to others
    5 | e: .5
      |    ^
   help: write 0.5, or ".5" for the text
t.yaml:6:4: error: `1.` is a number to some readers of YAML and a text or another number to others
    6 | f: 1.
      |    ^
   help: write 1, or "1." for the text
t.yaml:7:4: error: `.inf` is a number to YAML, and JSON has no such number
    7 | g: .inf
      |    ^
   help: write ".inf" for the text
t.yaml:8:4: error: `22:30` is a number in base 60 to some readers of YAML
    8 | h: 22:30
      |    ^
   help: write "22:30" for the text
t.yaml:9:4: error: `2026-01-01` is a date to some readers of YAML and a text to others
    9 | i: 2026-01-01
      |    ^
   help: write "2026-01-01" for the text
t.yaml:10:4: error: the integer 9007199254740993 is beyond ±(2^53-1), where readers disagree
   10 | j: 9007199254740993
      |    ^
   help: write "9007199254740993" for the text
)");
}

TEST(YamlFaults, KeysMustBeText) {
  EXPECT_EQ("\n" + faults_of("on: subject\n1: a\nnull: b\n[a]: c\n: d\n"), R"(
t.yaml:1:1: error: `on` is true to some readers of YAML and a text to others
    1 | on: subject
      | ^
   help: write "on":
t.yaml:2:1: error: a key must be text, and `1` is of type integer
    2 | 1: a
      | ^
   help: write "1":
t.yaml:3:1: error: a key must be text, and `null` is of type null
    3 | null: b
      | ^
   help: write "null":
t.yaml:4:1: error: a key must be text, not a list or a map
    4 | [a]: c
      | ^
   help: quote it if it is text
t.yaml:5:1: error: a key is missing before the colon
    5 | : d
      | ^
)");
}

TEST(YamlFaults, AKeyTwice) {
  EXPECT_EQ("\n" + faults_of("content:\n  version: \"1\"\n  version: 1\n"), R"(
t.yaml:3:3: error: the key `version` stands twice in one map
    3 |   version: 1
      |   ^ first in line 2
   help: rename or remove one of them
)");
}

TEST(YamlFaults, EmptyValues) {
  EXPECT_EQ("\n" + faults_of("a:\nb: [1, , 2]\nc:\n  -\n  - null\nnull_is_a_key_too: 1\n"), R"(
t.yaml:1:1: error: `a` has no value
    1 | a:
      | ^
   help: write null or ""
t.yaml:2:8: error: this list item is empty
    2 | b: [1, , 2]
      |        ^
   help: write null or ""
t.yaml:4:3: error: this list item is empty
    4 |   -
      |   ^
   help: write null or ""
)");
}

TEST(YamlFaults, AMissingSpaceAfterTheColon) {
  EXPECT_EQ("\n" + faults_of("a: 1\nb:2\nc: {d:3}\n"), R"(
t.yaml:2:1: error: a space is missing after the colon
    2 | b:2
      | ^
   help: write b: 2
)");
}

TEST(YamlFaults, ALineWithoutAColon) {
  EXPECT_EQ("\n" + faults_of("a: 1\nserver\n"), R"(
t.yaml:2:1: error: `server` has neither a colon nor a value
    2 | server
      | ^
   help: write a map as key: value
)");
}

TEST(YamlFaults, ALineWithoutAColonBeforeOthers) {
  EXPECT_EQ("\n" + faults_of("- settle alice\n  id: x\n"), R"(
t.yaml:1:3: error: this line has neither a colon nor a value
    1 | - settle alice
      |   ^
   help: write a map as key: value
)");
}

TEST(YamlFaults, AnAliasInBrackets) {
  EXPECT_EQ("\n" + faults_of("[*a]\n"), R"(
t.yaml:1:2: error: a plain * makes an alias, which this language does not have
    1 | [*a]
      |  ^
   help: write "*a" for the text
)");
}

TEST(YamlFaults, TooDeep) {
  EXPECT_EQ("\n" + faults_of("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]"
                             "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n"),
            R"(
t.yaml:1:65: error: nested deeper than 64 levels
    1 | [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]…
      |                                                                 ^
)");
}

TEST(YamlFaults, AnOpenBracket) {
  EXPECT_EQ("\n" + faults_of("steps:\n  - do: {with: 1\n"), R"(
t.yaml:2:9: error: this `{` is never closed
    2 |   - do: {with: 1
      |         ^
)");
}

TEST(YamlFaults, AnOpenBracketThatIsNoticedLater) {
  EXPECT_EQ("\n" + faults_of("a: [1, 2\nb: 3\n"), R"(
t.yaml:2:2: error: a comma or a closing bracket is missing before this
    2 | b: 3
      |  ^ the `[` of line 1 is still open
)");
}

TEST(YamlFaults, ABracketTooMany) {
  EXPECT_EQ("\n" + faults_of("a: 1]\nb: ]\n"), R"(
t.yaml:2:4: error: this bracket closes nothing that is open
    2 | b: ]
      |    ^
)");
}

TEST(YamlFaults, AnOpenQuote) {
  EXPECT_EQ("\n" + faults_of("a: yes\nb: \"text\nc: 1\n"), R"(
t.yaml:1:4: error: `yes` is true to some readers of YAML and a text to others
    1 | a: yes
      |    ^
   help: write true, or "yes" for the text
t.yaml:2:4: error: a quote is opened and not closed
    2 | b: "text
      |    ^
   help: close it on the same line
)");
}

TEST(YamlFaults, AnOpenQuoteThatIsNoticedLater) {
  EXPECT_EQ("\n" + faults_of("a: \"text\nb: \"more\"\n"), R"(
t.yaml:1:4: error: a quote is opened and not closed in its line
    1 | a: "text
      |    ^ the next one stands in line 2
)");
}

TEST(YamlFaults, TextAfterAQuote) {
  EXPECT_EQ("\n" + faults_of("a: \"x\" y\n"), R"(
t.yaml:1:8: error: something follows a closing quote
    1 | a: "x" y
      |        ^
   help: put all of the text in the quotes
)");
}

TEST(YamlFaults, AnUnknownEscape) {
  EXPECT_EQ("\n" + faults_of("a: \"\\d+\"\n"), R"(
t.yaml:1:5: error: this escape is not one of YAML's
    1 | a: "\d+"
      |     ^
   help: write \\ for a backslash, or use single quotes
)");
}

TEST(YamlFaults, ASurrogateEscape) {
  EXPECT_EQ("\n" + faults_of("a: \"\\ud83d\\ude00\"\n"), R"(
t.yaml:1:11: error: this escape is no character
    1 | a: "\ud83d\ude00"
      |           ^
   help: write the character itself, or \U and eight digits
)");
}

TEST(YamlFaults, WrongIndentation) {
  EXPECT_EQ("\n" + faults_of("a:\n  b: 1\n c: 2\n"), R"(
t.yaml:3:2: error: this line belongs to no map or list above it
    3 |  c: 2
      |  ^ indented by 1
   help: indent it as its siblings are, and give a key its colon
)");
}

TEST(YamlFaults, AnItemIndentedTooFar) {
  EXPECT_EQ("\n" + faults_of("steps:\n  - settle: alice\n    - settle: bob\n"), R"(
t.yaml:3:5: error: a list item cannot stand among the keys of a map
    3 |     - settle: bob
      |     ^ indented by 4
   help: indent it as its siblings are, and give a key its colon
)");
}

TEST(YamlFaults, AMapBesideItsKey) {
  EXPECT_EQ("\n" + faults_of("do: place_call\n  with: x\n"), R"(
t.yaml:2:7: error: a colon where no map can begin
    2 |   with: x
      |       ^ the text of line 1 goes on until here
   help: quote the text if the colon is part of it, or begin the inner map on a line of its own
)");
}

TEST(YamlFaults, TwoColonsOnOneLine) {
  EXPECT_EQ("\n" + faults_of("note: a: b\n"), R"(
t.yaml:1:8: error: a colon where no map can begin
    1 | note: a: b
      |        ^
   help: quote the text if the colon is part of it, or begin the inner map on a line of its own
)");
}

TEST(YamlFaults, AListBesideItsKey) {
  EXPECT_EQ("\n" + faults_of("requires: - a\n"), R"(
t.yaml:1:11: error: a list cannot begin here
    1 | requires: - a
      |           ^
   help: begin it on a line of its own, or write [a, b]
)");
}

TEST(YamlFaults, AListAmongKeys) {
  EXPECT_EQ("\n" + faults_of("a: 1\n- b\n"), R"(
t.yaml:2:1: error: a list item cannot stand among the keys of a map
    2 | - b
      | ^ indented by 0
   help: indent it as its siblings are, and give a key its colon
)");
}

TEST(YamlFaults, TextBesideABlockMark) {
  EXPECT_EQ("\n" + faults_of("a: | text\n"), R"(
t.yaml:1:6: error: text beside the mark of a block
    1 | a: | text
      |      ^
   help: begin the text on the next line
)");
}

TEST(YamlFaults, ASecondDocument) {
  EXPECT_EQ("\n" + faults_of("a: 1\n---\nb: 2\n"), R"(
t.yaml:2:1: error: a second document begins here
    2 | ---
      | ^
   help: one file holds one document
)");
}

TEST(YamlFaults, TextAfterTheValue) {
  EXPECT_EQ("\n" + faults_of("- a\nb: c\n"), R"(
t.yaml:2:1: error: this stands after the end of the value
    2 | b: c
      | ^
   help: check the indentation and the quotes above
)");
}

TEST(YamlFaults, Tabs) {
  EXPECT_EQ("\n" + faults_of("a:\tyes\n\tb: 1\n"), R"(
t.yaml:1:3: error: a tab; YAML readers disagree on its width
    1 | a: yes
      |   ^
   help: write spaces, or \t in quotes
t.yaml:2:1: error: a tab; YAML readers disagree on its width
    2 |  b: 1
      | ^
   help: write spaces, or \t in quotes
)");
}

TEST(YamlFaults, AControlCharacter) {
  EXPECT_EQ("\n" + faults_of("a: x\x1b[31m\n"), R"(
t.yaml:1:5: error: a character that YAML does not allow here
    1 | a: x [31m
      |     ^
   help: write it as an escape in double quotes
)");
}

TEST(YamlFaults, AByteOrderMark) {
  EXPECT_EQ("\n" + faults_of("\uFEFFa: yes\n"), R"(
t.yaml:1:1: error: the file begins with a byte order mark
    1 | a: yes
      | ^
   help: save it as UTF-8 without one
t.yaml:1:4: error: `yes` is true to some readers of YAML and a text to others
    1 | a: yes
      |    ^
   help: write true, or "yes" for the text
)");
}

TEST(YamlFaults, InvalidUtf8) {
  EXPECT_EQ("\n" + faults_of("a: 1\nb: \303\251 \377\n"), R"(
t.yaml:2:6: error: this byte is not UTF-8
    2 | b: é �
      |      ^
   help: save the file as UTF-8
)");
}

TEST(YamlFaults, AnEmptyFile) {
  EXPECT_EQ("\n" + faults_of("# nothing\n"), R"(
t.yaml:1:1: error: the file is empty
    1 | # nothing
      | ^
)");
}

TEST(YamlFaults, ColumnsAreCharacters) {
  EXPECT_EQ("\n" + faults_of("名: \"日本語\" # ok\n呼: {a: 日本, b: yes}\n"), R"(
t.yaml:2:15: error: `yes` is true to some readers of YAML and a text to others
    2 | 呼: {a: 日本, b: yes}
      |               ^
   help: write true, or "yes" for the text
)");
}

}  // namespace
}  // namespace ringcheck
