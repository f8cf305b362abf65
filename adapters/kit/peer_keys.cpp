#include "adapters/kit/peer_keys.h"

#include <set>

#include "adapters/kit/settings_checks.h"

namespace adapters::kit {

namespace core = hub::core;

void checkPeerKeys(const std::vector<PeerKeySetting>& keys, const std::string& pointer, SettingsProblems& problems) {
    constexpr std::size_t kSerialMax = 64;
    if (keys.empty()) problems.add(pointer, "至少一个", "expected at least one");
    std::set<std::string> serials;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::string at = pointer + "/" + std::to_string(i);
        checkPlainWord(keys[i].serial, kSerialMax, at + "/serial", problems);
        if (!serials.insert(keys[i].serial).second) problems.add(at + "/serial", "序列号重复", "the serial stands twice");
        const core::Result<RsaPublicKey> key = RsaPublicKey::read(keys[i].public_key);
        if (!key.ok())
            problems.add(at + "/public_key", key.failure().message(core::Language::Chinese),
                         key.failure().message(core::Language::English));
    }
}

core::Result<PeerKeys> PeerKeys::read(const std::vector<PeerKeySetting>& keys) {
    PeerKeys all;
    for (const PeerKeySetting& setting : keys) {
        core::Result<RsaPublicKey> key = RsaPublicKey::read(setting.public_key);
        if (!key.ok()) return key.failure();
        all.keys_.emplace(setting.serial, std::move(*key));
    }
    return all;
}

const RsaPublicKey* PeerKeys::find(std::string_view serial) const {
    const auto key = keys_.find(serial);
    return key == keys_.end() ? nullptr : &key->second;
}

}  // namespace adapters::kit
