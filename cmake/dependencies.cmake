# Every library that is not ours, as one target dep_<name>. Debian's packages (third_party/apt.txt)
# are found in the system; what third_party/lock.toml lists lies in .deps, put there by ./dev deps.
include(${PROJECT_SOURCE_DIR}/.deps/paths.cmake OPTIONAL)
file(SHA256 ${PROJECT_SOURCE_DIR}/third_party/lock.toml lock_sha256)
if(NOT ARMILLARY_DEPS_LOCK_SHA256 STREQUAL lock_sha256)
  message(FATAL_ERROR "Parts are missing or older than third_party/lock.toml: run ./dev deps")
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
  ${PROJECT_SOURCE_DIR}/third_party/lock.toml ${PROJECT_SOURCE_DIR}/.deps/paths.cmake)

# armillary_dependency(NAME PACKAGE p TARGETS t... LIBRARIES l... INCLUDES dir... DEFINES d...)
function(armillary_dependency name)
  cmake_parse_arguments(ARG "" "PACKAGE" "TARGETS;LIBRARIES;INCLUDES;DEFINES" ${ARGN})
  add_library(dep_${name} INTERFACE)
  if(ARG_PACKAGE)
    find_package(${ARG_PACKAGE} REQUIRED)
  endif()
  set(found "")
  foreach(library IN LISTS ARG_LIBRARIES)
    find_library(DEP_LIBRARY_${library} ${library} REQUIRED)
    mark_as_advanced(DEP_LIBRARY_${library})
    list(APPEND found ${DEP_LIBRARY_${library}})
  endforeach()
  target_link_libraries(dep_${name} INTERFACE ${ARG_TARGETS} ${found})
  target_include_directories(dep_${name} SYSTEM INTERFACE ${ARG_INCLUDES})
  target_compile_definitions(dep_${name} INTERFACE ${ARG_DEFINES})
endfunction()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
find_package(Boost 1.81.0 EXACT REQUIRED CONFIG COMPONENTS headers json url system)
find_package(OpenSSL 3.0 REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(ZLIB REQUIRED)

armillary_dependency(boost_json TARGETS Boost::json)
armillary_dependency(boost_url TARGETS Boost::url)
armillary_dependency(boost_system TARGETS Boost::system Boost::headers
  DEFINES BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
armillary_dependency(openssl TARGETS OpenSSL::SSL OpenSSL::Crypto)
armillary_dependency(curl TARGETS CURL::libcurl)
armillary_dependency(zlib TARGETS ZLIB::ZLIB)
armillary_dependency(sodium LIBRARIES sodium)
armillary_dependency(cjose LIBRARIES cjose)
armillary_dependency(pq LIBRARIES pq INCLUDES /usr/include/postgresql)
armillary_dependency(pg_query LIBRARIES pg_query)
armillary_dependency(utf8proc LIBRARIES utf8proc)
armillary_dependency(yaml LIBRARIES yaml-cpp)
armillary_dependency(simdjson PACKAGE simdjson TARGETS simdjson::simdjson)
armillary_dependency(fmt PACKAGE fmt TARGETS fmt::fmt)
armillary_dependency(spdlog PACKAGE spdlog TARGETS spdlog::spdlog)
armillary_dependency(cli11 PACKAGE CLI11 TARGETS CLI11::CLI11)
armillary_dependency(toml PACKAGE tomlplusplus TARGETS tomlplusplus::tomlplusplus)
armillary_dependency(expected PACKAGE tl-expected TARGETS tl::expected)
armillary_dependency(prometheus LIBRARIES prometheus-cpp-core)
armillary_dependency(gtest PACKAGE GTest TARGETS GTest::gmock_main GTest::gmock GTest::gtest)
armillary_dependency(benchmark PACKAGE benchmark TARGETS benchmark::benchmark)
armillary_dependency(valijson INCLUDES ${ARMILLARY_VALIJSON_DIR}/include)

# Compiled here, because Debian's release has the WAL-reset race. Every option that the code relies
# on is set, so that what the library does never depends on the machine.
add_library(sqlite STATIC ${ARMILLARY_SQLITE_DIR}/sqlite3.c)
target_compile_definitions(sqlite PRIVATE
  SQLITE_THREADSAFE=1 SQLITE_DQS=0 SQLITE_OMIT_LOAD_EXTENSION SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_SHARED_CACHE SQLITE_DEFAULT_FOREIGN_KEYS=1 SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_DEFAULT_SYNCHRONOUS=2 SQLITE_DEFAULT_WAL_SYNCHRONOUS=2 SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_TRUSTED_SCHEMA=0 SQLITE_ENABLE_API_ARMOR SQLITE_ENABLE_COLUMN_METADATA
  SQLITE_ENABLE_DBSTAT_VTAB HAVE_FDATASYNC=1)
# Not optimised under ASan, where that takes ten times as long. Under TSan it is: SQLite looks at the
# head of its shared index without a lock in functions that TSan leaves out, and only there inlined.
target_compile_options(sqlite PRIVATE -w -Wno-error -fno-sanitize=undefined)
if(NOT ARMILLARY_SANITIZE MATCHES "address")
  target_compile_options(sqlite PRIVATE -O2)
endif()
add_library(dep_sqlite INTERFACE)
target_include_directories(dep_sqlite SYSTEM INTERFACE ${ARMILLARY_SQLITE_DIR})
target_link_libraries(dep_sqlite INTERFACE sqlite Threads::Threads)

add_library(onnxruntime SHARED IMPORTED)
set_target_properties(onnxruntime PROPERTIES
  IMPORTED_LOCATION ${ARMILLARY_ONNXRUNTIME_DIR}/lib/libonnxruntime.so.1
  IMPORTED_SONAME libonnxruntime.so.1)
armillary_dependency(onnxruntime
  TARGETS onnxruntime INCLUDES ${ARMILLARY_ONNXRUNTIME_HEADERS_DIR}/include)

# Later releases report usage to their maker unless told not to; this one must not be able to.
execute_process(
  COMMAND grep -c -a -F events.data.microsoft ${ARMILLARY_ONNXRUNTIME_DIR}/lib/libonnxruntime.so.1
  RESULT_VARIABLE without_telemetry OUTPUT_QUIET)
if(NOT without_telemetry EQUAL 1)
  message(FATAL_ERROR "libonnxruntime.so.1 is unreadable or names a telemetry host: take the "
    "release that third_party/lock.toml had before")
endif()
