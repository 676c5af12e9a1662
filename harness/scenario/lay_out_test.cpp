// What scenarios become: cases, fragments, forms and defaults, on the real pieces of suites/.

#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "scenario/case_rows.hpp"
#include "scenario/names.hpp"
#include "scenario/test_suites.hpp"
#include "value/json.hpp"

namespace ringcheck::scenario {
namespace {

TEST(LayOut, PutsFormsUnderAndFillsDefaults) {
  const LaidOut laid =
      lay(on_dm("  - send: m.call.answer\n    content: {version: 2, answer: {type: {$absent: true}}}\n"));
  ASSERT_EQ(laid.text(), "");
  const Step& step = laid.tests.at(0).steps.at(0);
  EXPECT_EQ(step.actor, "alice");
  EXPECT_EQ(step.room, "dm");
  EXPECT_EQ(
      to_json(step.payload),
      R"({"call_id":"$call","party_id":"$alice.party_id","version":2,"answer":{"sdp":{"$answer":{}}}})");
}

TEST(LayOut, AbsentTakesAKeyOfTheFormAwayInDoToo) {
  const LaidOut laid = lay(on_dm("  - do: place_call\n    with: {media: {$absent: true}}\n"));
  ASSERT_EQ(laid.text(), "");
  EXPECT_EQ(to_json(laid.tests.at(0).steps.at(0).payload), R"({"room_id":"$dm.room_id"})");
}

TEST(LayOut, AnExpectMayLookForSeveralTypes) {
  const LaidOut laid =
      lay(on_dm("  - none: [m.call.answer, m.call.hangup]\n    content: {version: \"1\"}\n"));
  ASSERT_EQ(laid.text(), "");
  const Step& step = laid.tests.at(0).steps.at(0);
  ASSERT_EQ(step.wanted.size(), 2U);
  EXPECT_EQ(step.word, "m.call.answer, m.call.hangup");
  EXPECT_EQ(step.actor, "bob");
  EXPECT_EQ(to_json(step.wanted[1].pattern), R"({"call_id":"$call","version":"1"})");
}

// Who owns the homeserver decides by this word, so it is never guessed.
TEST(LayOut, HarmlessIsSaidOfHomeserversAlone) {
  const std::string steps =
      "steps:\n  - request: GET /_matrix/client/versions\n    as: alice\n    token: {$absent: true}\n";
  const LaidOut said = lay("title: A test\nstage: server_dm\nharmless: true\n" + steps);
  ASSERT_EQ(said.text(), "");
  EXPECT_TRUE(said.tests.at(0).harmless);
  const LaidOut silent = lay("title: A test\nstage: server_dm\n" + steps);
  ASSERT_EQ(silent.text(), "");
  EXPECT_FALSE(silent.tests.at(0).harmless);
  EXPECT_NE(lay("title: A test\nstage: server_dm\nharmless: very\n" + steps).text().find("true or false"),
            std::string::npos);
  EXPECT_NE(lay("title: A test\nstage: server_dm\nharmless: true\nsteps:\n  - do: restart_session\n")
                .text()
                .find("a scenario that orders restart_session is not harmless"),
            std::string::npos);
  EXPECT_NE(lay("title: A test\nstage: dm\nharmless: true\nsteps:\n  - settle: bob\n")
                .text()
                .find("harmless is for scenarios of homeservers"),
            std::string::npos);
}

TEST(LayOut, ARequestIsAskedMoreThanOnceInOneOfThreeWays) {
  const LaidOut laid =
      lay("title: A test\nstage: server_dm\nsteps:\n"
          "  - request: GET /sync\n    as: alice\n    up_to: 3\n    asks_again: true\n");
  EXPECT_NE(laid.text().find("three ways to ask more than once"), std::string::npos);
  EXPECT_NE(lay("title: A test\nstage: server_dm\nsteps:\n"
                "  - request: GET /sync\n    as: alice\n    up_to: 3\n    in_all: 3\n")
                .text()
                .find("three ways to ask more than once"),
            std::string::npos);
}

TEST(LayOut, AMessageToADeviceHasATransactionIdOfItsOwn) {
  const auto fault = [](const std::string& word, const std::string& path) {
    return lay("title: A test\nstage: server_dm\nsteps:\n"
               "  - let: {txn: {$fresh: opaque_id}}\n"
               "  - request: PUT /sendToDevice/" +
               word + "\n    as: alice\n    path: " + path + "\n    body: {messages: {}}\n")
        .text();
  };
  EXPECT_NE(
      fault("{type}/{txn}", "{type: m.test, txn: one}").find("the transaction ID one may have been used"),
      std::string::npos);
  EXPECT_NE(fault("{type}/two", "{type: m.test}").find("the transaction ID two may have been used"),
            std::string::npos);
  EXPECT_EQ(fault("{type}/{txn}", "{type: m.test, txn: {$fresh: opaque_id}}"), "");
  EXPECT_EQ(fault("{type}/{txn}", "{type: m.test, txn: $txn}"), "");
}

TEST(LayOut, EachRowMakesATest) {
  const LaidOut laid =
      lay("title: A test\nstage: dm\ncases:\n"
          "  - {name: number, version: 1, breaks: [/content/version]}\n"
          "  - {name: text, version: \"2\"}\n"
          "steps:\n"
          "  - send: m.call.answer\n    content: {version: $version}\n    breaks: $breaks\n"
          "  - settle: bob\n    case: text\n");
  ASSERT_EQ(laid.text(), "");
  ASSERT_EQ(laid.tests.size(), 2U);
  EXPECT_EQ(laid.tests[0].name, "voip.test[number]");
  EXPECT_EQ(laid.tests[0].steps.size(), 1U);
  EXPECT_EQ(laid.tests[1].steps.size(), 2U);
  EXPECT_TRUE(*laid.tests[0].steps[0].payload.find("version") == Value(1));
  EXPECT_TRUE(*laid.tests[1].steps[0].payload.find("version") == Value("2"));
  EXPECT_NE(laid.tests[0].steps[0].key("breaks"), nullptr);
  EXPECT_EQ(laid.tests[1].steps[0].key("breaks"), nullptr) << "the row lacks the column";
}

Pieces with_table(Pieces pieces, const std::string& name, const std::string& rows) {
  YamlDocument table = parse_yaml("tables/" + name + ".yaml", "table: " + name + "\nabout: A table\n" + rows);
  check_table(table);
  pieces.tables.insert_or_assign(name, table);
  return pieces;
}

TEST(LayOut, RowsMayComeFromTables) {
  Pieces pieces = with_table(real_library().pieces, "first", "rows:\n  - {name: a, version: \"1\"}\n");
  pieces = with_table(pieces, "second", "rows:\n  - {name: b, version: $later}\n");
  const LaidOut laid =
      lay("title: A test\nstage: dm\ncases: {table: [first, second]}\nsteps:\n  - let: {later: \"2\"}\n"
          "  - send: m.call.answer\n    content: {version: $version}\n",
          pieces);
  ASSERT_EQ(laid.text(), "");
  ASSERT_EQ(laid.tests.size(), 2U);
  EXPECT_EQ(laid.tests[1].name, "voip.test[b]");
  EXPECT_TRUE(*laid.tests[0].steps[1].payload.find("version") == Value("1"));
  EXPECT_TRUE(reference_name(*laid.tests[1].steps[1].payload.find("version")))
      << "what the scenario calls so";
}

TEST(LayOut, TablesThatAreNoneAreToldWithTheChoices) {
  Pieces pieces = with_table(real_library().pieces, "first", "rows:\n  - {name: a}\n");
  pieces = with_table(pieces, "twice", "rows:\n  - {name: a}\n  - {name: a}\n");
  pieces = with_table(pieces, "nameless", "rows:\n  - {version: 1}\n");
  pieces = with_table(pieces, "empty", "rows: []\n");
  const auto told = [&](const std::string& cases) {
    return lay("title: A test\nstage: dm\ncases: " + cases + "\nsteps:\n  - do: place_call\n", pieces).text();
  };
  EXPECT_EQ(told("{table: firts}"), "3: no table is named firts; did you mean first?\n");
  EXPECT_EQ(told("{table: twice}"), "3: the table twice has faults of its own\n");
  EXPECT_EQ(told("{table: nameless}"), "3: the table nameless has faults of its own\n");
  EXPECT_EQ(told("{table: empty}"), "3: the table empty has faults of its own\n");
  EXPECT_EQ(told("{table: [first, first]}"), "3: two cases are named a\n");
  EXPECT_EQ(told("{table: first, rows: []}"), "3: unknown key rows\n");
  EXPECT_EQ(told("{rows: []}"), "3: unknown key rows\n3: cases should be a list of rows, or name a table\n");
}

TEST(LayOut, CellsAreCheckedWhereTheyArePutIn) {
  const LaidOut laid =
      lay("title: A test\nstage: dm\ncases:\n  - {name: good, age: network}\n  - {name: bad, age: soon}\n"
          "steps:\n  - do: place_call\n    within: $age\n  - do: hang_up\n    within: $agee\n");
  EXPECT_EQ(laid.text(),
            "10: within must be known at load, and no case has a column agee\n"
            "5: within should be one of prompt, network, ice, timer, human\n");
  EXPECT_TRUE(laid.tests.empty());
}

TEST(LayOut, AVerbMustNotVanishWithAColumn) {
  const LaidOut laid =
      lay("title: A test\nstage: dm\ncases:\n  - {name: a, type: m.call.answer}\n  - {name: b}\n"
          "steps:\n  - do: place_call\n  - expect: $type\n");
  EXPECT_NE(laid.text().find("8: a step without a verb"), std::string::npos) << laid.text();
}

TEST(LayOut, ListsTheChoicesWhereThereIsOne) {
  const std::string group = "title: A test\nstage: group\nsteps:\n  - send: m.call.invite\n";
  EXPECT_EQ(lay(group).text(), "4: as is not said, and there is a choice: alice, carol\n");
  const std::string two_rooms =
      "title: A test\nstage: dm\nrooms:\n  other: {members: [alice, bob]}\nsteps:\n  - none: m.call.invite\n";
  EXPECT_EQ(lay(two_rooms).text(), "6: in is not said, and there is a choice of rooms: dm, other\n");
  EXPECT_EQ(lay(on_dm("  - ask: content_loaded\n")).text(),
            "4: as is not said, and the cast has nobody for it\n");
}

TEST(LayOut, GroupsKeepTheirChildrenAndCountThem) {
  const LaidOut laid = lay(on_dm(
      "  - any_order:\n      - expect: m.call.answer\n      - use: outgoing_ringing\n  - settle: bob\n"));
  ASSERT_EQ(laid.text(), "");
  const std::vector<Step>& steps = laid.tests.at(0).steps;
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].children.size(), 3U);
  EXPECT_EQ(steps[0].children[2].index, 3);
  EXPECT_EQ(steps[1].index, 4);
}

constexpr const char* fragment =
    "fragment: f\nabout: A fragment\ntakes:\n  media: {type: array, default: [audio]}\n  who: {type: "
    "string}\n"
    "steps:\n  - do: place_call\n    with: {media: $media}\n  - settle: $who\n";

TEST(LayOut, FragmentsTakeInputs) {
  const Pieces pieces = with_fragment(real_library().pieces, "f", fragment);
  const LaidOut given = lay(on_dm("  - use: f\n    with: {who: bob, media: [video]}\n"), pieces);
  ASSERT_EQ(given.text(), "");
  EXPECT_EQ(to_json(*given.tests.at(0).steps.at(0).payload.find("media")), R"(["video"])");
  const LaidOut fallback = lay(on_dm("  - use: f\n    with: {who: bob}\n"), pieces);
  ASSERT_EQ(fallback.text(), "");
  const Step& step = fallback.tests.at(0).steps.at(0);
  EXPECT_EQ(to_json(*step.payload.find("media")), R"(["audio"])");
  EXPECT_EQ(step.where.file, "fragments/f.yaml");
  EXPECT_EQ(used_by(step.where), "used by test.yaml:4:5");
}

TEST(LayOut, FragmentsRefuseOtherInputs) {
  const Pieces pieces = with_fragment(real_library().pieces, "f", fragment);
  EXPECT_EQ(lay(on_dm("  - use: f\n    with: {whom: bob, media: video}\n"), pieces).text(),
            "5: the fragment takes no whom\n"
            "5: the fragment takes media as array, this is string\n"
            "4: the fragment needs who in with\n"
            "9: settle should be text, this is null\n");
}

TEST(LayOut, AFaultInAFragmentShowsBothPlaces) {
  const Pieces pieces = with_fragment(real_library().pieces, "f", fragment);
  const LaidOut laid = lay(on_dm("  - use: f\n    with: {who: bbo, media: [$own]}\n"), pieces);
  ASSERT_EQ(laid.faults.size(), 2U);
  const std::string definition = pieces.fragments.at("f").source;
  EXPECT_EQ(render(laid.faults[0], definition),
            "fragments/f.yaml:9:13: error: nobody in the cast is named bbo; did you mean bob?\n"
            "    9 |   - settle: $who\n"
            "      |             ^ used by test.yaml:4:5\n"
            "   help: the cast is bob, alice\n");
  EXPECT_EQ(laid.faults[1].text, "$own names nothing here");
  EXPECT_EQ(laid.faults[1].file, "fragments/f.yaml");
  EXPECT_EQ(laid.faults[1].place.line, 8);
  EXPECT_EQ(laid.faults[1].note, "used by test.yaml:4:5");
}

TEST(LayOut, FragmentsThatUseEachOtherEnd) {
  const std::string own = "fragment: f\nabout: A fragment\nsteps:\n  - use: f\n  - use: f\n";
  const LaidOut laid = lay(on_dm("  - use: f\n"), with_fragment(real_library().pieces, "f", own));
  ASSERT_FALSE(laid.faults.empty());
  EXPECT_EQ(laid.faults[0].text, "fragments use each other without an end");
}

// Eight levels of twenty uses each would be 25 thousand million steps.
TEST(LayOut, WhatAScenarioBecomesIsBounded) {
  Pieces pieces = real_library().pieces;
  for (int level = 0; level < 8; ++level) {
    std::string source = "fragment: f" + std::to_string(level) + "\nabout: x\nsteps:\n";
    const std::string step =
        level == 7 ? "  - do: place_call\n" : "  - use: f" + std::to_string(level + 1) + "\n";
    for (int i = 0; i < 20; ++i) source += step;
    pieces = with_fragment(std::move(pieces), "f" + std::to_string(level), source);
  }
  const LaidOut laid = lay(on_dm("  - use: f0\n"), pieces);
  ASSERT_EQ(laid.faults.size(), 1U);
  EXPECT_EQ(laid.faults[0].text, "with all its cases and fragments this scenario becomes too large");
  EXPECT_TRUE(laid.tests.empty());
}

TEST(LayOut, AFaultOfAPeerChangesTheFormAndDeclaresWhatItBreaks) {
  const LaidOut laid =
      lay(on_dm("  - send: m.call.answer\n    fault: omits_party_id\n    breaks: [/content/answer]\n"
                "    content: {answer: 1}\n"));
  ASSERT_EQ(laid.text(), "");
  const Step& step = laid.tests.at(0).steps.at(0);
  EXPECT_EQ(step.peer_fault, "leaves party_id out");
  EXPECT_EQ(step.payload.find("party_id"), nullptr);
  EXPECT_NE(step.payload.find("answer"), nullptr);
  EXPECT_EQ(to_json(*step.key("breaks")), R"(["/content/party_id","/content/answer"])");
  EXPECT_EQ(lay(on_dm("  - send: m.call.answer\n    fault: omits_party\n")).text(),
            "5: no fault of a peer is named omits_party; did you mean omits_party_id?\n");
}

// A name that nobody uses says nothing of any scenario.
TEST(LayOut, EachFaultOfAPeerIsUsed) {
  const Library library = load_library(suites_folder());
  std::set<std::string> used;
  for (const scenario::Test& test : library.tests) {
    scenario::each_step(test.steps, [&](const Step& step) {
      if (const Value* name = step.key("fault")) used.insert(name->text);
    });
  }
  EXPECT_FALSE(library.pieces.peer_faults.empty());
  for (const auto& [name, row] : library.pieces.peer_faults) EXPECT_TRUE(used.contains(name)) << name;
}

TEST(LayOut, LongCellsAreRefused) {
  const std::string cell(20'000, 'x');
  const LaidOut laid = lay("title: A test\nstage: dm\ncases:\n  - {name: a, text: " + cell +
                           "}\nsteps:\n  - do: place_call\n");
  EXPECT_EQ(laid.text(), "4: text holds more than 16384 characters\n");
}

TEST(LayOut, CollectsWhatTheScenarioUses) {
  const LaidOut laid =
      lay("title: A test\nstage: dm_two_devices\nrequires: [state.end_cause]\nsteps:\n"
          "  - do: place_call\n  - do: hang_up\n  - do: hang_up\n"
          "  - send: m.call.invite\n    as: bob_phone\n    content: {offer: x, lifetime: 1}\n"
          "  - batch:\n      - send: m.call.answer\n        as: alice\n");
  ASSERT_EQ(laid.text(), "");
  const scenario::Test& test = laid.tests.at(0);
  EXPECT_EQ(test.uses.orders, (std::vector<std::string>{"hang_up", "place_call"}));
  EXPECT_EQ(test.uses.sent_by_peer, (std::vector<std::string>{"m.call.answer"}));
  EXPECT_EQ(test.uses.forms, (std::vector<std::string>{"call_v1", "call_v1_other_device"}));
  EXPECT_EQ(test.claims, (std::vector<std::string>{"state.end_cause"}));
}

TEST(LayOut, KeepsTheContentApartFromWhatStandsAroundIt) {
  const LaidOut laid =
      lay("title: A test\nstage: server_dm\nsteps:\n"
          "  - expect: m.room.member\n    seen_by: bob\n    event: {content: {membership: ban}}\n");
  EXPECT_NE(laid.text().find("6: event is what stands around the content, which is seen apart"),
            std::string::npos)
      << laid.text();
}

TEST(LayOut, SeesWhereAPasswordIsNamed) {
  for (const auto& [named, needs] :
       {std::pair("$alice.password", true), std::pair("$alice.user_id", false)}) {
    const LaidOut laid =
        lay(fmt::format("title: A test\nstage: server_people\nsteps:\n"
                        "  - request: POST /login\n    as: alice\n    body: {{a: [{}]}}\n",
                        named));
    ASSERT_EQ(laid.text(), "");
    EXPECT_EQ(laid.tests.at(0).uses.passwords, needs) << named;
  }
}

// Each would be read and then never applied, and so pass whatever comes.
TEST(LayOut, RefusesWhatWouldBeIgnored) {
  const auto fault = [](const std::string& steps) { return lay(on_dm(steps)).text(); };
  EXPECT_EQ(fault("  - expect: {note: incoming_call}\n    content: {a: 1}\n"), "5: a note has no content\n");
  EXPECT_EQ(fault("  - expect: m.call.answer\n    data: {a: 1}\n"), "5: an event has no data\n");
  EXPECT_EQ(fault("  - expect: m.call.answer\n    content: {a: {$fresh: opaque_id}}\n"),
            "5: $fresh is a maker, and here a value is matched\n");
  EXPECT_EQ(fault("  - send: m.call.answer\n    content: {a: {$not: b}}\n"),
            "5: $not is a matcher, and here a value is made\n");
  EXPECT_EQ(fault("  - let: {a: {$offer: {}}}\n"), "4: $offer has no place here\n");
  EXPECT_EQ(fault("  - send: m.call.answer\n    content: {a: {$raw: \"{\"}}\n"),
            "5: $raw has no place here\n");
  EXPECT_EQ(fault("  - do: place_call\n    of: alice\n"),
            "5: do is done by the subject, bob: nobody else has an adapter\n");
  EXPECT_EQ(fault("  - do: place_call\n    proves: [VOIP-001]\n"),
            "5: do decides nothing, so it proves nothing\n");
  EXPECT_EQ(fault("  - none: m.call.answer\n    observes: [VOIP-008]\n"),
            "5: none sees nothing that could be told\n");
  EXPECT_EQ(fault("  - expect: m.call.answer\n    observes: [VOIP-008]\n    times: 1\n"),
            "5: a step that observes judges nothing, this one has times too\n");
  EXPECT_EQ(fault("  - release: gone\n"), "4: no serve before has hold: gone\n");
  EXPECT_EQ(fault("  - release: turn\n"), "4: no serve before has hold: turn\n");
  EXPECT_EQ(fault("  - silence: turn\n  - release: turn\n"),
            "4: no step before names $turn.uri, so nobody asks the TURN port\n");
  EXPECT_EQ(fault("  - serve: GET /x\n    hold: turn\n    body: {uris: [$turn.uri]}\n  - silence: turn\n"),
            "7: turn is the TURN port that is silent, and a request that is held\n");
  EXPECT_EQ(fault("  - expect: m.call.answer\n    elapsed: {$at_most: 1}\n"),
            "5: elapsed counts from the moment of since, and this step names none\n");
  EXPECT_EQ(fault("  - serve: GET /x\n    headers: {a: $bob.user_id}\n"), "5: the header a should be text\n");
  EXPECT_EQ(fault("  - serve: GET /x\n    drop: after\n    status: 500\n"),
            "6: serve has drop or status, not both\n");
  EXPECT_EQ(fault("  - serve: GET /x\n    retry_after_s: 1\n    body: {}\n"),
            "6: serve has retry_after_s or body, not both\n");
  EXPECT_EQ(fault("  - expect: m.call.answer\n    content: {a: {$sdp: {direktion: x}}}\n"),
            "5: $sdp knows no direktion; did you mean direction?\n");
  EXPECT_EQ(fault("  - expect: m.call.answer\n    content: {a: {$matches: opaqe_id}}\n"),
            "5: $matches knows no opaqe_id; did you mean opaque_id?\n");
}

TEST(LayOut, WhatTheTextDoesNotAskForIsObserved) {
  const auto fault = [](const std::string& key) {
    return lay(on_dm("  - expect: m.call.invite\n    " + key + "\n"), real_library().pieces, "voip.x").text();
  };
  EXPECT_EQ(fault("observes: [VOIP-008]"), "");
  EXPECT_EQ(fault("proves: [VOIP-008]"), "5: VOIP-008 asks for nothing, so nothing can prove it\n");
  EXPECT_EQ(fault("observes: [VOIP-001]"), "5: VOIP-001 asks for something, so it is not only observed\n");
}

TEST(LayOut, ASuiteProvesItsOwnAreaOnly) {
  const std::string source = on_dm("  - expect: m.call.invite\n    proves: [VOIP-001]\n");
  EXPECT_EQ(lay(source, real_library().pieces, "widget.x").text(),
            "5: VOIP-001 is of another area than the suite of widget.x\n");
  EXPECT_EQ(lay(source, real_library().pieces, "voip.x").text(), "");
}

}  // namespace
}  // namespace ringcheck::scenario
