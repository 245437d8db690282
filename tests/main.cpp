// The main() of a test program where Catch2 comes without one (Catch2 2 in WebAssembly).
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
