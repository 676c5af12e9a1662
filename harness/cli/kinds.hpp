#pragma once
// What a value of the command line is: its word in the help and in the manual page, by which completion knows
// what to offer. A kind with bars (ts|python) is one of these words.

namespace ringcheck::cli::kinds {

inline constexpr const char* scenario = "SCENARIO";
inline constexpr const char* test = "TEST";  ///< of the saved run before it
inline constexpr const char* subject = "SUBJECT";
inline constexpr const char* run = "RUN";
inline constexpr const char* requirement = "REQUIREMENT";
inline constexpr const char* section = "SECTION";
inline constexpr const char* msc = "MSC";
inline constexpr const char* level = "LEVEL";
inline constexpr const char* tier = "TIER";
inline constexpr const char* release = "RELEASE";
inline constexpr const char* fault = "FAULT";
inline constexpr const char* file = "FILE";
inline constexpr const char* folder = "FOLDER";
// Nothing is offered for these.
inline constexpr const char* argument = "ARGUMENT";
inline constexpr const char* address = "ADDRESS:PORT";
inline constexpr const char* number = "NUMBER";
inline constexpr const char* shard = "PART/PARTS";
inline constexpr const char* text = "TEXT";
inline constexpr const char* user = "USER";

}  // namespace ringcheck::cli::kinds
