#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/core/result.h"
#include "hub/vault/keys.h"

namespace hub::vault {

/// A file that holds one key: 64 hexadecimal digits and perhaps a line end, readable by its owner only.
/// Also: KeyFileNotUsable (missing, others may use it, not 64 digits).
core::Result<Key> readKeyFile(const std::filesystem::path& path);

/// A new random key; complete and synced before it has its name: a reader sees all of it or nothing. Also: KeyFileNotUsable, also when the
/// file stands.
core::Result<void> writeRandomKeyFile(const std::filesystem::path& path);

/// The word in `suite` of a key folder; without that file it is Suite::Intl. Also: KeyFileNotUsable (another word, others may use it).
core::Result<Suite> readSuite(const std::filesystem::path& folder);

/// Nothing for Suite::Intl: folders made before there were two have no such file. Also: what writeRandomKeyFile answers with.
core::Result<void> writeSuite(const std::filesystem::path& folder, Suite suite);

/// Every `sign-<number>.key` of the folder. Also: KeyFileNotUsable.
core::Result<std::map<KeyNumber, Key>> readSigningKeys(const std::filesystem::path& folder);

/// What is left of a signing key whose secret was put away: the bytes of its public key, by number.
using PublicKeyBytes = std::map<KeyNumber, std::vector<std::uint8_t>>;

/// Every `sign-<number>.pub` of the folder, hexadecimal digits in one line. No secret, and kept as private as the rest: whoever could
/// change one could sign. Also: KeyFileNotUsable.
core::Result<PublicKeyBytes> readPublicKeys(const std::filesystem::path& folder);

/// Nothing when the file stands. Also: what writeRandomKeyFile answers with.
core::Result<void> writePublicKey(const std::filesystem::path& folder, KeyNumber number, const std::vector<std::uint8_t>& bytes);

/// Of a folder: what was made in it stays.
core::Result<void> syncPath(const std::filesystem::path& path);

/// The number in <before><number><after>, as keyNumber() reads it.
std::optional<KeyNumber> keyFileNumber(std::string_view file_name, std::string_view before, std::string_view after = ".key");

/// The first key had no successor for long, and has no number in its name: "index.key", then "index-2.key" and so on.
std::string indexKeyFile(KeyNumber number);
std::optional<KeyNumber> indexKeyNumber(std::string_view file_name);

inline constexpr std::string_view kSealKeyBefore = "seal-";
inline constexpr std::string_view kSigningKeyBefore = "sign-";
inline constexpr std::string_view kPublicKeyAfter = ".pub";
inline constexpr std::string_view kSuiteFile = "suite";
inline constexpr std::string_view kPartAfter = ".part";  ///< of a file that is being written, or was when the machine stopped

}  // namespace hub::vault
