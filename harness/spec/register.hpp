#pragma once
// The register of requirements: what the specification asks, in our words, with its place and level. Suites
// prove entries of it by id; reports print them. One file per area in suites/requirements/.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "value/yaml.hpp"

namespace ringcheck::spec {

struct Requirement {
  std::string id;       ///< VOIP-072
  std::string section;  ///< a word for where it belongs: glare, room-state
  std::string title;
  std::string role;   ///< who is judged: client, caller, callee, homeserver, widget, host …
  std::string level;  ///< must, should, may, recommended, info
  int tier = 0;  ///< of the widget API alone: 1 what is deployed, 2 extensions, 3 drafts and what is optional
  std::string since;  ///< release or MSC that first demands it
  std::string msc;    ///< the MSC that the release took it from, where it is known
  std::vector<std::pair<std::string, std::string>> names;  ///< stable name -> unstable one
  std::string source;                                      ///< section of the specification, or MSC
  std::string says;                                        ///< our words
  std::string basis;                                       ///< spec, derived, msc, defacto, open
  std::string stance;                                      ///< id of a stance, when the text is unclear
  std::string excluded;  ///< why no suite will test it; empty for what is, or will be, tested
  std::string note;
  std::string file;
  Place place;
};

/// What became of an MSC (mscs.yaml).
struct Msc {
  std::string number;  ///< MSC2746
  std::string title;
  std::string status;   ///< merged, accepted, proposed, closed, superseded
  std::string release;  ///< v1.7, when it is merged
  std::string by;       ///< MSC4143, when it is superseded
};

class Register {
 public:
  const Requirement* find(std::string_view id) const;
  const std::vector<Requirement>& all() const { return all_; }
  /// The text of a stance (`S13`), or empty.
  std::string_view stance(std::string_view id) const;

  const std::vector<Msc>& mscs() const { return mscs_; }
  /// Null for an MSC that the table does not have.
  const Msc* msc(std::string_view number) const;

  void add(Requirement requirement);
  void add_stance(std::string id, std::string text) { stances_.emplace_back(std::move(id), std::move(text)); }
  void add_msc(Msc msc) { mscs_.push_back(std::move(msc)); }

 private:
  std::vector<Requirement> all_;
  std::map<std::string, std::size_t, std::less<>> index_;  ///< id -> place in all_
  std::vector<Msc> mscs_;
  std::vector<std::pair<std::string, std::string>> stances_;
};

/// Reads all files of the folder. Faults are appended with the sources that they point into.
Register read_register(const std::string& folder, std::vector<Fault>& faults,
                       std::vector<YamlDocument>& documents);

/// The text asks for nothing (level may or info) or is silent (basis open): what a subject does is told and
/// not judged.
bool is_observed(const Requirement& requirement);

/// A missed should or recommended is a warning, a missed must a failure.
bool is_binding(const Requirement& requirement);

/// `1`, or nothing of what has no tiers.
std::string tier_word(const Requirement& requirement);

/// The MSC that a requirement belongs to: the one that a release took it from, or the one that it rests on
/// now. Empty for what has always been there.
std::string_view msc_of(const Requirement& requirement);

/// The MSC that alone asks for it, as long as no release does; else empty. What is asked for by such a pack
/// is judged, and never counts against a release. Empty for all of the widget API, which no release has.
std::string_view pack_of(const Register& requirements, const Requirement& requirement);

}  // namespace ringcheck::spec
