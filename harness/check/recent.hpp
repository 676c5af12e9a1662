#pragma once
// A map that forgets: of more keys than its limit it keeps those that were used last. So a check remembers
// what matters of a trace without end, in constant memory.

#include <cstddef>
#include <list>
#include <map>
#include <utility>

namespace ringcheck::check {

template <class Key, class Value>
class Recent {
 public:
  explicit Recent(std::size_t most) : most_(most) {}
  Recent(Recent&&) noexcept = default;
  Recent& operator=(Recent&&) noexcept = default;
  Recent(const Recent& other) : most_(other.most_), has_forgotten_(other.has_forgotten_) {
    for (const Key* key : other.by_age_) {
      const auto place = slots_.try_emplace(*key, Slot{*other.find(*key), {}}).first;
      place->second.age = by_age_.insert(by_age_.end(), &place->first);
    }
  }
  Recent& operator=(const Recent&) = delete;

  /// The value of the key, made if it is not known. It stays in place until the next call of `at`.
  Value& at(const Key& key) {
    const auto [place, is_new] = slots_.try_emplace(key);
    Slot& slot = place->second;
    if (is_new) {
      slot.age = by_age_.insert(by_age_.end(), &place->first);
      if (slots_.size() > most_) forget_oldest();
    } else {
      by_age_.splice(by_age_.end(), by_age_, slot.age);
    }
    return slot.value;
  }
  /// Null when the key is not known, or not any more. Asking does not keep it.
  Value* find(const Key& key) {
    const auto found = slots_.find(key);
    return found == slots_.end() ? nullptr : &found->second.value;
  }
  const Value* find(const Key& key) const {
    const auto found = slots_.find(key);
    return found == slots_.end() ? nullptr : &found->second.value;
  }
  void erase(const Key& key) {
    const auto found = slots_.find(key);
    if (found == slots_.end()) return;
    by_age_.erase(found->second.age);
    slots_.erase(found);
  }
  /// Calls `visit` with each key that is known, in their order.
  template <class Visit>
  void for_each(Visit visit) const {
    for (const auto& [key, slot] : slots_) visit(key, slot.value);
  }
  std::size_t size() const { return slots_.size(); }
  /// Whether a key that is not known may have been known once.
  bool has_forgotten() const { return has_forgotten_; }

 private:
  struct Slot {
    Value value{};
    typename std::list<const Key*>::iterator age;
  };

  void forget_oldest() {
    const auto oldest = slots_.find(*by_age_.front());
    by_age_.pop_front();
    slots_.erase(oldest);
    has_forgotten_ = true;
  }

  std::size_t most_;
  std::map<Key, Slot> slots_;
  std::list<const Key*> by_age_;  ///< the one that was used last stands last
  bool has_forgotten_ = false;
};

}  // namespace ringcheck::check
