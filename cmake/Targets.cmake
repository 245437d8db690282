# What all our targets have in common.

set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache NO_CMAKE_FIND_ROOT_PATH)
if(CCACHE AND PROJECT_IS_TOP_LEVEL AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CCACHE}")
endif()

if(TWINLINE_SANITIZE)
  # The check of virtual tables needs type information, which the core's objects do not have.
  add_compile_options("-fsanitize=${TWINLINE_SANITIZE}" -fno-sanitize=vptr -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options("-fsanitize=${TWINLINE_SANITIZE}")
endif()

if(TWINLINE_FUZZ)
  # libFuzzer sees which branches an input takes; only its own programs have its main().
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

# Language, warnings and include root of a target of ours.
function(twinline_target target)
  target_compile_features(${target} PUBLIC cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF)
  target_include_directories(${target} PUBLIC "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>")
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wconversion -Wshadow)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Optimising, g++ 12 takes the insides of std::string and std::optional for mistakes of ours.
    target_compile_options(${target} PRIVATE -Wno-restrict -Wno-maybe-uninitialized)
  endif()
  if(TWINLINE_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()

# The core's part of the bargain: no exceptions, no type information. WebAssembly stays small, and errors are values.
function(twinline_without_exceptions target)
  target_compile_options(${target} PRIVATE -fno-exceptions -fno-rtti)
  if(EMSCRIPTEN)
    target_compile_definitions(${target} PRIVATE EMSCRIPTEN_HAS_UNBOUND_TYPE_NAMES=0)
  endif()
endfunction()
