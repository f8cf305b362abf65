#pragma once

#include <string>
#include <vector>

#include "hub/api/router.h"

namespace hub::api {

struct ApiInfo {
    std::string title;
    std::string version;
    std::string description;
};

/// The OpenAPI 3.1 document of the listed routes. The same table gives the same bytes. Bodies are described by the types
/// themselves (core/schema.h); every operation may also answer with the Problem schema.
std::string openApi(const std::vector<Route>& routes, const ApiInfo& info);

}  // namespace hub::api
