# A breach of the architecture fails every build, also one that compiles.
add_custom_target(tidy ALL
  COMMAND python3 ${PROJECT_SOURCE_DIR}/tools/tidy.py
  COMMENT "Holding the tree to its architecture"
  VERBATIM)
