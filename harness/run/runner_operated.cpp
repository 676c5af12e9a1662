// What differs in a run against a homeserver that somebody runs.

#include <utility>

#include "run/operated_slot.hpp"
#include "run/runner.hpp"

namespace ringcheck::run {

// A homeserver that runs already takes the place of an adapter.
void Runner::start_operated(std::size_t index) {
  Process& process = processes_[index];
  auto guest = Guest::open(loop_, *subject_.operated, options_.folder);
  if (!guest) {
    loop_.post([this, index, why = guest.error().text] { give_up(index, why); });
    return;
  }
  guest_ = std::move(*guest);
  Slot::Events events;
  events.on_ready = [this, index](const driver::Ready& ready) { on_process_ready(index, ready); };
  events.on_over = [this, index](const std::string& sentence) {
    loop_.post([this, index, sentence] { on_process_over(index, sentence); });
  };
  process.slot = std::make_unique<OperatedSlot>(loop_, *guest_, subject_.name, std::move(events));
  process.servers = std::make_unique<ServerPool>(*process.slot, 1);
  process.was_ready = false;
  if (auto started = process.slot->start(); !started) give_up(index, started.error().text);
}

void Runner::note_left() {
  if (guest_ == nullptr) return;
  for (const std::string& each : guest_->still_there()) notices_.push_back("not put away: " + each);
  for (const std::string& list : guest_->put_away())
    notices_.push_back("put away what an earlier run had left: " + list);
}

// A server that goes on when we are gone is owed a goodbye; another Ctrl-C does without.
void Runner::leave_operated() {
  for (Process& process : processes_) {
    process.finishing = true;
    if (process.slot && !process.gone) process.slot->finish();
  }
  end_if_done();
}

}  // namespace ringcheck::run
