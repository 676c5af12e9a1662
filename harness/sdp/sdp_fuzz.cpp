// Any bytes as a description: parsing, all checks, the summary and an answer must end without a fault, and an
// answer made to a description that has none must have none itself.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sdp/candidate.hpp"
#include "sdp/check.hpp"
#include "sdp/describe.hpp"
#include "sdp/make.hpp"
#include "sdp/parse.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ringcheck::sdp;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Parsed parsed = parse(text);
  const bool good_offer = parsed.ok() && !has_error(check_description(parsed.description, Role::offer));
  check_description(parsed.description, Role::answer);
  check_next(parsed.description, parsed.description);
  check_candidate(text);
  summarize(parsed);

  Side side{.identity = identity_from([] { return std::uint64_t{0x123456789abcdef}; })};
  const Parsed answer = parse(make_answer(side, parsed.description, {.video = true, .data = true}));
  if (!good_offer) return 0;
  const bool good_answer = answer.ok() && !has_error(check_description(answer.description, Role::answer)) &&
                           !has_error(check_answer(answer.description, parsed.description));
  if (!good_answer) std::abort();
  return 0;
}
