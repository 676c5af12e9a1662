#include "run/needs.hpp"

#include <algorithm>

#include "driver/claims.hpp"
#include "run/slow.hpp"

namespace ringcheck::run {
namespace {

/// What the instance shall be like is what a subject claims that it can be.
std::vector<std::string> claims_of_server(const scenario::Test& test) {
  std::vector<std::string> needed = test.claims;
  for (const Member& option : test.homeserver.members) needed.push_back("homeserver." + option.key);
  if (!test.pack.empty()) needed.push_back(pack_claim(test.pack));
  return needed;
}

}  // namespace

std::vector<std::string> claims_needed_by(const scenario::Test& test, const driver::Vocabulary& vocabulary) {
  if (test.subject_is() == scenario::SubjectIs::homeserver) return claims_of_server(test);
  std::vector<std::string> needed = driver::needed_claims(
      vocabulary,
      {test.uses.orders, test.uses.sent_by_peer, test.uses.forms, test.uses.cast, test.uses.asked});
  for (const std::string& claim : test.claims) {
    if (std::find(needed.begin(), needed.end(), claim) == needed.end()) needed.push_back(claim);
  }
  if (!test.pack.empty()) needed.push_back(pack_claim(test.pack));
  return needed;
}

std::vector<std::string> missing_actions(const scenario::Test& test, const std::vector<std::string>& offered,
                                         const std::vector<std::string>& claims,
                                         const driver::Vocabulary& vocabulary) {
  std::vector<std::string> missing;
  for (const std::string& order : test.uses.orders) {
    const bool is_waited_for = order == advance_clock && !has_virtual_clock(claims);
    if (vocabulary.action(order) == nullptr || is_waited_for) continue;
    if (std::find(offered.begin(), offered.end(), order) == offered.end()) missing.push_back(order);
  }
  return missing;
}

bool fits(const scenario::Test& test, const driver::Subject& subject) {
  const auto claims = [&](std::string_view area) {
    return std::any_of(subject.claims.begin(), subject.claims.end(),
                       [&](const std::string& claim) { return claim.starts_with(area); });
  };
  switch (test.subject_is()) {
    case scenario::SubjectIs::homeserver:
      return subject.kind == driver::SubjectKind::homeserver;
    case scenario::SubjectIs::widget:
      return subject.kind == driver::SubjectKind::widget;
    case scenario::SubjectIs::widget_host:
      return subject.kind == driver::SubjectKind::widget_host || claims("widget.host");
    case scenario::SubjectIs::client:
      return subject.kind == driver::SubjectKind::client || claims("voip.");
  }
  return false;
}

std::string pack_claim(const std::string& pack) {
  return "msc." + pack.substr(std::string_view("MSC").size());
}

scenario::AdapterWords words_of(const driver::Vocabulary& vocabulary) {
  scenario::AdapterWords words{vocabulary.action_names(), vocabulary.note_names(), vocabulary.claim_names()};
  for (const driver::Action& each : vocabulary.sessions) words.orders.push_back(each.order);
  return words;
}

}  // namespace ringcheck::run
