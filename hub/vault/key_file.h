#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "hub/core/result.h"
#include "hub/vault/keys.h"

namespace hub::vault {

/// A file that holds one key: 64 hexadecimal digits and perhaps a line end, readable by its owner only.
/// Also: KeyFileNotUsable (missing, others may use it, not 64 digits).
core::Result<Key> readKeyFile(const std::filesystem::path& path);

/// A new random key; complete and synced before it returns. Also: KeyFileNotUsable, also when the file stands.
core::Result<void> writeRandomKeyFile(const std::filesystem::path& path);

/// Of a folder: what was made in it stays.
core::Result<void> syncPath(const std::filesystem::path& path);

/// The number in <before><number>.key, written as a number is: no sign, no leading zero, not 0.
std::optional<KeyNumber> keyFileNumber(std::string_view file_name, std::string_view before);

/// KeyFileNotUsable with the file.
core::Failure keyFileNotUsable(const std::filesystem::path& path, std::string_view what);

inline constexpr std::string_view kSealKeyBefore = "seal-";
inline constexpr std::string_view kSigningKeyBefore = "sign-";

}  // namespace hub::vault
