// subject.yaml of a homeserver that somebody runs: three ways to accounts, and a sentence with its place for
// everything that is wrong.

#include "driver/operated.hpp"

#include <cstdlib>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "driver/subject_file.hpp"
#include "driver/test_vocabulary.hpp"

namespace ringcheck::driver {
namespace {

using Texts = std::vector<std::string>;

class OperatedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    setenv("RINGCHECK_TEST_ONE", "first secret", 1);
    setenv("RINGCHECK_TEST_TWO", "second secret", 1);
    setenv("RINGCHECK_TEST_EMPTY", "", 1);
    unsetenv("RINGCHECK_TEST_NONE");
  }

  static SubjectFile read(const std::string& rest) {
    return read_subject(parse_yaml("maker/subject.yaml", "subject: homeserver\nname: mine\n" + rest),
                        real_vocabulary());
  }

  static Texts faults(const std::string& rest) {
    Texts texts;
    for (const Fault& fault : read(rest).faults)
      texts.push_back(fmt::format("{}:{}: {}", fault.place.line, fault.place.column, fault.text));
    return texts;
  }
};

TEST_F(OperatedTest, ThreeWaysToAccounts) {
  const std::string url = "url: https://matrix.example.org\naccounts:\n";
  const SubjectFile secret = read(url + "  registration_secret: {env: RINGCHECK_TEST_ONE}\n");
  EXPECT_EQ(secret.faults.size(), 0U);
  ASSERT_TRUE(secret.subject.operated);
  EXPECT_EQ(secret.subject.operated->url, "https://matrix.example.org");
  EXPECT_EQ(secret.subject.operated->registration_secret, "first secret");
  EXPECT_EQ(secret.subject.sessions, 2);
  const SubjectFile users =
      read(url +
           "  users:\n    - {user_id: \"@a:example.org\", password: {env: RINGCHECK_TEST_ONE}}\n"
           "    - {user_id: \"@b:example.org\", password: {env: RINGCHECK_TEST_TWO}}\n");
  EXPECT_EQ(users.faults.size(), 0U);
  ASSERT_EQ(users.subject.operated->users.size(), 2U);
  EXPECT_EQ(users.subject.operated->users[1].user_id, "@b:example.org");
  EXPECT_EQ(users.subject.operated->secrets(), (Texts{"first secret", "second secret"}));
  const SubjectFile tokens =
      read(url + "  access_tokens: [{env: RINGCHECK_TEST_ONE}, {env: RINGCHECK_TEST_TWO}]\nsessions: 4\n");
  EXPECT_EQ(tokens.faults.size(), 0U);
  EXPECT_EQ(tokens.subject.operated->access_tokens, (Texts{"first secret", "second secret"}));
  EXPECT_EQ(tokens.subject.sessions, 4);
}

TEST_F(OperatedTest, WhatIsWrongIsToldWithItsPlace) {
  EXPECT_EQ(faults("accounts: {}\n"),
            (Texts{"3:11: accounts is for a homeserver that url names", "1:1: adapter or url is missing"}));
  EXPECT_EQ(
      faults("url: http://example.org\n"),
      (Texts{"3:6: http://example.org is no address of a homeserver: passwords go over https, and in the "
             "clear to this machine only",
             "1:1: accounts is missing"}));
  EXPECT_EQ(
      faults("url: https://a.example/path\naccounts: {}\nadapter: [x]\nsessions: 5\nca_file: none.pem\n"),
      (Texts{"3:6: https://a.example/path is no address of a homeserver", "7:10: cannot read maker/none.pem",
             "4:11: accounts has 0 keys where one is wanted",
             "5:10: adapter is of no use beside url: nothing is started",
             "6:11: sessions is no integer from 1 to 4"}));
}

TEST_F(OperatedTest, ASecretIsNeverWrittenDown) {
  const std::string url = "url: https://a.example\naccounts:\n";
  EXPECT_EQ(faults(url + "  registration_secret: hunter2\n"),
            Texts{"5:24: the registration secret stands in the file, where everybody may read it"});
  EXPECT_EQ(faults(url + "  registration_secret: {env: RINGCHECK_TEST_NONE}\n"),
            Texts{"5:30: RINGCHECK_TEST_NONE is not set in the environment"});
  EXPECT_EQ(faults(url + "  registration_secret: {env: RINGCHECK_TEST_EMPTY}\n"),
            Texts{"5:30: RINGCHECK_TEST_EMPTY is empty in the environment"});
  EXPECT_EQ(
      faults(
          url +
          "  access_tokens: [{file: x}, {env: A=B}, {env: RINGCHECK_TEST_ONE}, {env: RINGCHECK_TEST_ONE}]\n"),
      (Texts{"5:19: an access token is not {env: NAME}",
             "5:36: \"A=B\" is no name of an environment variable",
             "5:69: this access token stands here twice"}));
}

TEST_F(OperatedTest, UsersAreOfOneServer) {
  EXPECT_EQ(faults("url: https://a.example\naccounts:\n  users:\n"
                   "    - {user_id: \"@a:a.example\", password: {env: RINGCHECK_TEST_ONE}}\n"
                   "    - {user_id: \"@a:a.example\", password: {env: RINGCHECK_TEST_ONE}}\n"
                   "    - {user_id: \"@a:b.example\", password: {env: RINGCHECK_TEST_ONE}}\n"
                   "    - {user_id: alice}\n"),
            (Texts{"7:17: @a:a.example stands here twice",
                   "8:17: @a:b.example is a user of another server than @a:a.example",
                   "9:17: alice is no user ID", "9:7: password is missing"}));
  EXPECT_EQ(faults("url: https://a.example\naccounts: {users: []}\n"),
            Texts{"4:19: users is no list that has something in it"});
}

TEST_F(OperatedTest, ItIsForHomeserversAlone) {
  const SubjectFile client =
      read_subject(parse_yaml("s.yaml", "subject: client\nname: c\nadapter: [./a]\nurl: https://a.example\n"),
                   real_vocabulary());
  ASSERT_EQ(client.faults.size(), 1U);
  EXPECT_EQ(client.faults.front().text, "url is for a homeserver");
}

}  // namespace
}  // namespace ringcheck::driver
