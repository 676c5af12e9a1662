// The media engine of a peer: where it names its port.

#include "peer/media.hpp"

#include <gtest/gtest.h>

namespace ringcheck::peer {
namespace {

std::string offer(Media& media, std::string_view type, const Value& options) {
  auto made = media.offer(type, options);
  return made ? *made : made.error().text;
}

Media with_port() {
  Media media([number = std::uint64_t{0}]() mutable { return ++number; });
  media.use_stun_port(40123);
  return media;
}

TEST(Media, NamesItsPortInTheDescription) {
  Media media = with_port();
  EXPECT_EQ(media.candidate(), "candidate:1 1 udp 2122260223 127.0.0.1 40123 typ host");
  const std::string text = offer(media, "m.call.invite", make_object());
  EXPECT_NE(text.find("a=" + media.candidate() + "\r\n"), std::string::npos);
  EXPECT_NE(text.find("a=ice-lite\r\n"), std::string::npos);
}

TEST(Media, LeavesItsPortOutOfOneDescriptionOnly) {
  Media media = with_port();
  const std::string text = offer(media, "m.call.invite", make_object({{"candidates", false}}));
  EXPECT_EQ(text.find("a=candidate"), std::string::npos);
  EXPECT_NE(text.find("a=ice-lite\r\n"), std::string::npos);
  EXPECT_NE(offer(media, "m.call.negotiate", make_object()).find("a=candidate"), std::string::npos);
}

TEST(Media, WithoutAPortThereIsNoCandidate) {
  Media media([number = std::uint64_t{0}]() mutable { return ++number; });
  EXPECT_EQ(media.candidate(), "");
  EXPECT_EQ(offer(media, "m.call.invite", make_object()).find("a=candidate"), std::string::npos);
}

}  // namespace
}  // namespace ringcheck::peer
