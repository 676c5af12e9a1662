#pragma once
// Text made safe for GitHub's Markdown. What a subject wrote stands in code spans and fenced blocks only:
// there nothing is markup, no link, no name of a person. None of it may stand in a table, because a bar ends
// a cell even inside a code span.

#include <string>
#include <string_view>

namespace ringcheck::report {

/// Our own words as running text: punctuation escaped, one line, nobody called by an @.
std::string markdown_escaped(std::string_view text);
/// A code span of one line, of at most 200 characters. Empty text is told in words.
std::string markdown_code(std::string_view text);
/// A fenced block that no content can end. Each line of at most 400 characters.
std::string markdown_block(std::string_view text, std::string_view language = "text");

}  // namespace ringcheck::report
