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

using Keys = std::map<KeyNumber, Key>;

struct KeyFolder {
    Suite suite;
    Keys seal_keys;   // not empty
    Keys index_keys;  // not empty
};

core::Result<KeyFolder> readFolder(const fs::path& folder) {
    const core::Result<Suite> suite = readSuite(folder);
    if (!suite.ok()) return suite.failure();
    std::error_code error;
    KeyFolder read{*suite, {}, {}};
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (name == kSuiteFile || name.ends_with(kPartAfter)) continue;
        if (keyFileNumber(name, kSigningKeyBefore) || keyFileNumber(name, kSigningKeyBefore, kPublicKeyAfter)) continue;  // the Signer's
        const std::optional<KeyNumber> seals = keyFileNumber(name, kSealKeyBefore);
        const std::optional<KeyNumber> indexes = indexKeyNumber(name);
        if (!seals && !indexes) {
            return keyNotUsable(entry->path().string(), "no name of a key: seal-<number>.key, index.key or index-<number from 2 on>.key");
        }
        const core::Result<Key> key = readKeyFile(entry->path());
        if (!key.ok()) return key.failure();
        if (seals) {
            read.seal_keys.emplace(*seals, *key);
        } else {
            read.index_keys.emplace(*indexes, *key);
        }
    }
    if (error) return keyNotUsable(folder.string(), error.message());
    if (read.seal_keys.empty()) return keyNotUsable(folder.string(), "no seal-<number>.key");
    if (read.index_keys.empty()) return keyNotUsable((folder / indexKeyFile(1)).string(), "missing");
    return read;
}

std::string sealKeyFile(KeyNumber number) { return fmt::format("{}{}.key", kSealKeyBefore, number); }

using NameOf = std::string (*)(KeyNumber);

/// The next number after those of `keys`, random, complete and synced.
core::Result<KeyNumber> addKey(const fs::path& folder, const Keys& keys, NameOf name_of) {
    const KeyNumber highest = keys.rbegin()->first;
    if (highest == std::numeric_limits<KeyNumber>::max()) return keyNotUsable((folder / name_of(highest)).string(), "no number follows");
    const core::Result<void> written = writeRandomKeyFile(folder / name_of(highest + 1));
    if (!written.ok()) return written.failure();
    const core::Result<void> synced = syncPath(folder);
    if (!synced.ok()) return synced.failure();
    return highest + 1;
}

/// Nothing where `read` goes on from `known`: each key is the one it was, and the highest, which is in use, is there.
std::optional<core::Failure> changed(const fs::path& folder, const Keys& known, const Keys& read, NameOf name_of) {
    for (const auto& [number, key] : read) {
        const auto before = known.find(number);
        if (before != known.end() && before->second.bytes() != key.bytes()) {
            return keyNotUsable((folder / name_of(number)).string(), "changed while the hub runs");
        }
    }
    const KeyNumber current = known.rbegin()->first;
    if (!read.contains(current)) return keyNotUsable((folder / name_of(current)).string(), "gone, and in use");
    return std::nullopt;
}

std::optional<Key> keyIn(const Keys& keys, KeyNumber number) {
    const auto found = keys.find(number);
    return found == keys.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

Key::~Key() { primitives::wipe(bytes_.data(), bytes_.size()); }

struct FileKeySource::State {
    State(fs::path of, KeyFolder read)
        : folder(std::move(of)), suite(read.suite), seal_keys(std::move(read.seal_keys)), index_keys(std::move(read.index_keys)) {}

    const fs::path folder;
    const Suite suite;
    std::mutex refreshing;    // one at a time, from reading to adding; taken before `mutex`
    std::shared_mutex mutex;  // guards both below
    Keys seal_keys;           // not empty; the highest number is the current one
    Keys index_keys;          // not empty
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
    for (const fs::path& file : {folder / sealKeyFile(1), folder / indexKeyFile(1)}) {
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
    return addKey(folder, read->seal_keys, sealKeyFile);
}

core::Result<KeyNumber> FileKeySource::addIndexKey(const fs::path& folder) {
    const core::Result<KeyFolder> read = readFolder(folder);
    if (!read.ok()) return read.failure();
    return addKey(folder, read->index_keys, indexKeyFile);
}

core::Result<void> FileKeySource::refresh() const {
    const std::lock_guard one_at_a_time(state_->refreshing);
    core::Result<KeyFolder> read = readFolder(state_->folder);
    if (!read.ok()) return read.failure();
    if (read->suite != state_->suite) return keyNotUsable((state_->folder / kSuiteFile).string(), "changed while the hub runs");
    const std::unique_lock lock(state_->mutex);
    if (const auto seals = changed(state_->folder, state_->seal_keys, read->seal_keys, sealKeyFile)) return *seals;
    if (const auto indexes = changed(state_->folder, state_->index_keys, read->index_keys, indexKeyFile)) return *indexes;
    state_->seal_keys.merge(read->seal_keys);
    state_->index_keys.merge(read->index_keys);
    return {};
}

Suite FileKeySource::suite() const { return state_->suite; }

KeyNumber FileKeySource::currentSealKey() const {
    const std::shared_lock lock(state_->mutex);
    return state_->seal_keys.rbegin()->first;
}

std::optional<Key> FileKeySource::sealKey(KeyNumber number) const {
    const std::shared_lock lock(state_->mutex);
    return keyIn(state_->seal_keys, number);
}

std::optional<Key> FileKeySource::indexKey(KeyNumber number) const {
    const std::shared_lock lock(state_->mutex);
    return keyIn(state_->index_keys, number);
}

KeyNumber FileKeySource::highestIndexKey() const {
    const std::shared_lock lock(state_->mutex);
    return state_->index_keys.rbegin()->first;
}

core::Result<std::map<KeyNumber, Key>> FileKeySource::signingKeys() const { return readSigningKeys(state_->folder); }

}  // namespace hub::vault
