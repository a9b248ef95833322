# What `cmake --install` lays out: the server finds the library that it carries beside itself.
set_target_properties(armillaryd PROPERTIES INSTALL_RPATH "$ORIGIN/../lib")
install(TARGETS armillaryd RUNTIME DESTINATION bin)
install(FILES ${ARMILLARY_ONNXRUNTIME_DIR}/lib/libonnxruntime.so.1 DESTINATION lib)
install(FILES ${ARMILLARY_ONNXRUNTIME_DIR}/LICENSE DESTINATION share/licences/onnxruntime)
install(FILES ${ARMILLARY_ONNXRUNTIME_DIR}/ThirdPartyNotices.txt
  DESTINATION share/licences/onnxruntime)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/docs/licences.md
  DESTINATION share/licences)
