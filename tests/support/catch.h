// The one include of Catch2. Debian's version 2 has one header, version 3 several; tests use what both understand:
// TEST_CASE, SECTION, CHECK, REQUIRE, INFO, CAPTURE, GENERATE and Catch::Matchers by their functions.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
