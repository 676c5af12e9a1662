// How long it takes to read and to judge one invite of 5 kB, the largest of the common events.
// fixtures/differential/speed.mjs times JSON.parse and ajv over the same bytes.

#include <string>

#include <benchmark/benchmark.h>

#include "check/schema_set.hpp"
#include "check/test_schemas.hpp"
#include "testing/source_dir.hpp"
#include "value/json.hpp"

namespace ringcheck {
namespace {

/// Compact, as it is sent.
Result<std::string> invite_json() {
  const auto sample =
      check::read_json_file(source_dir() + "/schemas/samples/matrix/v1/m.call.invite/good_5_kb.json");
  if (!sample) return sample.error();
  return to_json(*sample);
}

void judge_invite(benchmark::State& state, const std::string& lifetime) {
  const auto schemas = check::SchemaSet::load(source_dir() + "/schemas/matrix");
  auto text = invite_json();
  if (!schemas || !text) return state.SkipWithError("the schemas or the sample do not load");
  text->replace(text->find("90000"), 5, lifetime);
  while (state.KeepRunning()) {
    const auto parsed = parse_json(*text);
    const check::JsonSchema* schema = (*schemas)->for_event("m.call.invite", parsed->value);
    benchmark::DoNotOptimize(schema->validate(parsed->value));
  }
}

void good_invite(benchmark::State& state) {
  judge_invite(state, "90000");
}

void bad_invite(benchmark::State& state) {
  judge_invite(state, "\"90\"");
}

void parse_only(benchmark::State& state) {
  const auto text = invite_json();
  if (!text) return state.SkipWithError("the sample does not load");
  while (state.KeepRunning()) benchmark::DoNotOptimize(parse_json(*text));
}

BENCHMARK(good_invite);
BENCHMARK(bad_invite);
BENCHMARK(parse_only);

}  // namespace
}  // namespace ringcheck
