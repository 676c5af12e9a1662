# What `make package` packs, and how: one archive that runs wherever it is unpacked, and a .deb. harness/cli/home.cpp
# finds the places again.
#
#   bin/ringcheck          lib/ringcheck/    the embedded subjects, and the adapter of widgets without one
#   share/ringcheck/       suites, schemas, templates, descriptions of the embedded subjects
#   share/man/man1 and the folders where bash, zsh and fish look for completion

set(data share/ringcheck)
install(TARGETS ringcheck RUNTIME DESTINATION bin)
install(TARGETS reference-client reference-host reference-widget reference-homeserver
  RUNTIME DESTINATION lib/ringcheck)
install(PROGRAMS fixtures/subjects/widget-by-url/widget-by-url DESTINATION lib/ringcheck)
install(DIRECTORY suites DESTINATION ${data})
install(DIRECTORY schemas DESTINATION ${data} PATTERN samples EXCLUDE)
install(DIRECTORY reports/templates DESTINATION ${data}/reports)
install(DIRECTORY templates DESTINATION ${data})
install(DIRECTORY harness/widget/pages DESTINATION ${data}/harness/widget)
install(DIRECTORY fixtures/sdp fixtures/judge fixtures/tap DESTINATION ${data}/fixtures)
foreach(subject reference-client reference-host reference-widget reference-homeserver idle manual)
  install(DIRECTORY fixtures/subjects/${subject} DESTINATION ${data}/fixtures/subjects
    FILES_MATCHING PATTERN *.yaml PATTERN *.py PATTERN __pycache__ EXCLUDE)
endforeach()

set(manual ${CMAKE_BINARY_DIR}/ringcheck.1.gz)
add_custom_command(OUTPUT ${manual} DEPENDS ringcheck VERBATIM
  COMMAND sh -c "\"$1\" man >ringcheck.1 && gzip -9nf ringcheck.1" sh $<TARGET_FILE:ringcheck>
  WORKING_DIRECTORY ${CMAKE_BINARY_DIR})
add_custom_target(manual ALL DEPENDS ${manual})
install(FILES ${manual} DESTINATION share/man/man1)
set(completion templates/completion/ringcheck)
install(FILES ${completion}.bash DESTINATION share/bash-completion/completions RENAME ringcheck)
install(FILES ${completion}.zsh DESTINATION share/zsh/vendor-completions RENAME _ringcheck)
install(FILES ${completion}.fish DESTINATION share/fish/vendor_completions.d)
install(FILES README.md LICENSE DESTINATION share/doc/ringcheck)

set(CPACK_GENERATOR TGZ DEB)
set(CPACK_PACKAGE_VENDOR ringcheck)
set(CPACK_PACKAGE_CONTACT "the maintainers of ringcheck")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "conformance harness for Matrix calls, widgets and homeservers")
set(CPACK_PACKAGE_FILE_NAME ringcheck-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGE_DIRECTORY ${CMAKE_BINARY_DIR}/package)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS OFF) # there is no library that it needs
include(CPack)
