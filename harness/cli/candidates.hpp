#pragma once
// What a value of the command line may be, by its kind: names of scenarios, subjects, saved runs …

#include <string>
#include <vector>

namespace ringcheck::cli {

struct Candidate {
  std::string word;
  std::string meaning;
};

/// `:files` and `:folders` among them say that the shell's own may stand there too. What cannot be read
/// offers nothing: nobody who types wants to hear of it.
std::vector<Candidate> candidates(const std::string& kind, const std::string& word,
                                  const std::vector<std::string>& values_before);

/// Of these names with dots, what may come next: up to the next dot, or to the bracket of a case.
std::vector<Candidate> next_parts(const std::vector<Candidate>& names, const std::string& word);

}  // namespace ringcheck::cli
