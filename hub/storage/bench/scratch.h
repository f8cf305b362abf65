#pragma once

#include <filesystem>
#include <optional>

#include "hub/vault/keys.h"

namespace hub::storage::bench {

/// A key of no value: nothing that a bench seals is about anybody.
class BenchKeys final : public vault::KeySource {
  public:
    vault::KeyNumber currentSealKey() const override { return kNumber; }
    std::optional<vault::Key> sealKey(vault::KeyNumber number) const override;
    std::optional<vault::Key> indexKey(vault::KeyNumber number) const override { return sealKey(number); }
    vault::KeyNumber highestIndexKey() const override { return kNumber; }

  private:
    static constexpr vault::KeyNumber kNumber = 1;
};

/// A folder name that is new, and gone with this.
class ScratchFolder {
  public:
    explicit ScratchFolder(std::filesystem::path path) : path_(std::move(path)) {}
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    ~ScratchFolder();
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

/// Of this process since its start, user and system.
double cpuSeconds();

}  // namespace hub::storage::bench
