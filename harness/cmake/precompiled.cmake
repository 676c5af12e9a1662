# Precompiled headers, for builds without ccache: a third of the work of a clean build is reading the same headers of
# the standard library, fmt and GoogleTest. With ccache there are none, since what one clone compiles could then
# not serve another; so a developer's build also finds the include that a source forgot.

option(RINGCHECK_PCH "Precompile the headers that nearly all sources read (by default when there is no ccache)" ${WITHOUT_CCACHE})

set(common_headers <algorithm> <array> <cstdint> <fmt/format.h> <fstream> <functional> <map> <memory>
  <optional> <set> <string> <string_view> <utility> <variant> <vector>)

# ringcheck_precompile(): every target of the tree takes one of two sets of headers, the first of them in two forms: what is optimized
# can only read what was compiled so. To be called last.
function(ringcheck_precompile)
  if(NOT RINGCHECK_PCH)
    return()
  endif()
  target_precompile_headers(rc_value PRIVATE ${common_headers})
  target_precompile_headers(rc_trace PRIVATE ${common_headers})
  target_precompile_headers(rc_testing PRIVATE ${common_headers} <gtest/gtest.h>)
  get_property(here DIRECTORY ${CMAKE_SOURCE_DIR} PROPERTY BUILDSYSTEM_TARGETS)
  get_property(there DIRECTORY ${CMAKE_SOURCE_DIR}/fixtures PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${here} ${there})
    get_target_property(type ${target} TYPE)
    if(target MATCHES "^(rc_value|rc_trace|rc_testing|ringcheck_fmt)$|_fuzz$" OR NOT type MATCHES "^(STATIC_LIBRARY|EXECUTABLE)$")
      continue()
    elseif(target MATCHES "_test$")
      target_precompile_headers(${target} REUSE_FROM rc_testing)
    elseif(target MATCHES "^rc_(.+)$" AND CMAKE_MATCH_1 IN_LIST RINGCHECK_OPTIMIZED)
      target_precompile_headers(${target} REUSE_FROM rc_value)
    else()
      target_precompile_headers(${target} REUSE_FROM rc_trace)
    endif()
  endforeach()
endfunction()
