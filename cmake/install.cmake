# What `cmake --install` lays out: the server finds the library that it carries beside itself.
set_target_properties(armillaryd PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
install(TARGETS armillaryd RUNTIME DESTINATION bin)
file(REAL_PATH ${ARMILLARY_ONNXRUNTIME_DIR}/lib/libonnxruntime.so.1 onnxruntime_library)
install(FILES ${onnxruntime_library} DESTINATION lib RENAME libonnxruntime.so.1)
# The pages, once ./dev has built them: tools/dev/workbench.sh.
install(DIRECTORY ${PROJECT_BINARY_DIR}/workbench DESTINATION share OPTIONAL
  PATTERN .vite EXCLUDE)
install(FILES ${ARMILLARY_ONNXRUNTIME_DIR}/LICENSE DESTINATION share/licences/onnxruntime)
install(FILES ${ARMILLARY_ONNXRUNTIME_DIR}/ThirdPartyNotices.txt
  DESTINATION share/licences/onnxruntime)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/docs/licences.md
  DESTINATION share/licences)
