// A library that scripts/check/plugin.py must refuse: it shows more than a descriptor and runs code when it is loaded.
#include <cstdlib>
#include <string>

#define VISIBLE __attribute__((visibility("default")))

VISIBLE std::string loaded_where = std::getenv("PATH");

extern "C" VISIBLE int onecard_adapter;
int onecard_adapter = 0;
