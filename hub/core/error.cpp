#include "hub/core/error.h"

#include "hub/core/result.h"

namespace hub::core {

extern const ErrorInfo kErrorTable[kErrorCount];

const ErrorInfo& errorInfo(Error error) {
    const auto index = static_cast<std::uint16_t>(error);
    HUB_ASSERT(index < kErrorCount);
    return kErrorTable[index];
}

std::string_view impliesName(Implies implies) {
    switch (implies) {
        case Implies::Final:
            return "final";
        case Implies::Retry:
            return "retry";
        case Implies::Unknown:
            return "unknown";
        case Implies::Bug:
            return "bug";
    }
    HUB_ASSERT(false);
}

std::optional<Error> errorFromCode(std::string_view code) {
    for (const ErrorInfo& info : kErrorTable) {
        if (info.code == code) return info.error;
    }
    return std::nullopt;
}

std::string Failure::message(Language language) const {
    const ErrorInfo& info = errorInfo(error_);
    const std::string_view text = language == Language::Chinese ? info.zh : info.en;
    const std::size_t gap = text.find("{}");
    if (gap == std::string_view::npos) return std::string(text);
    std::string message(text.substr(0, gap));
    message += detail_;
    message += text.substr(gap + 2);
    return message;
}

}  // namespace hub::core
