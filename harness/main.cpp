// ringcheck: the program. All it does is in cli/.

#include "cli/cli.hpp"

int main(int argc, char** argv) {
  return ringcheck::cli::run(argc, argv);
}
