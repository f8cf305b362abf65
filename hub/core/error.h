#pragma once

#include <optional>
#include <string_view>

#include "hub/core/error_codes.h"

namespace hub::core {

/// What a failure tells its receiver to do next.
enum class Implies {
    Final,    ///< a "no": the same request gets the same answer
    Retry,    ///< nothing happened: the same request may be sent again
    Unknown,  ///< it may have happened: inquire first
    Bug,      ///< park it for a person
};

enum class Language { Chinese, English };

/// One row of schemas/errors/errors.yaml. Texts are UTF-8 and live as long as the program.
struct ErrorInfo {
    Error error;
    Implies implies;
    int http_status;
    std::string_view code;  ///< OC-COR-001
    std::string_view name;
    std::string_view zh;  ///< with at most one {}
    std::string_view en;
    std::string_view operator_zh;
    std::string_view operator_en;
};

const ErrorInfo& errorInfo(Error error);
std::string_view impliesName(Implies implies);

/// By the code as people quote it ("OC-COR-001").
std::optional<Error> errorFromCode(std::string_view code);

}  // namespace hub::core
