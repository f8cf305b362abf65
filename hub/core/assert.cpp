#include "hub/core/assert.h"

#include <cstdio>
#include <cstdlib>

namespace hub::core {

void assertionFailed(const char* expression, const char* file, int line) {
    std::fprintf(stderr, "event=assertion_failed place=%s:%d expression=\"%s\"\n", file, line, expression);
    std::abort();
}

}  // namespace hub::core
