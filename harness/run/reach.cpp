#include "run/reach.hpp"

#include <filesystem>

#include "run/write_file.hpp"

namespace ringcheck::run {

Result<Reach> reach_at(const net::Endpoint& at, bool tls) {
  Reach reach;
  reach.at = at;
  if (!tls) return reach;
  auto identity = net::TlsIdentity::make(at);
  if (!identity) return identity.error();
  reach.identity = std::move(*identity);
  return reach;
}

Result<Reach> reach_of(const driver::Subject& subject, bool tls) {
  if (tls && subject.kind == driver::SubjectKind::homeserver)
    return Error{fmt::format("{} is a homeserver: --tls is for who speaks with the one that ringcheck plays",
                             subject.name)};
  net::Endpoint at;
  if (subject.listen) at.address = subject.listen->address;
  if (subject.listen && subject.by_hand) at.port = subject.listen->port;
  return reach_at(at, tls);
}

Result<Done> show_authority(Reach& reach, const std::string& folder, const OnAuthority& on_authority) {
  if (reach.identity == nullptr) return Done{};
  reach.ca_file = std::filesystem::absolute(folder + "/ca.pem").string();
  auto written = write_file(reach.ca_file, reach.identity->authority_pem());
  if (written && on_authority) on_authority(reach.ca_file);
  return written;
}

}  // namespace ringcheck::run
