#include "adapters/kit/settings_checks.h"

#include <fmt/format.h>

namespace adapters::kit {

namespace core = hub::core;

bool isPlainWord(std::string_view text, std::size_t length_max) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return !text.empty() && text.size() <= length_max && text.find_first_not_of(kPlain) == std::string_view::npos;
}

bool isWebAddress(std::string_view url) {
    return (url.starts_with("http://") || url.starts_with("https://")) && url.find_first_of("?#@ \"\\") == std::string_view::npos;
}

void checkPlainWord(std::string_view text, std::size_t length_max, const std::string& pointer, SettingsProblems& problems) {
    if (isPlainWord(text, length_max)) return;
    problems.add(pointer, fmt::format("应为 1 至 {} 个字母、数字、_ 与 -", length_max),
                 fmt::format("expected 1 to {} letters, digits, _ and -", length_max));
}

void checkAddressWithoutPath(std::string_view url, const std::string& pointer, SettingsProblems& problems) {
    if (!isWebAddress(url) || url.find('/', url.find("://") + 3) != std::string_view::npos)
        problems.add(pointer, "应为不带路径的 https 地址", "expected an https address without a path");
}

void checkAuthority(std::string_view url, const std::optional<std::string>& authority_file, const std::string& pointer,
                    SettingsProblems& problems) {
    if (url.starts_with("https://") != authority_file.has_value())
        problems.add(pointer, "https 须有此项，http 不得有", "https needs it, and http has none");
}

void checkAnswerTime(core::Duration within, const std::string& pointer, SettingsProblems& problems) {
    using namespace std::chrono_literals;
    if (within < 50ms || within > 5min) problems.add(pointer, "应为 50ms 至 5m", "expected 50ms to 5m");
}

void checkClient(const core::Result<std::unique_ptr<HttpClient>>& client, SettingsProblems& problems) {
    if (client.ok()) return;
    const bool of_files = client.failure().error() == core::Error::TlsFilesNotUsable;
    problems.add(of_files ? "/authority_file" : "/url", client.failure().message(core::Language::Chinese),
                 client.failure().message(core::Language::English));
}

}  // namespace adapters::kit
