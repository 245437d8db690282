// Reads a file of tests/fixtures as the bytes it holds. A file that is not there fails the test that asked for it.
#pragma once

#include <string>
#include <vector>

std::string fixture(const std::string& path);

// Paths of published example webhooks, which lie beside the project and are no part of it; sorted, empty where there are none.
std::vector<std::string> corpus_files();
