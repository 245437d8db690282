# install() and export(): what a user's find_package(twinline) finds. Only the core is a library for others.
include(CMakePackageConfigHelpers)

set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/twinline")

install(TARGETS twinline_core EXPORT twinline_targets ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT core)
install(DIRECTORY "${PROJECT_SOURCE_DIR}/core" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/twinline" COMPONENT core
        FILES_MATCHING PATTERN "*.h" PATTERN "json_registers.h" EXCLUDE)
install(EXPORT twinline_targets NAMESPACE twinline:: DESTINATION "${package_dir}" COMPONENT core)
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/twinline-config.cmake.in"
                              "${PROJECT_BINARY_DIR}/twinline-config.cmake" INSTALL_DESTINATION "${package_dir}")
write_basic_package_version_file("${PROJECT_BINARY_DIR}/twinline-config-version.cmake" COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/twinline-config.cmake" "${PROJECT_BINARY_DIR}/twinline-config-version.cmake"
        DESTINATION "${package_dir}" COMPONENT core)

if(TARGET twinline)
  install(TARGETS twinline COMPONENT program)
endif()
