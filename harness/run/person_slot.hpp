#pragma once
// In the place of an adapter, a person and an unmodified app (run --adapter manual). Each order is a sentence
// of the vocabulary (`by_hand`), answered by a line; that the app rings is told by a word. Nobody is hurried:
// an order has no deadline.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "run/person.hpp"
#include "run/slot.hpp"
#include "trace/entry.hpp"

namespace ringcheck::run {

/// The order in words: `In the room !r:hs.test, begin a call with audio and video`.
std::string order_by_hand(const driver::Action& action, const Value& params);

/// What `line` says of an order: nothing typed is done, `no` is not possible, all else is what went wrong.
driver::Outcome outcome_by_hand(const std::string& line);

class PersonSlot : public Slot {
 public:
  /// What a person types who is told and not asked: orders count as done at once.
  using OtherLines = std::function<void(const std::string& line)>;

  /// `name`: of the app. All of these outlive the slot. With `other_lines` the person may do as they like,
  /// and may be nobody.
  PersonSlot(net::Loop& loop, const driver::Vocabulary& vocabulary, Person& person, std::string name,
             Events events, OtherLines other_lines = {});
  ~PersonSlot() override;
  PersonSlot(const PersonSlot&) = delete;
  PersonSlot& operator=(const PersonSlot&) = delete;

  Result<Done> start() override;
  Result<Done> request(std::string_view method, Value params, std::int64_t deadline_ms,
                       Answer answer) override;
  void on_note(const std::string& session, NoteListener listener) override;
  void forget_session(const std::string& session) override;
  bool offers(std::string_view action) const override;
  bool usable() const override { return ready_ && !over_; }
  std::vector<std::string> stderr_lines() const override { return {}; }
  void finish() override { over(""); }
  /// Of the trace of the test that is played: by which call the app may ring.
  void look_at(const trace::Entry& entry);

 private:
  struct Order {
    std::string sentence;
    Answer answer;
  };

  void put();
  void on_line(const std::string& line);
  void note_ring();
  void answer_soon(Answer answer);
  void over(const std::string& sentence);

  net::Loop& loop_;
  const driver::Vocabulary& vocabulary_;
  Person& person_;
  std::string name_;
  Events events_;
  OtherLines other_lines_;
  std::deque<Order> orders_;  ///< the first has been put
  std::string session_;       ///< of the orders
  std::string subject_;       ///< its name in the trace
  std::map<std::string, NoteListener> listeners_;
  Value call_;  ///< data of the note that it rings; null: nobody has called
  std::int64_t notes_ = 0;
  bool ready_ = false;
  bool over_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace ringcheck::run
