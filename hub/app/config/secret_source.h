#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/result.h"
#include "hub/core/sensitive.h"

namespace hub::app::config {

/// Where the value of `{secret: name}` comes from. Read anew at each call, so a changed file counts from the next use on. Any thread.
class SecretSource {
  public:
    virtual ~SecretSource() = default;

    /// One line end after the value is not part of it. Also: SecretMissing, SecretNotUsable (empty, over 64 KiB, others may read it,
    /// unreadable).
    virtual core::Result<core::Sensitive<std::string>> secret(std::string_view name) const = 0;
};

/// A folder with a file for each secret.
class SecretFolder final : public SecretSource {
  public:
    enum class GuardedBy {
        Mode,    ///< a file that group or others may use is refused
        System,  ///< systemd's credentials: their mode shows the mask of an access list, not who may read
    };

    SecretFolder(std::filesystem::path folder, GuardedBy guard) : folder_(std::move(folder)), guard_(guard) {}

    core::Result<core::Sensitive<std::string>> secret(std::string_view name) const override;

  private:
    std::filesystem::path folder_;
    GuardedBy guard_;
};

/// ONECARD_SECRET_HIS_PASSWORD for his.password. For development: an environment is visible to more than its process.
class SecretEnvironment final : public SecretSource {
  public:
    core::Result<core::Sensitive<std::string>> secret(std::string_view name) const override;
};

/// The first source that has it decides, also when what it has is not usable.
class SecretChain final : public SecretSource {
  public:
    explicit SecretChain(std::vector<std::unique_ptr<SecretSource>> sources) : sources_(std::move(sources)) {}

    core::Result<core::Sensitive<std::string>> secret(std::string_view name) const override;

  private:
    std::vector<std::unique_ptr<SecretSource>> sources_;
};

/// $CREDENTIALS_DIRECTORY where systemd sets it, `secrets` in the configuration folder, the environment.
std::unique_ptr<SecretSource> standardSecrets(const std::filesystem::path& configuration_folder);

/// All that people get to see of a secret: ●●●●(sha256:ab12), enough to tell whether two places have the same one.
std::string shownSecret(const core::Sensitive<std::string>& secret);

}  // namespace hub::app::config
