#include "net/descriptor.hpp"

#include <algorithm>
#include <cerrno>
#include <system_error>

#include <sys/resource.h>
#include <unistd.h>

namespace ringcheck::net {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = std::exchange(other.number_, -1);
  }
  return *this;
}

void Descriptor::close() {
  if (number_ >= 0) ::close(std::exchange(number_, -1));
}

std::string error_text(int error_number) {
  return std::generic_category().message(error_number);
}

Result<uint64_t> raise_descriptor_limit() {
  constexpr rlim_t enough = 65536;
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return Error{"cannot read the limit of open files: " + error_text(errno)};
  }
  const rlim_t wanted = std::max(limit.rlim_cur, std::min(limit.rlim_max, enough));
  if (wanted == limit.rlim_cur) return uint64_t{limit.rlim_cur};
  limit.rlim_cur = wanted;
  if (setrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return Error{"cannot raise the limit of open files: " + error_text(errno)};
  }
  return uint64_t{wanted};
}

}  // namespace ringcheck::net
