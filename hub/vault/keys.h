#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "hub/core/result.h"
#include "hub/vault/suite.h"

namespace hub::vault {

/// 256 bits that never leave memory and the key folder. Wiped when it goes.
class Key {
  public:
    explicit Key(const std::array<std::uint8_t, 32>& bytes) : bytes_(bytes) {}
    Key(const Key&) = default;
    Key& operator=(const Key&) = default;
    ~Key();

    const std::array<std::uint8_t, 32>& bytes() const { return bytes_; }

  private:
    std::array<std::uint8_t, 32> bytes_;
};

using KeyNumber = std::uint32_t;

/// Which keys the blind indexes of a database are made with.
struct IndexKeyUse {
    KeyNumber writes = 1;            ///< every index that is written now
    std::optional<KeyNumber> older;  ///< rows may still stand under it: a rotation is under way
};

/// Where keys come from; a hardware module would implement it too. Any thread.
class KeySource {
  public:
    virtual ~KeySource() = default;

    /// What the keys are used with. It never changes: blind indexes and signatures of another suite would not be found or good any more.
    virtual Suite suite() const { return Suite::Intl; }

    /// What new values are sealed with.
    virtual KeyNumber currentSealKey() const = 0;
    virtual std::optional<Key> sealKey(KeyNumber number) const = 0;

    /// What blind indexes are made with. The database says which number writes, and which one rows may still stand under; others may be
    /// missing.
    virtual std::optional<Key> indexKey(KeyNumber number) const = 0;
    virtual KeyNumber highestIndexKey() const = 0;

    /// What a Signer signs with, read when it is asked for; a source may have none. Also: KeyFileNotUsable.
    virtual core::Result<std::map<KeyNumber, Key>> signingKeys() const { return std::map<KeyNumber, Key>(); }

    /// Reads what was added since; the highest number of a seal key is then the current one. A key once read stays, also when it is gone
    /// from where it came from. Also: KeyFileNotUsable (the current seal key is gone, one changed, one added is none), and then nothing
    /// changes. A source whose keys are fixed has nothing to read.
    virtual core::Result<void> refresh() const { return {}; }
};

/// A folder with `seal-<number>.key`, `index.key` (number 1) and `index-<number>.key`, each 64 hexadecimal digits, and `suite` with the
/// word gm where the suite is not intl; all readable by their owner only. The signing keys (hub/vault/signer.h) may stand beside them.
class FileKeySource final : public KeySource {
  public:
    /// Reads every key. Also: KeyFileNotUsable with the file and what is wrong (missing, others may read it, not 64 digits; not of the
    /// `configured` suite, where one is given).
    static core::Result<FileKeySource> open(const std::filesystem::path& folder, std::optional<Suite> configured = {});

    /// Makes the folder (0700) with new random keys, number 1. Files are complete and synced before it returns. Also: KeyFileNotUsable
    /// when the folder holds anything already: keys are never overwritten, what they sealed would be lost.
    static core::Result<void> create(const std::filesystem::path& folder, Suite suite = Suite::Intl);

    /// Adds a random seal key with the next number and answers with it; complete and synced before it returns. Values are sealed with it
    /// from the next refresh() on: every node needs the file before any of them refreshes, or it does not open what another sealed.
    /// Also: KeyFileNotUsable, also when the folder does not open.
    static core::Result<KeyNumber> addSealKey(const std::filesystem::path& folder);

    /// As addSealKey, for blind indexes: nothing is made with it before the database names its number.
    static core::Result<KeyNumber> addIndexKey(const std::filesystem::path& folder);

    FileKeySource(FileKeySource&&) noexcept;
    FileKeySource& operator=(FileKeySource&&) noexcept;
    ~FileKeySource() override;

    Suite suite() const override;
    KeyNumber currentSealKey() const override;
    std::optional<Key> sealKey(KeyNumber number) const override;
    std::optional<Key> indexKey(KeyNumber number) const override;
    KeyNumber highestIndexKey() const override;
    core::Result<std::map<KeyNumber, Key>> signingKeys() const override;
    core::Result<void> refresh() const override;

  private:
    struct State;
    explicit FileKeySource(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace hub::vault
