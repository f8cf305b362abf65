#include "hub/app/foundation.h"

#include <system_error>

namespace hub::app {

namespace fs = std::filesystem;

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
                                                           const fs::path& data_folder) {
    std::error_code error;
    fs::create_directories(data_folder, error);
    if (error) return core::Failure(core::Error::DataFolderNotUsable, data_folder.string() + ": " + error.message());
    fs::permissions(data_folder, fs::perms::owner_all, error);
    if (error) return core::Failure(core::Error::DataFolderNotUsable, data_folder.string() + ": " + error.message());

    const fs::path keys_folder = data_folder / hub.vault.keys_folder;
    if (!fs::exists(keys_folder, error)) {
        const core::Result<void> made = vault::FileKeySource::create(keys_folder, hub.vault.suite);
        if (!made.ok()) return made.failure();
    }
    core::Result<vault::FileKeySource> keys = vault::FileKeySource::open(keys_folder, hub.vault.suite);
    if (!keys.ok()) return keys.failure();
    const core::Result<storage::StorageConfig> config = storageConfig(hub, secrets, data_folder);
    if (!config.ok()) return config.failure();

    std::unique_ptr<Foundation> foundation(new Foundation(hub.executor.threads));
    foundation->vault_ = std::make_unique<vault::Vault>(std::make_shared<vault::FileKeySource>(std::move(*keys)));
    core::Result<std::unique_ptr<storage::Storage>> opened =
        storage::openStorage(*config, *foundation->vault_, foundation->executor_, foundation->clock_);
    if (!opened.ok()) return opened.failure();
    foundation->storage_ = std::move(*opened);
    return foundation;
}

Foundation::~Foundation() { close(); }

void Foundation::close() {
    if (storage_) storage_->close();  // ends what waits while the executor still runs
    executor_.stop();
}

}  // namespace hub::app
