// How long it takes to read and to judge one invite of 5 kB, the largest of the common events.

#include <string>

#include <benchmark/benchmark.h>

#include "check/schema_set.hpp"
#include "testing/source_dir.hpp"
#include "value/json.hpp"

namespace ringcheck {
namespace {

std::string invite_json() {
  std::string sdp;
  while (sdp.size() < 4700) sdp += "a=fmtp:111 minptime=10;useinbandfec=1\r\n";
  return to_json(make_object({{"call_id", "c7QkR2mZ"},
                              {"party_id", "mJ2xW9aB"},
                              {"version", "1"},
                              {"lifetime", 90000},
                              {"offer", make_object({{"type", "offer"}, {"sdp", sdp}})}}));
}

void judge_invite(benchmark::State& state, const std::string& text) {
  const auto schemas = check::SchemaSet::load(source_dir() + "/schemas/matrix");
  if (!schemas) return state.SkipWithError("the schemas do not load");
  while (state.KeepRunning()) {
    const auto parsed = parse_json(text);
    const check::JsonSchema* schema = (*schemas)->for_event("m.call.invite", parsed->value);
    benchmark::DoNotOptimize(schema->validate(parsed->value));
  }
}

void good_invite(benchmark::State& state) {
  judge_invite(state, invite_json());
}

void bad_invite(benchmark::State& state) {
  std::string text = invite_json();
  text.replace(text.find("90000"), 5, "\"1\"  ");
  judge_invite(state, text);
}

void parse_only(benchmark::State& state) {
  const std::string text = invite_json();
  while (state.KeepRunning()) benchmark::DoNotOptimize(parse_json(text));
}

BENCHMARK(good_invite);
BENCHMARK(bad_invite);
BENCHMARK(parse_only);

}  // namespace
}  // namespace ringcheck
