#include "driver/promise.hpp"

namespace ringcheck::driver {

const std::array<PromiseWords, 12>& all_promises() {
  static constexpr std::array<PromiseWords, 12> all = {{
      {Promise::messages, "messages", "only JSON-RPC messages on stdout, one a line, from the first byte on",
       "print everything else to stderr, also what libraries log; flush after each message"},
      {Promise::initialize, "initialize", "an answer to initialize, in this version and of this shape",
       "answer {\"protocol\":1,\"implementation\":{\"name\":…,\"version\":…},\"actions\":[…],\"notes\":[…]}"},
      {Promise::offer, "offer", "actions and notes that protocol.yaml knows, and all that the claims need",
       "correct the lists in the answer to initialize, or take the claim out of subject.yaml"},
      {Promise::unknown, "unknown", "the error -32601 to an order that is not in your actions",
       "look each method up in a table, and answer what is not in it with {\"code\":-32601,\"message\":…}"},
      {Promise::sessions, "sessions", "ten sessions, one after the other, that start and stop in one process",
       "start: log in or take the token, sync once, open the next sync, then answer; stop: close all of "
       "that"},
      {Promise::syncs, "syncs", "a session that opens the next sync as soon as one is answered",
       "keep the sync loop going, also after an event that the client does nothing with"},
      {Promise::answers, "answers", "one answer to each order, of the shape that protocol.yaml gives",
       "answer {} where there is nothing to tell; stay alive, and say \"crashed\" if your client did not"},
      {Promise::deadlines, "deadlines", "the answer within the deadline_ms of the order",
       "answer when the client has taken the order, and do not wait for the network"},
      {Promise::notes, "notes", "notes of a listed kind, of started sessions, counted 1, 2, 3 … in each",
       "count seq from 1 for each session, and list each kind in the answer to initialize"},
      {Promise::settle, "settle", "an answer to settle not before all is handled and nothing is queued",
       "wait for the requests that were caused before you answer, or leave settle out of your actions"},
      {Promise::leaving, "leaving", "an end of the process within 5 s of the end of stdin",
       "leave when reading stdin says that it has ended; let a wrapper script end in exec"},
      {Promise::nothing_left, "nothing left", "no process and no temporary file that outlives the adapter",
       "end the programs that you started, and remove what you wrote into TMPDIR"},
  }};
  return all;
}

const PromiseWords& words_of(Promise promise) {
  return all_promises()[static_cast<std::size_t>(promise)];
}

}  // namespace ringcheck::driver
