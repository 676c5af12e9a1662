#include "world/world.hpp"

namespace ringcheck::world {

const Headers& cors_headers() {
  static const Headers headers = {
      {"Access-Control-Allow-Origin", "*"},
      {"Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, PATCH, HEAD, OPTIONS"},
      {"Access-Control-Allow-Headers", "X-Requested-With, Content-Type, Authorization"},
  };
  return headers;
}

}  // namespace ringcheck::world
