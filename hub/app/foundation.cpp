#include "hub/app/foundation.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <system_error>

#include "hub/vault/environment_keys.h"
#include "hub/vault/key_file.h"

namespace hub::app {

namespace fs = std::filesystem;

namespace {

using Keys = core::Result<std::shared_ptr<const vault::KeySource>>;

Keys folderKeys(const fs::path& folder, vault::Suite suite, const storage::StorageConfig& beside) {
    std::error_code error;
    if (!fs::exists(folder, error)) {
        const core::Result<storage::sql::MigrationStatus> database = storage::migrationStatus(beside);
        if (!database.ok()) return database.failure();
        if (database->version > 0) {
            return core::Failure(core::Error::KeyFileNotUsable,
                                 folder.string() + ": it is gone and the database is not; put the folder back from its backup");
        }
        const core::Result<void> made = vault::FileKeySource::create(folder, suite);
        if (!made.ok()) return made.failure();
        const core::Result<void> signing = vault::Signer::create(folder);
        if (!signing.ok()) return signing.failure();
    }
    core::Result<vault::FileKeySource> keys = vault::FileKeySource::open(folder, suite);
    if (!keys.ok()) return keys.failure();
    return std::shared_ptr<const vault::KeySource>(std::make_shared<vault::FileKeySource>(*std::move(keys)));
}

Keys environmentKeys(vault::Suite suite) {
    vault::EnvironmentKeySource::Variables variables;
    for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        const std::size_t equals = text.find('=');
        if (equals != std::string_view::npos && text.starts_with("ONECARD_"))
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    core::Result<vault::EnvironmentKeySource> keys = vault::EnvironmentKeySource::open(variables, suite);
    if (!keys.ok()) return keys.failure();
    return std::shared_ptr<const vault::KeySource>(std::make_shared<vault::EnvironmentKeySource>(*std::move(keys)));
}

/// The highest number of a key that signed what the database holds; 0: it holds nothing of that kind.
core::Result<vault::KeyNumber> signedLast(storage::Storage& storage) {
    vault::KeyNumber last = 0;
    const core::Result<void> read = storage.reads().read([&](core::ReadTransaction& transaction) -> core::Result<void> {
        const auto sealed = storage.audit().lastSignature(transaction);
        if (!sealed.ok()) return sealed.failure();
        const auto printed = storage.credentials().paperCodeKeys(transaction);
        if (!printed.ok()) return printed.failure();
        last = std::max(*sealed ? (*sealed)->signature.key : 0, printed->empty() ? 0 : printed->rbegin()->first);
        return {};
    });
    if (!read.ok()) return read.failure();
    return last;
}

core::Failure keptInEnvironment(std::string_view variable, vault::KeyNumber next) {
    return core::Failure(core::Error::KeyFileNotUsable,
                         fmt::format("vault.keys_from is environment: add {}{} there and restart", variable, next));
}

}  // namespace

core::Result<storage::StorageConfig> storageConfig(const config::HubConfig& hub, const config::SecretSource& secrets,
                                                   const fs::path& data_folder) {
    storage::StorageConfig config;
    config.folder = data_folder;
    config.url = hub.database.url;
    if (hub.database.password) {
        auto password = secrets.secret(hub.database.password->name);
        if (!password.ok()) return password.failure();
        config.password = std::move(*password);
    }
    config.limits.lanes = hub.database.write_lanes;
    config.limits.queue_max = hub.database.queue_max;
    config.limits.group_max = hub.database.group_units_max;
    config.limits.gather_max = hub.database.group_wait_max;
    config.limits.read_connections = hub.database.read_connections;
    return config;
}

core::Result<std::unique_ptr<Foundation>> Foundation::open(const config::HubConfig& hub, const config::SecretSource& secrets,
                                                           const fs::path& data_folder, std::size_t write_cache_mib) {
    std::error_code error;
    fs::create_directories(data_folder, error);
    if (error) return core::Failure(core::Error::DataFolderNotUsable, data_folder.string() + ": " + error.message());
    fs::permissions(data_folder, fs::perms::owner_all, error);
    if (error) return core::Failure(core::Error::DataFolderNotUsable, data_folder.string() + ": " + error.message());

    const fs::path keys_folder = data_folder / hub.vault.keys_folder;
    core::Result<storage::StorageConfig> config = storageConfig(hub, secrets, data_folder);
    if (!config.ok()) return config.failure();
    config->write_cache_mib = write_cache_mib;
    Keys keys = hub.vault.keys_from == config::KeysFrom::Folder ? folderKeys(keys_folder, hub.vault.suite, *config)
                                                                : environmentKeys(hub.vault.suite);
    if (!keys.ok()) return keys.failure();

    std::unique_ptr<Foundation> foundation(new Foundation(hub.executor.threads, hub.vault.keys_from, keys_folder));
    foundation->keys_ = *std::move(keys);
    foundation->vault_ = std::make_unique<vault::Vault>(foundation->keys_);
    core::Result<std::unique_ptr<storage::Storage>> opened =
        storage::openStorage(*config, *foundation->vault_, foundation->executor_, foundation->clock_);
    if (!opened.ok()) return opened.failure();
    foundation->storage_ = std::move(*opened);
    const core::Result<void> complete = foundation->requireIndexKeys();
    if (!complete.ok()) return complete.failure();
    return foundation;
}

core::Result<vault::IndexKeyUse> Foundation::indexKeys() const {
    vault::IndexKeyUse use;
    const core::Result<void> read = storage_->reads().read([&](core::ReadTransaction& transaction) -> core::Result<void> {
        const core::Result<vault::IndexKeyUse> found = storage_->reindex().keys(transaction);
        if (!found.ok()) return found.failure();
        use = *found;
        return {};
    });
    if (!read.ok()) return read.failure();
    return use;
}

/// Nobody would be found, and everybody registered anew.
core::Result<void> Foundation::requireIndexKeys() const {
    const core::Result<vault::IndexKeyUse> use = indexKeys();
    if (!use.ok()) return use.failure();
    for (const vault::KeyNumber number : {use->writes, use->older.value_or(use->writes)}) {
        if (!keys_->indexKey(number)) return core::Failure(core::Error::KeyMissing, vault::indexKeyFile(number));
    }
    return {};
}

core::Result<vault::PublicKeyBytes> Foundation::putAwayKeys() const {
    return keys_from_ == config::KeysFrom::Folder ? vault::readPublicKeys(keys_folder_) : vault::PublicKeyBytes();
}

core::Result<vault::Signer> Foundation::openSigner() const {
    const auto there = signingKeys();
    if (!there.ok()) return there.failure();
    const core::Result<vault::KeyNumber> last = signedLast(*storage_);
    if (!last.ok()) return last.failure();
    if (const vault::KeyNumber highest = there->empty() ? 0 : there->rbegin()->first; highest < *last) {
        return core::Failure(core::Error::KeyFileNotUsable,
                             fmt::format("the signing key {} has signed and is gone; put {}/sign-{}.key back from its backup, or "
                                         "ONECARD_SIGN_KEY_{} into the environment",
                                         *last, keys_folder_.string(), *last, *last));
    }
    if (there->empty() && keys_from_ == config::KeysFrom::Folder) {
        const core::Result<void> made = vault::Signer::create(keys_folder_);
        if (!made.ok()) return made.failure();
    }
    const core::Result<vault::PublicKeyBytes> put_away = putAwayKeys();
    if (!put_away.ok()) return put_away.failure();
    return vault::Signer::open(*keys_, *put_away);
}

core::Result<std::map<vault::KeyNumber, bool>> Foundation::signingKeys() const {
    const core::Result<vault::PublicKeyBytes> put_away = putAwayKeys();
    if (!put_away.ok()) return put_away.failure();
    const auto keys = keys_->signingKeys();
    if (!keys.ok()) return keys.failure();
    std::map<vault::KeyNumber, bool> there;
    for (const auto& [number, bytes] : *put_away) there[number] = false;
    for (const auto& [number, key] : *keys) there[number] = true;
    return there;
}

core::Result<vault::KeyNumber> Foundation::rotateSigningKey(const vault::Signer& signer) {
    if (keys_from_ != config::KeysFrom::Folder) return keptInEnvironment("ONECARD_SIGN_KEY_", signer.current() + 1);
    const core::Result<vault::KeyNumber> added = vault::Signer::add(keys_folder_);
    if (!added.ok()) return added.failure();
    const core::Result<void> read = signer.refresh(*keys_);
    if (!read.ok()) return read.failure();
    return *added;
}

core::Result<vault::KeyNumber> Foundation::rotateSealKey() {
    if (keys_from_ != config::KeysFrom::Folder) return keptInEnvironment("ONECARD_SEAL_KEY_", vault_->currentKey() + 1);
    const core::Result<vault::KeyNumber> added = vault::FileKeySource::addSealKey(keys_folder_);
    if (!added.ok()) return added.failure();
    const core::Result<void> read = vault_->refresh();
    if (!read.ok()) return read.failure();
    return *added;
}

core::Result<vault::KeyNumber> Foundation::rotateIndexKey() {
    const core::Result<vault::IndexKeyUse> use = indexKeys();
    if (!use.ok()) return use.failure();
    core::Result<void> read = vault_->refresh();
    if (!read.ok()) return read.failure();
    if (!use->older && keys_->highestIndexKey() <= use->writes) {
        if (keys_from_ != config::KeysFrom::Folder) return keptInEnvironment("ONECARD_INDEX_KEY_", use->writes + 1);
        const core::Result<vault::KeyNumber> added = vault::FileKeySource::addIndexKey(keys_folder_);
        if (!added.ok()) return added.failure();
        read = vault_->refresh();
        if (!read.ok()) return read.failure();
    }
    const vault::KeyNumber next = keys_->highestIndexKey();
    const std::string once = "index-key/" + core::SystemIdSource(clock_).next<core::Id<Foundation>>().text();
    const core::WorkOutcome outcome =
        core::runAndWait(storage_->units(), {core::WorkKey{once}, core::IdBits{}},
                         [&](core::Transaction& transaction) { return storage_->reindex().switchTo(transaction, next); });
    if (outcome.end != core::WorkEnd::Done) return *outcome.why;
    return next;
}

Foundation::~Foundation() { close(); }

void Foundation::close() {
    if (storage_) storage_->close();  // ends what waits while the executor still runs
    executor_.stop();
}

}  // namespace hub::app
