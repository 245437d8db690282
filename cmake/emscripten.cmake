# Toolchain: the Emscripten on PATH, be it Debian's or an activated emsdk.
execute_process(COMMAND em-config EMSCRIPTEN_ROOT OUTPUT_VARIABLE emscripten_root OUTPUT_STRIP_TRAILING_WHITESPACE
                RESULT_VARIABLE emscripten_missing)
if(emscripten_missing)
  message(FATAL_ERROR "em-config is not on PATH. Debian: apt-get install emscripten")
endif()
include("${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")
