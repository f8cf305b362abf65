#pragma once

#include <string>
#include <vector>

#include "hub/app/config/report.h"
#include "hub/app/config/tree.h"

namespace hub::app::config {

/// A `{secret: name}` of a file.
struct SecretUse {
    std::string name;
    Span span;  ///< of the name
};

/// Every `{secret: name}` below `root`, also in an adapter's settings. A key that names a secret (see namesSecret) and has a literal
/// instead, and a password inside a URL, are reported and marked faulty; they are not shown.
std::vector<SecretUse> secretsUsed(Node& root, Report& report);

}  // namespace hub::app::config
