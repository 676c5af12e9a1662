# What every target shares: warnings as errors, sanitizers by preset, ccache and mold where they are found.

add_library(ringcheck_options INTERFACE)
target_include_directories(ringcheck_options INTERFACE ${CMAKE_SOURCE_DIR}/harness)
target_compile_options(ringcheck_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
target_compile_definitions(ringcheck_options INTERFACE RINGCHECK_VERSION="${PROJECT_VERSION}")

find_program(CCACHE ccache)
set(WITHOUT_CCACHE ON)
if(CCACHE)
  set(WITHOUT_CCACHE OFF)
  # Paths below the tree are made relative, so that one clone may use what another has compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER
    ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=true ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# ringcheck_ships(name): the program is part of the package.
function(ringcheck_ships name)
  if(RINGCHECK_STAND_ALONE)
    target_link_options(${name} PRIVATE -static)
  endif()
endfunction()

if(RINGCHECK_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link) # without this the fuzzer is blind inside the libraries
endif()

include(precompiled)

# Suites are read by nearly every test and by each run of the program: not optimized at all, these three libraries take most of
# the time of both.
set(RINGCHECK_OPTIMIZED value spec scenario)

# What tests share: the place of the tree.
add_library(rc_testing STATIC ${CMAKE_SOURCE_DIR}/harness/testing/source_dir.cpp)
target_compile_definitions(rc_testing PRIVATE RINGCHECK_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
target_link_libraries(rc_testing PRIVATE ringcheck_options GTest::gtest)

# ringcheck_library(name DEPENDS ...): harness/name/*.cpp is the library rc_name, *_test.cpp its test program
# name_test, *_fuzz.cpp a fuzz target each.
function(ringcheck_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS" ${ARGN})
  set(folder ${CMAKE_SOURCE_DIR}/harness/${name})
  file(GLOB sources CONFIGURE_DEPENDS ${folder}/*.cpp)
  file(GLOB tests CONFIGURE_DEPENDS ${folder}/*_test.cpp)
  file(GLOB fuzzers CONFIGURE_DEPENDS ${folder}/*_fuzz.cpp)
  list(REMOVE_ITEM sources ${tests} ${fuzzers} "")

  if(sources)
    add_library(rc_${name} STATIC ${sources})
    target_link_libraries(rc_${name} PUBLIC ${ARG_DEPENDS} PRIVATE ringcheck_options)
    target_include_directories(rc_${name} PUBLIC ${CMAKE_SOURCE_DIR}/harness)
    if(name IN_LIST RINGCHECK_OPTIMIZED)
      target_compile_options(rc_${name} PRIVATE $<$<CONFIG:Debug>:-O1>)
    endif()
  else()
    add_library(rc_${name} INTERFACE)
    target_link_libraries(rc_${name} INTERFACE ${ARG_DEPENDS})
  endif()

  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE rc_${name} rc_testing ringcheck_options GTest::gtest GTest::gtest_main)
    gtest_discover_tests(${name}_test DISCOVERY_MODE PRE_TEST WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
  endif()

  if(RINGCHECK_FUZZ)
    foreach(source ${fuzzers})
      get_filename_component(target ${source} NAME_WE)
      add_executable(${target} ${source})
      target_compile_options(${target} PRIVATE -fsanitize=fuzzer)
      target_link_options(${target} PRIVATE -fsanitize=fuzzer)
      target_link_libraries(${target} PRIVATE rc_${name} rc_testing ringcheck_options)
    endforeach()
  endif()
endfunction()
