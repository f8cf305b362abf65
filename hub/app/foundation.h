#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "hub/app/config/load.h"
#include "hub/core/executor.h"
#include "hub/storage/storage.h"
#include "hub/vault/signer.h"
#include "hub/vault/vault.h"

namespace hub::app {

/// hub.yaml's part on the database. Also: SecretMissing, SecretNotUsable.
core::Result<storage::StorageConfig> storageConfig(const config::HubConfig& hub, const config::SecretSource& secrets,
                                                   const std::filesystem::path& data_folder);

/// What everything that opens the database stands on: clock, executor, keys, storage. Made and ended by one thread.
class Foundation {
  public:
    /// Opens the keys and the database in `data_folder`, bringing its tables up to date; makes the folder, and new keys where they come
    /// from a folder and neither they nor tables are there: KeyFileNotUsable when the folder of the keys is gone and the database is not,
    /// what it holds would never open again; KeyMissing when its blind indexes are under a key that is not there. Also: what FileKeySource,
    /// EnvironmentKeySource, storageConfig and openStorage answer with; DataFolderNotUsable.
    static core::Result<std::unique_ptr<Foundation>> open(const config::HubConfig& hub, const config::SecretSource& secrets,
                                                          const std::filesystem::path& data_folder,
                                                          std::size_t write_cache_mib = storage::StorageConfig().write_cache_mib);
    ~Foundation();

    /// Ends what waits in the database, then the executor: no task runs any more. Not from one of its tasks; a second call does nothing.
    void close();

    /// With the signing keys that come from where the other keys do; a folder that has none gets one where the database holds nothing that
    /// was signed. Also: KeyFileNotUsable where it does and the key that signed last is gone; what Signer answers with, and the database.
    core::Result<vault::Signer> openSigner() const;

    /// Of each number whether the key is there that signs; false: its public part alone. Also: KeyFileNotUsable.
    core::Result<std::map<vault::KeyNumber, bool>> signingKeys() const;

    /// Adds a signing key to the folder; `signer` signs with it from then on. Answers with its number. Any thread. Also: KeyFileNotUsable,
    /// also where keys come from the environment.
    core::Result<vault::KeyNumber> rotateSigningKey(const vault::Signer& signer);

    /// Adds a seal key to the folder; from then on values are sealed with it. Answers with its number. Any thread. Also: KeyFileNotUsable,
    /// also where keys come from the environment: who keeps them adds one there.
    core::Result<vault::KeyNumber> rotateSealKey();

    /// What the database says of its blind indexes.
    core::Result<vault::IndexKeyUse> indexKeys() const;

    /// Makes a later key write the blind indexes: one that was put among the keys beforehand, or, where there is none, one that is added to
    /// the folder. Answers with its number. Waits for the database: not from a task of the executor. Also: KeyFileNotUsable (rows still
    /// stand under an older key; keys come from the environment and there is no later one), what the database answers with.
    core::Result<vault::KeyNumber> rotateIndexKey();

    core::Clock& clock() { return clock_; }
    core::Executor& executor() { return executor_; }
    const vault::KeySource& keys() const { return *keys_; }
    const vault::Vault& vault() const { return *vault_; }
    storage::Storage& storage() { return *storage_; }

  private:
    Foundation(std::size_t threads, config::KeysFrom from, std::filesystem::path keys_folder)
        : executor_(clock_, threads), keys_from_(from), keys_folder_(std::move(keys_folder)) {}

    core::Result<vault::PublicKeyBytes> putAwayKeys() const;
    core::Result<void> requireIndexKeys() const;

    core::SystemClock clock_;
    core::ThreadExecutor executor_;
    const config::KeysFrom keys_from_;
    const std::filesystem::path keys_folder_;
    std::shared_ptr<const vault::KeySource> keys_;  // the vault's too
    std::unique_ptr<vault::Vault> vault_;
    std::unique_ptr<storage::Storage> storage_;
};

}  // namespace hub::app
