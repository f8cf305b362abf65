#include "hub/app/config/secret_source.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

#include "hub/app/config/file_reader.h"
#include "hub/vault/vault.h"

namespace hub::app::config {

namespace {

using Secret = core::Sensitive<std::string>;

constexpr std::size_t kSecretBytesMax = 64 * 1024;

core::Failure missing(std::string_view name) { return core::Failure(core::Error::SecretMissing, std::string(name)); }

core::Failure notUsable(std::string_view name, std::string_view what) {
    return core::Failure(core::Error::SecretNotUsable, fmt::format("{}: {}", name, what));
}

core::Result<Secret> usable(std::string_view name, std::string value) {
    if (value.ends_with('\n')) value.pop_back();
    if (value.ends_with('\r')) value.pop_back();
    if (value.empty()) return notUsable(name, "empty");
    return Secret(std::move(value));
}

}  // namespace

core::Result<Secret> SecretFolder::secret(std::string_view name) const {
    FileContent file = readFile(folder_ / name, kSecretBytesMax);
    if (file.error == ENOENT) return missing(name);
    if (file.error != 0) return notUsable(name, std::generic_category().message(file.error));
    if (file.too_large) return notUsable(name, "> 64 KiB");
    if (guard_ == GuardedBy::Mode && (file.mode & (S_IRWXG | S_IRWXO)) != 0) {
        return notUsable(name, fmt::format("mode {:04o}, chmod 600", file.mode & 07777));
    }
    return usable(name, std::move(file.bytes));
}

core::Result<Secret> SecretEnvironment::secret(std::string_view name) const {
    std::string variable = "ONECARD_SECRET_";
    for (const char c : name) {
        const bool is_small = c >= 'a' && c <= 'z';
        const bool is_other_letter_or_digit = (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        variable += is_small ? static_cast<char>(c - 'a' + 'A') : is_other_letter_or_digit ? c : '_';
    }
    const char* value = std::getenv(variable.c_str());
    if (value == nullptr) return missing(name);
    return usable(name, value);
}

core::Result<Secret> SecretChain::secret(std::string_view name) const {
    for (const std::unique_ptr<SecretSource>& source : sources_) {
        core::Result<Secret> found = source->secret(name);
        if (found.ok() || found.failure().error() != core::Error::SecretMissing) return found;
    }
    return missing(name);
}

std::unique_ptr<SecretSource> standardSecrets(const std::filesystem::path& configuration_folder) {
    std::vector<std::unique_ptr<SecretSource>> sources;
    if (const char* credentials = std::getenv("CREDENTIALS_DIRECTORY")) {
        sources.push_back(std::make_unique<SecretFolder>(credentials, SecretFolder::GuardedBy::System));
    }
    sources.push_back(std::make_unique<SecretFolder>(configuration_folder / "secrets", SecretFolder::GuardedBy::Mode));
    sources.push_back(std::make_unique<SecretEnvironment>());
    return std::make_unique<SecretChain>(std::move(sources));
}

std::string shownSecret(const Secret& secret) {
    return fmt::format("●●●●(sha256:{})", vault::Vault::digest(secret.reveal()).hex().substr(0, 4));
}

}  // namespace hub::app::config
