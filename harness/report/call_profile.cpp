#include "report/call_profile.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace ringcheck::report {
namespace {

// From the best to the worst, as in the sums of requirements.
constexpr std::array<Verdict, 6> by_weight = {Verdict::skipped,      Verdict::observed, Verdict::pass,
                                              Verdict::inconclusive, Verdict::warn,     Verdict::fail};

std::ptrdiff_t weight(Verdict verdict) {
  return std::find(by_weight.begin(), by_weight.end(), verdict) - by_weight.begin();
}

bool shows(const TestResult& test, CallKind kind, Seen seen) {
  return std::any_of(test.sightings.begin(), test.sightings.end(),
                     [&](const Sighting& each) { return each.kind == kind && each.seen == seen; });
}

// The other party says what is spoken; where nobody else spoke, what the subject placed does.
CallKind played_with(const TestResult& test) {
  for (const CallKind kind : {CallKind::v0, CallKind::v1}) {
    if (shows(test, kind, Seen::heard)) return kind;
  }
  for (const Sighting& each : test.sightings) {
    if (each.seen == Seen::placed) return each.kind;
  }
  return CallKind::none;
}

// Claims that say that a subject speaks this kind. None says so of widgets or MatrixRTC yet.
std::vector<std::string> claims_of(CallKind kind) {
  if (kind == CallKind::v0) return {"voip.v0"};
  if (kind == CallKind::v1) return {"voip.caller", "voip.callee"};
  return {};
}

std::map<Verdict, int> judged(const RunResult& run, CallKind kind) {
  std::map<std::string, Verdict> worst;
  for (const TestResult& test : run.tests) {
    if (played_with(test) != kind) continue;
    for (const Finding& finding : test.findings) {
      if (finding.requirement.empty()) continue;
      auto [sum, fresh] = worst.try_emplace(finding.requirement, finding.verdict);
      if (!fresh && weight(finding.verdict) > weight(sum->second)) sum->second = finding.verdict;
    }
  }
  std::map<Verdict, int> counts;
  for (const auto& [id, verdict] : worst) ++counts[verdict];
  return counts;
}

// The first tests that show the kind in this way; those that are about it before the others.
std::vector<ProfileEvidence> evidence_of(const RunResult& run, CallKind kind, Seen seen) {
  constexpr std::size_t most = 2;
  std::vector<ProfileEvidence> evidence;
  for (const bool about_it : {true, false}) {
    for (const TestResult& test : run.tests) {
      if ((played_with(test) == kind) != about_it) continue;
      for (const Sighting& each : test.sightings) {
        if (each.kind == kind && each.seen == seen && evidence.size() < most)
          evidence.push_back({seen, test.name, each.seq, each.what});
      }
    }
  }
  return evidence;
}

ProfiledKind profiled(const RunResult& run, CallKind kind) {
  ProfiledKind result;
  result.kind = kind;
  for (const std::string& claim : claims_of(kind)) {
    if (std::find(run.claims.begin(), run.claims.end(), claim) != run.claims.end())
      result.claimed_by.push_back(claim);
  }
  for (const Seen seen : {Seen::placed, Seen::answered, Seen::rang}) {
    for (ProfileEvidence& each : evidence_of(run, kind, seen)) result.evidence.push_back(std::move(each));
  }
  result.tests = static_cast<int>(std::count_if(run.tests.begin(), run.tests.end(),
                                                [&](const auto& test) { return played_with(test) == kind; }));
  result.judged = judged(run, kind);
  return result;
}

bool any_shows(const RunResult& run, Seen seen) {
  return std::any_of(run.tests.begin(), run.tests.end(), [&](const TestResult& test) {
    return std::any_of(test.sightings.begin(), test.sightings.end(),
                       [&](const Sighting& each) { return each.seen == seen; });
  });
}

std::string list_of(const std::vector<CallKind>& kinds) {
  std::string text;
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    if (i > 0) text += i + 1 == kinds.size() ? " and " : ", ";
    text += call_kind_words(kinds[i]);
  }
  return text;
}

std::string sentence(const RunResult& run, const std::vector<ProfiledKind>& kinds) {
  std::vector<CallKind> placed;
  std::vector<CallKind> spoken;
  std::vector<CallKind> heard;
  for (const ProfiledKind& kind : kinds) {
    auto is = [&](Seen seen) {
      return std::any_of(kind.evidence.begin(), kind.evidence.end(),
                         [&](const ProfileEvidence& each) { return each.seen == seen; });
    };
    std::vector<CallKind>* list = is(Seen::placed)     ? &placed
                                  : is(Seen::answered) ? &spoken
                                  : is(Seen::rang)     ? &heard
                                                       : nullptr;
    if (list != nullptr) list->push_back(kind.kind);
  }
  std::vector<std::string> parts;
  if (!placed.empty()) {
    parts.push_back(list_of(placed));
  } else if (any_shows(run, Seen::pressed)) {
    parts.emplace_back("nothing when the call button is pressed");
  }
  const bool first = parts.empty();
  if (!spoken.empty()) parts.push_back((first ? "speaks " : "also speaks ") + list_of(spoken));
  if (!heard.empty()) parts.push_back("rings for " + list_of(heard) + " and never answered one");
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace

Verdict ProfiledKind::worst() const {
  Verdict worst = Verdict::skipped;
  for (const auto& [verdict, count] : judged) {
    if (weight(verdict) > weight(worst)) worst = verdict;
  }
  return worst;
}

CallProfile call_profile(const RunResult& run) {
  CallProfile profile;
  // Version 1 comes first: it is what a caller is expected to place.
  for (const CallKind kind : {CallKind::v1, CallKind::v0, CallKind::jitsi, CallKind::element_call,
                              CallKind::other_widget, CallKind::matrixrtc})
    profile.kinds.push_back(profiled(run, kind));
  profile.says = sentence(run, profile.kinds);
  return profile;
}

std::string judged_words(const ProfiledKind& kind) {
  std::vector<std::string> words;
  for (auto verdict = by_weight.rbegin(); verdict != by_weight.rend(); ++verdict) {
    auto count = kind.judged.find(*verdict);
    if (count != kind.judged.end())
      words.push_back(fmt::format("{} {}", count->second, verdict_name(*verdict)));
  }
  return words.empty() ? "not judged" : fmt::format("{}", fmt::join(words, ", "));
}

std::vector<std::string> profile_lines(const CallProfile& profile) {
  std::vector<std::string> lines;
  for (const ProfiledKind& each : profile.kinds) {
    if (each.claimed_by.empty() && each.evidence.empty()) continue;
    const std::string seen = each.evidence.empty()
                                 ? "not seen"
                                 : fmt::format("seen: {} in {} #{}", seen_name(each.evidence.front().seen),
                                               each.evidence.front().test, each.evidence.front().seq);
    lines.push_back(fmt::format("{}: {}claimed; {}; {}", call_kind_words(each.kind),
                                each.claimed_by.empty() ? "not " : "", seen, judged_words(each)));
  }
  return lines;
}

}  // namespace ringcheck::report
