#pragma once
// GET /sync: what is new for one device since a position. The building is a function of the world; the
// waiting is a value.

#include <cstdint>
#include <string>
#include <vector>

#include "value/value.hpp"
#include "world/model.hpp"
#include "world/outcome.hpp"

namespace ringcheck::world {

struct SyncBody {
  Value body;
  bool has_news = false;
  std::vector<std::string> event_ids;  ///< told in it, also to-device messages by our ids
  std::int64_t position = 0;           ///< of its next_batch
};

SyncBody build_sync(const World& world, const Session& session, const SyncCursor& cursor,
                    std::int64_t now_ms);

/// The reply that tells it, and the fact of the delivery.
Outcome deliver_sync(World& world, const Session& session, const SyncCursor& cursor, SyncBody built);

}  // namespace ringcheck::world
