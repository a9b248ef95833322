# armillary_module(NAME [SQL] USES A B LINKS dep_x): a library from NAME/**.cc and a test binary from
# NAME/**_test.cc. A module can only use modules declared above it, so the graph has no cycle.
#
# SQL marks a module that owns tables; its schema/*.sql are compiled in as NAME/schema_files.h.
# Files under testing/ form a library of their own, which only test binaries link. Neither they nor
# the tests are shipped: a release build does not optimise them, which saves a third of their time.
set(armillary_unshipped $<$<CONFIG:Release>:-O0>)
function(armillary_module name)
  cmake_parse_arguments(ARG "SQL" "" "USES;LINKS;TEST_LINKS" ${ARGN})
  set(folder ${CMAKE_CURRENT_SOURCE_DIR}/${name})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${folder}/*.cc ${folder}/*.h)
  set(tests ${sources})
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")
  list(FILTER sources EXCLUDE REGEX "(_test|/main)\\.cc$")
  set(fakes ${sources})
  list(FILTER fakes INCLUDE REGEX "/testing/[^/]+\\.cc$")
  list(FILTER sources EXCLUDE REGEX "/testing/")
  if(NOT name STREQUAL "base")
    list(PREPEND ARG_USES base)
  endif()
  foreach(used IN LISTS ARG_USES)
    if(NOT TARGET armillary_${used})
      message(FATAL_ERROR "${name} uses ${used}, which is not declared above it")
    endif()
  endforeach()
  set(used_libraries ${ARG_USES})
  list(TRANSFORM used_libraries PREPEND armillary_)
  set(used_fakes ${ARG_USES})
  list(TRANSFORM used_fakes REPLACE "(.+)" "armillary_\\1_testing")

  add_library(armillary_${name} STATIC ${sources} ${PROJECT_SOURCE_DIR}/cmake/empty.cc)
  target_include_directories(armillary_${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
  target_link_libraries(armillary_${name} PUBLIC ${used_libraries} ${ARG_LINKS})
  if(ARG_SQL)
    file(GLOB schema CONFIGURE_DEPENDS ${folder}/schema/*.sql)
    armillary_embed(armillary_${name} ${name}/schema_files.h armillary::${name}::schema ${schema})
  endif()

  add_library(armillary_${name}_testing STATIC ${fakes} ${PROJECT_SOURCE_DIR}/cmake/empty.cc)
  target_link_libraries(armillary_${name}_testing PUBLIC armillary_${name} ${used_fakes} dep_gtest)
  target_compile_options(armillary_${name}_testing PRIVATE ${armillary_unshipped})

  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE armillary_${name}_testing ${ARG_TEST_LINKS} dep_gtest)
    target_compile_options(${name}_test PRIVATE ${armillary_unshipped})
    add_test(NAME ${name} COMMAND ${name}_test)
    set_tests_properties(${name} PROPERTIES
      TIMEOUT 600 ENVIRONMENT "ARMILLARY_SOURCE=${PROJECT_SOURCE_DIR}")
  endif()
endfunction()
