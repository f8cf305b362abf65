#pragma once

#include <string_view>

#include "hub/app/config/diagnostic.h"

namespace hub::app::config {

/// How a text must be written: the x-format of a schema.
struct ValueFormat {
    std::string_view name;
    bool (*fits)(std::string_view text);
    Wording expected;
};

/// REQUIRES: a format of that name exists.
const ValueFormat& valueFormat(std::string_view name);

/// "mysql://user@host…": what can hold a password between user and host.
bool hasPassword(std::string_view url);

}  // namespace hub::app::config
