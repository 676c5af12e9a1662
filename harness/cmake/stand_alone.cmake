# What ships stands alone: the programs need no library of the system that they run on. To be included before
# libraries are looked for.

set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
set(OPENSSL_USE_STATIC_LIBS TRUE)

# Call after find_package(fmt). Debian has fmt as a shared library only, so its archive is made here.
function(ringcheck_fmt_archive)
  set(archive ${CMAKE_BINARY_DIR}/libringcheck_fmt.a)
  add_library(ringcheck_fmt STATIC ${CMAKE_SOURCE_DIR}/harness/cmake/fmt.cpp)
  set_target_properties(ringcheck_fmt PROPERTIES ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  get_target_property(headers fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
  if(headers)
    target_include_directories(ringcheck_fmt SYSTEM PRIVATE ${headers})
  endif()
  set_target_properties(fmt::fmt PROPERTIES IMPORTED_LOCATION ${archive} IMPORTED_LOCATION_NONE ${archive}
    IMPORTED_LOCATION_RELEASE ${archive})
  add_dependencies(fmt::fmt ringcheck_fmt)
endfunction()
