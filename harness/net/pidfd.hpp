#pragma once
// pidfd_open and pidfd_send_signal for C++: glibc 2.36 (Debian 12) forgot to declare them as C functions.

extern "C" {
#include <sys/pidfd.h>
}
