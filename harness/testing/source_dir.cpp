#include "testing/source_dir.hpp"

namespace ringcheck {

std::string source_dir() {
  return RINGCHECK_SOURCE_DIR;
}

}  // namespace ringcheck
