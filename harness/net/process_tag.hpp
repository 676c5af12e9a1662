#pragma once
// Finds processes by a mark in their environment. A descendant that made a process group or session of its
// own (browsers started by test tools do) escapes the signal to its group; the environment it inherited tells
// whose it is. Never by name.

#include <string>
#include <vector>

namespace ringcheck::net {

/// A value that no other process carries: 128 random bits.
std::string new_process_tag();

/// SIGKILL to every process of this machine that was started with `variable=tag` in its environment and that
/// we may look at.
void kill_tagged_processes(const std::string& variable, const std::string& tag);

/// The processes that carry the mark and still run, each as "sleep (pid 4711)".
std::vector<std::string> tagged_processes(const std::string& variable, const std::string& tag);

}  // namespace ringcheck::net
