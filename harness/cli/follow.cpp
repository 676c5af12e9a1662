#include "cli/follow.hpp"

#include <algorithm>
#include <cstdio>
#include <deque>
#include <list>

#include "cli/commands.hpp"
#include "cli/say.hpp"
#include "report/ladder.hpp"

namespace ringcheck::cli {
namespace {

struct Followed {
  const scenario::Test* test = nullptr;
  bool is_played = false;
  bool is_over = false;
  std::deque<trace::Entry> kept;  ///< not told yet
  std::function<std::string(const trace::Entry&)> ladder;
};

class Follower {
 public:
  void play(const scenario::Test& test) {
    of(test).is_played = true;
    tell();
  }

  void take(const scenario::Test& test, const trace::Entry& entry) {
    // A test that was merely warmed up when its adapter broke begins anew.
    if (entry.kind == trace::Kind::start) of(test).kept.clear();
    of(test).kept.push_back(entry);
    of(test).is_over = entry.kind == trace::Kind::end;
    tell();
  }

 private:
  Followed& of(const scenario::Test& test) {
    auto found =
        std::find_if(tests_.begin(), tests_.end(), [&](const Followed& f) { return f.test == &test; });
    if (found != tests_.end()) return *found;
    const bool of_homeserver = test.subject_is() == scenario::SubjectIs::homeserver;
    return tests_.emplace_back(
        Followed{&test, false, false, {}, report::live_ladder(of_homeserver, {wants_colour()})});
  }

  // One after the other, so that no ladder has rungs of another.
  void tell() {
    while (true) {
      if (told_ == nullptr) choose();
      if (told_ == nullptr) return;
      for (const trace::Entry& entry : told_->kept) say("{}", told_->ladder(entry));
      told_->kept.clear();
      std::fflush(stdout);
      if (!told_->is_over) return;
      tests_.remove_if([this](const Followed& each) { return &each == told_; });
      told_ = nullptr;
    }
  }

  void choose() {
    auto next =
        std::find_if(tests_.begin(), tests_.end(), [](const Followed& each) { return each.is_played; });
    if (next == tests_.end()) return;
    told_ = &*next;
    say("\n{}\n{}\n", told_->test->name, told_->test->title);
  }

  std::list<Followed> tests_;  ///< in the order in which they were heard of
  Followed* told_ = nullptr;   ///< whose entries are printed as they come
};

}  // namespace

void follow(run::RunEvents& events) {
  auto follower = std::make_shared<Follower>();
  events.on_play = [follower](const scenario::Test& test) { follower->play(test); };
  events.on_entry = [follower](const scenario::Test& test, const trace::Entry& entry) {
    follower->take(test, entry);
  };
}

}  // namespace ringcheck::cli
