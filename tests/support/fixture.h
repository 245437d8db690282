// Reads a file of tests/fixtures as the bytes it holds. A file that is not there fails the test that asked for it.
#pragma once

#include <string>

std::string fixture(const std::string& path);
