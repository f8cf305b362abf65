#include "adapters/kit/http_settings.h"

namespace adapters::kit {

namespace core = hub::core;

bool isPlain(std::string_view text, std::size_t length_max) {
    constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
    return !text.empty() && text.size() <= length_max && text.find_first_not_of(kPlain) == std::string_view::npos;
}

bool isWebAddress(std::string_view url) {
    return (url.starts_with("http://") || url.starts_with("https://")) && url.find_first_of("?#@ \"\\") == std::string_view::npos;
}

void checkHttpSettings(const HttpSettings& settings, const std::string& pointer, SettingsProblems& problems) {
    using namespace std::chrono_literals;
    if (settings.url.starts_with("https://") != settings.authority_file.has_value())
        problems.add(pointer + "/authority_file", "https 须有此项，http 不得有", "https needs it, and http has none");
    if (settings.answer_within < 50ms || settings.answer_within > 5min)
        problems.add(pointer + "/answer_within", "应为 50ms 至 5m", "expected 50ms to 5m");
}

core::Result<std::unique_ptr<HttpClient>> clientOf(const HttpSettings& settings, const core::Clock& clock, std::size_t answer_bytes_max) {
    HttpLimits limits;
    limits.answer_within = settings.answer_within;
    limits.answer_bytes_max = answer_bytes_max;
    std::optional<TlsFiles> tls;
    if (settings.authority_file) tls = TlsFiles{*settings.authority_file};
    return HttpClient::make(settings.url, tls, limits, clock);
}

void checkByClient(const HttpSettings& settings, SettingsProblems& problems) {
    const core::SystemClock clock;
    const auto client = clientOf(settings, clock, HttpLimits().answer_bytes_max);
    if (client.ok()) return;
    const bool of_files = client.failure().error() == core::Error::TlsFilesNotUsable;
    problems.add(of_files ? "/authority_file" : "/url", client.failure().message(core::Language::Chinese),
                 client.failure().message(core::Language::English));
}

}  // namespace adapters::kit
