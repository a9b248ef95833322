# The project's own Python, which `./dev deps` makes; generators run on it.
set(ARMILLARY_PYTHON ${PROJECT_SOURCE_DIR}/.venv/bin/python CACHE FILEPATH "Python for generators")
if(NOT EXISTS ${ARMILLARY_PYTHON})
  message(FATAL_ERROR "${ARMILLARY_PYTHON} is missing: run ./dev deps")
endif()

# armillary_embed(TARGET HEADER NAMESPACE FILES...): compiles files into TARGET as
# `std::span<const EmbeddedFile> EmbeddedFiles()`, declared in the generated HEADER.
function(armillary_embed target header namespace)
  set(output ${PROJECT_BINARY_DIR}/generated/${header})
  string(REGEX REPLACE "\\.h$" ".cc" source ${output})
  add_custom_command(
    OUTPUT ${output} ${source}
    COMMAND ${ARMILLARY_PYTHON} ${PROJECT_SOURCE_DIR}/cmake/embed.py ${output} ${source} ${header} ${namespace} ${ARGN}
    DEPENDS ${PROJECT_SOURCE_DIR}/cmake/embed.py ${ARGN}
    VERBATIM)
  target_sources(${target} PRIVATE ${output} ${source})
  target_include_directories(${target} PUBLIC ${PROJECT_BINARY_DIR}/generated)
endfunction()

# armillary_errors(TARGET HEADER): the catalogue contract/errors.yaml as an enum with its entries.
function(armillary_errors target header)
  set(catalogue ${PROJECT_SOURCE_DIR}/contract/errors.yaml)
  set(output ${PROJECT_BINARY_DIR}/generated/${header})
  string(REGEX REPLACE "\\.h$" ".cc" source ${output})
  add_custom_command(
    OUTPUT ${output} ${source}
    COMMAND ${ARMILLARY_PYTHON} ${PROJECT_SOURCE_DIR}/cmake/errors.py ${catalogue} ${output} ${source} ${header}
    DEPENDS ${PROJECT_SOURCE_DIR}/cmake/errors.py ${catalogue}
    VERBATIM)
  target_sources(${target} PRIVATE ${output} ${source})
  target_include_directories(${target} PUBLIC ${PROJECT_BINARY_DIR}/generated)
endfunction()

# armillary_contract(TARGET HEADER NAMESPACE): openapi.yaml as it is, and what the server reads of it.
function(armillary_contract target header namespace)
  set(document ${PROJECT_SOURCE_DIR}/contract/openapi.yaml)
  set(operations ${PROJECT_BINARY_DIR}/generated/contract/operations.json)
  add_custom_command(
    OUTPUT ${operations}
    COMMAND ${ARMILLARY_PYTHON} ${PROJECT_SOURCE_DIR}/cmake/operations.py ${document} ${operations}
    DEPENDS ${PROJECT_SOURCE_DIR}/cmake/operations.py ${document}
    VERBATIM)
  armillary_embed(${target} ${header} ${namespace} ${document} ${operations})
endfunction()
