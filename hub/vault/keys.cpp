#include "hub/vault/keys.h"

#include <sys/stat.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "hub/vault/key_file.h"
#include "hub/vault/key_text.h"
#include "hub/vault/primitives.h"

namespace hub::vault {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIndexKeyFile = "index.key";

}  // namespace

Key::~Key() { primitives::wipe(bytes_.data(), bytes_.size()); }

FileKeySource::FileKeySource(fs::path folder, Suite suite, std::map<KeyNumber, Key> seal_keys, const Key& index_key)
    : folder_(std::move(folder)), suite_(suite), seal_keys_(std::move(seal_keys)), index_key_(index_key) {}

core::Result<FileKeySource> FileKeySource::open(const fs::path& folder, std::optional<Suite> configured) {
    const core::Result<Suite> suite = readSuite(folder);
    if (!suite.ok()) return suite.failure();
    if (const auto other = ofAnotherSuite(folder.string(), *suite, configured)) return *other;
    std::error_code error;
    std::map<KeyNumber, Key> seal_keys;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name == kIndexKeyFile || name == kSuiteFile || name.ends_with(kPartAfter)) continue;
        if (keyFileNumber(name, kSigningKeyBefore)) continue;  // the Signer's
        const std::optional<KeyNumber> number = keyFileNumber(name, kSealKeyBefore);
        if (!number) return keyNotUsable(entry->path().string(), "no name of a key: seal-<number>.key or index.key");
        const core::Result<Key> key = readKeyFile(entry->path());
        if (!key.ok()) return key.failure();
        seal_keys.emplace(*number, *key);
    }
    if (error) return keyNotUsable(folder.string(), error.message());
    if (seal_keys.empty()) return keyNotUsable(folder.string(), "no seal-<number>.key");
    const core::Result<Key> index_key = readKeyFile(folder / kIndexKeyFile);
    if (!index_key.ok()) return index_key.failure();
    return FileKeySource(folder, *suite, std::move(seal_keys), *index_key);
}

core::Result<void> FileKeySource::create(const fs::path& folder, Suite suite) {
    std::error_code error;
    fs::create_directories(folder.parent_path(), error);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return keyNotUsable(folder.string(), std::generic_category().message(errno));
    const bool empty = fs::is_empty(folder, error);
    if (error) return keyNotUsable(folder.string(), error.message());
    if (!empty) return keyNotUsable(folder.string(), "it holds something already, and keys are never overwritten");
    if (::chmod(folder.c_str(), 0700) != 0) return keyNotUsable(folder.string(), std::generic_category().message(errno));

    const core::Result<void> said = writeSuite(folder, suite);  // first: keys without it would be taken for those of intl
    if (!said.ok()) return said;
    for (const fs::path& file : {folder / "seal-1.key", folder / kIndexKeyFile}) {
        const core::Result<void> written = writeRandomKeyFile(file);
        if (!written.ok()) return written;
    }
    const core::Result<void> synced = syncPath(folder);
    if (!synced.ok()) return synced;
    return syncPath(fs::absolute(folder).lexically_normal().parent_path());
}

KeyNumber FileKeySource::currentSealKey() const { return seal_keys_.rbegin()->first; }

std::optional<Key> FileKeySource::sealKey(KeyNumber number) const {
    const auto found = seal_keys_.find(number);
    if (found == seal_keys_.end()) return std::nullopt;
    return found->second;
}

Key FileKeySource::indexKey() const { return index_key_; }

core::Result<std::map<KeyNumber, Key>> FileKeySource::signingKeys() const { return readSigningKeys(folder_); }

}  // namespace hub::vault
