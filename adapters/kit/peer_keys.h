#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/kit/rsa_keys.h"
#include "adapters/kit/settings.h"

namespace adapters::kit {

/// A public key of a counterparty, as its settings name it.
struct PeerKeySetting {
    static constexpr std::string_view kTypeName = "PeerKey";
    std::string serial;
    std::string public_key;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("serial", self.serial, "its serial or id, as answers name it");
        field("public_key", self.public_key, "PEM of the public key or of a certificate that holds it");
    }
};

/// Adds what is wrong with a list of keys at `pointer`: none at all, a serial that is no plain word or stands twice, a key that cannot be
/// read.
void checkPeerKeys(const std::vector<PeerKeySetting>& keys, const std::string& pointer, SettingsProblems& problems);

/// The counterparty's public keys by serial; two while it changes them. Constant; any thread.
class PeerKeys {
  public:
    /// Also: ChannelKeyNotUsable.
    static hub::core::Result<PeerKeys> read(const std::vector<PeerKeySetting>& keys);

    /// Null when there is none of that serial; as long as this lives.
    const RsaPublicKey* find(std::string_view serial) const;

  private:
    PeerKeys() = default;
    std::map<std::string, RsaPublicKey, std::less<>> keys_;
};

}  // namespace adapters::kit
