#include "hub/vault/signer.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <string>
#include <system_error>

#include "hub/vault/key_file.h"
#include "hub/vault/primitives.h"

namespace hub::vault {

namespace {

namespace fs = std::filesystem;

/// The length keeps ("ab", "c") and ("a", "bc") apart.
std::string signedText(std::string_view purpose, std::string_view bytes) { return fmt::format("{}:{}{}", purpose.size(), purpose, bytes); }

struct KeyPair {
    Key seed;
    primitives::Bytes32 public_key;
};

core::Result<std::map<KeyNumber, KeyPair>> readKeys(const fs::path& folder) {
    std::error_code error;
    std::map<KeyNumber, KeyPair> keys;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::optional<KeyNumber> number = keyFileNumber(entry->path().filename().string(), kSigningKeyBefore);
        if (!number) continue;
        const core::Result<Key> seed = readKeyFile(entry->path());
        if (!seed.ok()) return seed.failure();
        keys.emplace(*number, KeyPair{*seed, primitives::ed25519Public(*seed)});
    }
    if (error) return keyFileNotUsable(folder, error.message());
    return keys;
}

}  // namespace

struct Signer::State {
    std::map<KeyNumber, KeyPair> keys;  // not empty; the highest number signs
};

Signer::Signer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Signer::Signer(Signer&&) noexcept = default;
Signer::~Signer() = default;

core::Result<Signer> Signer::open(const fs::path& folder) {
    core::Result<std::map<KeyNumber, KeyPair>> keys = readKeys(folder);
    if (!keys.ok()) return keys.failure();
    if (keys->empty()) return keyFileNotUsable(folder, "no sign-<number>.key");
    return Signer(std::make_unique<State>(State{*std::move(keys)}));
}

core::Result<void> Signer::create(const fs::path& folder) {
    const core::Result<std::map<KeyNumber, KeyPair>> keys = readKeys(folder);
    if (!keys.ok()) return keys.failure();
    if (!keys->empty()) return keyFileNotUsable(folder, "it holds a signing key already, and keys are never overwritten");
    const core::Result<void> written = writeRandomKeyFile(folder / "sign-1.key");
    if (!written.ok()) return written;
    return syncPath(folder);
}

Signature Signer::sign(std::string_view purpose, std::string_view bytes) const {
    const auto& [number, pair] = *state_->keys.rbegin();
    return {number, primitives::ed25519Sign(pair.seed, signedText(purpose, bytes))};
}

bool Signer::verify(std::string_view purpose, std::string_view bytes, const Signature& signature) const {
    const auto found = state_->keys.find(signature.key);
    if (found == state_->keys.end()) return false;
    return primitives::ed25519Verify(found->second.public_key, signedText(purpose, bytes), signature.bytes);
}

}  // namespace hub::vault
