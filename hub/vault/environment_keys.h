#pragma once

#include <map>
#include <optional>
#include <string>

#include "hub/core/result.h"
#include "hub/vault/keys.h"

namespace hub::vault {

/// Keys that somebody else keeps and puts into the environment of the hub: `ONECARD_SEAL_KEY_<number>`, `ONECARD_INDEX_KEY`
/// (number 1), `ONECARD_INDEX_KEY_<number>`, `ONECARD_SIGN_KEY_<number>`, each 64 hexadecimal digits, and `ONECARD_KEY_SUITE` with the word
/// gm where the suite is not intl. The highest number seals and signs. An environment does not change while the hub runs: a new key takes a
/// restart.
class EnvironmentKeySource final : public KeySource {
  public:
    using Variables = std::map<std::string, std::string>;

    /// Other variables are let be. The values of keys are overwritten with zeros, also when it fails; what the system itself keeps of the
    /// environment is not. Also: KeyFileNotUsable with the variable and what is wrong (missing, not 64 digits, no number; not of the
    /// `configured` suite, where one is given).
    static core::Result<EnvironmentKeySource> open(Variables& variables, std::optional<Suite> configured = {});

    Suite suite() const override { return suite_; }
    KeyNumber currentSealKey() const override { return seal_keys_.rbegin()->first; }
    std::optional<Key> sealKey(KeyNumber number) const override;
    std::optional<Key> indexKey(KeyNumber number) const override;
    KeyNumber highestIndexKey() const override { return index_keys_.rbegin()->first; }
    core::Result<std::map<KeyNumber, Key>> signingKeys() const override { return signing_keys_; }

  private:
    EnvironmentKeySource() = default;
    core::Result<void> take(const std::string& name, const std::string& value);

    Suite suite_ = Suite::Intl;
    std::map<KeyNumber, Key> seal_keys_;   // not empty, once opened
    std::map<KeyNumber, Key> index_keys_;  // likewise
    std::map<KeyNumber, Key> signing_keys_;
};

}  // namespace hub::vault
