#include "hub/vault/keys.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cerrno>
#include <limits>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <system_error>

#include "hub/vault/key_file.h"
#include "hub/vault/key_text.h"
#include "hub/vault/primitives.h"

namespace hub::vault {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIndexKeyFile = "index.key";

struct KeyFolder {
    Suite suite;
    std::map<KeyNumber, Key> seal_keys;  // not empty
    Key index_key;
};

core::Result<KeyFolder> readFolder(const fs::path& folder) {
    const core::Result<Suite> suite = readSuite(folder);
    if (!suite.ok()) return suite.failure();
    std::error_code error;
    std::map<KeyNumber, Key> seal_keys;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name == kIndexKeyFile || name == kSuiteFile || name.ends_with(kPartAfter)) continue;
        if (keyFileNumber(name, kSigningKeyBefore) || keyFileNumber(name, kSigningKeyBefore, kPublicKeyAfter)) continue;  // the Signer's
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
    return KeyFolder{*suite, std::move(seal_keys), *index_key};
}

fs::path sealKeyFile(const fs::path& folder, KeyNumber number) { return folder / fmt::format("{}{}.key", kSealKeyBefore, number); }

bool same(const Key& one, const Key& other) { return one.bytes() == other.bytes(); }

}  // namespace

Key::~Key() { primitives::wipe(bytes_.data(), bytes_.size()); }

struct FileKeySource::State {
    State(fs::path of, KeyFolder read)
        : folder(std::move(of)), suite(read.suite), index_key(read.index_key), seal_keys(std::move(read.seal_keys)) {}

    const fs::path folder;
    const Suite suite;
    const Key index_key;
    std::mutex refreshing;               // one at a time, from reading to adding; taken before `mutex`
    std::shared_mutex mutex;             // guards seal_keys
    std::map<KeyNumber, Key> seal_keys;  // not empty; the highest number is the current one
};

FileKeySource::FileKeySource(std::unique_ptr<State> state) : state_(std::move(state)) {}
FileKeySource::FileKeySource(FileKeySource&&) noexcept = default;
FileKeySource& FileKeySource::operator=(FileKeySource&&) noexcept = default;
FileKeySource::~FileKeySource() = default;

core::Result<FileKeySource> FileKeySource::open(const fs::path& folder, std::optional<Suite> configured) {
    core::Result<KeyFolder> read = readFolder(folder);
    if (!read.ok()) return read.failure();
    if (const auto other = ofAnotherSuite(folder.string(), read->suite, configured)) return *other;
    return FileKeySource(std::make_unique<State>(folder, *std::move(read)));
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

core::Result<KeyNumber> FileKeySource::addSealKey(const fs::path& folder) {
    const core::Result<KeyFolder> read = readFolder(folder);
    if (!read.ok()) return read.failure();
    const KeyNumber highest = read->seal_keys.rbegin()->first;
    if (highest == std::numeric_limits<KeyNumber>::max()) return keyNotUsable(sealKeyFile(folder, highest).string(), "no number follows");
    const core::Result<void> written = writeRandomKeyFile(sealKeyFile(folder, highest + 1));
    if (!written.ok()) return written.failure();
    const core::Result<void> synced = syncPath(folder);
    if (!synced.ok()) return synced.failure();
    return highest + 1;
}

core::Result<void> FileKeySource::refresh() const {
    const std::lock_guard one_at_a_time(state_->refreshing);
    core::Result<KeyFolder> read = readFolder(state_->folder);
    if (!read.ok()) return read.failure();
    if (read->suite != state_->suite) return keyNotUsable((state_->folder / kSuiteFile).string(), "changed while the hub runs");
    if (!same(read->index_key, state_->index_key)) {
        return keyNotUsable((state_->folder / kIndexKeyFile).string(), "changed while the hub runs");
    }
    const std::unique_lock lock(state_->mutex);
    for (const auto& [number, key] : read->seal_keys) {
        const auto known = state_->seal_keys.find(number);
        if (known != state_->seal_keys.end() && !same(known->second, key)) {
            return keyNotUsable(sealKeyFile(state_->folder, number).string(), "changed while the hub runs");
        }
    }
    const KeyNumber current = state_->seal_keys.rbegin()->first;
    if (!read->seal_keys.contains(current)) return keyNotUsable(sealKeyFile(state_->folder, current).string(), "gone, and in use");
    state_->seal_keys.merge(read->seal_keys);
    return {};
}

Suite FileKeySource::suite() const { return state_->suite; }

KeyNumber FileKeySource::currentSealKey() const {
    const std::shared_lock lock(state_->mutex);
    return state_->seal_keys.rbegin()->first;
}

std::optional<Key> FileKeySource::sealKey(KeyNumber number) const {
    const std::shared_lock lock(state_->mutex);
    const auto found = state_->seal_keys.find(number);
    if (found == state_->seal_keys.end()) return std::nullopt;
    return found->second;
}

Key FileKeySource::indexKey() const { return state_->index_key; }

core::Result<std::map<KeyNumber, Key>> FileKeySource::signingKeys() const { return readSigningKeys(state_->folder); }

}  // namespace hub::vault
