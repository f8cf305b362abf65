#include "hub/vault/signer.h"

#include <fmt/format.h>

#include <map>
#include <string>
#include <variant>

#include "hub/vault/key_file.h"
#include "hub/vault/key_text.h"
#include "hub/vault/primitives.h"
#include "hub/vault/primitives_gm.h"

namespace hub::vault {

namespace {

namespace fs = std::filesystem;

struct Ed25519Pair {
    static constexpr Suite kSuite = Suite::Intl;
    explicit Ed25519Pair(const Key& of) : seed(of), public_key(primitives::ed25519Public(of)) {}
    primitives::Bytes64 sign(std::string_view text) const { return primitives::ed25519Sign(seed, text); }
    bool verify(std::string_view text, const primitives::Bytes64& signature) const {
        return primitives::ed25519Verify(public_key, text, signature);
    }

    Key seed;
    primitives::Bytes32 public_key;
};

struct Sm2Pair {
    static constexpr Suite kSuite = Suite::Gm;
    explicit Sm2Pair(const Key& of) : seed(of), public_key(primitives::sm2Public(of)) {}
    primitives::Bytes64 sign(std::string_view text) const { return primitives::sm2Sign(seed, text); }
    bool verify(std::string_view text, const primitives::Bytes64& signature) const {
        return primitives::sm2Verify(public_key, text, signature);
    }

    Key seed;
    primitives::Bytes64 public_key;
};

using KeyPair = std::variant<Ed25519Pair, Sm2Pair>;

KeyPair keyPair(Suite suite, const Key& seed) { return suite == Suite::Intl ? KeyPair(Ed25519Pair(seed)) : KeyPair(Sm2Pair(seed)); }

}  // namespace

struct Signer::State {
    std::map<KeyNumber, KeyPair> keys;  // not empty; the highest number signs
};

Signer::Signer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Signer::Signer(Signer&&) noexcept = default;
Signer::~Signer() = default;

core::Result<Signer> Signer::open(const KeySource& keys) {
    const core::Result<std::map<KeyNumber, Key>> seeds = keys.signingKeys();
    if (!seeds.ok()) return seeds.failure();
    return of(keys.suite(), *seeds);
}

core::Result<Signer> Signer::open(const fs::path& folder) {
    const core::Result<Suite> suite = readSuite(folder);
    if (!suite.ok()) return suite.failure();
    const core::Result<std::map<KeyNumber, Key>> seeds = readSigningKeys(folder);
    if (!seeds.ok()) return seeds.failure();
    return of(*suite, *seeds);
}

core::Result<Signer> Signer::of(Suite suite, const std::map<KeyNumber, Key>& seeds) {
    if (seeds.empty()) return keyNotUsable("sign-<number>.key, ONECARD_SIGN_KEY_<number>", "no signing key");
    auto state = std::make_unique<State>();
    for (const auto& [number, seed] : seeds) state->keys.emplace(number, keyPair(suite, seed));
    return Signer(std::move(state));
}

core::Result<void> Signer::create(const fs::path& folder) {
    const core::Result<std::map<KeyNumber, Key>> seeds = readSigningKeys(folder);
    if (!seeds.ok()) return seeds.failure();
    if (!seeds->empty()) return keyNotUsable(folder.string(), "it holds a signing key already, and keys are never overwritten");
    const core::Result<void> written = writeRandomKeyFile(folder / "sign-1.key");
    if (!written.ok()) return written;
    return syncPath(folder);
}

Signature Signer::sign(std::string_view purpose, std::string_view bytes) const {
    const auto& [number, pair] = *state_->keys.rbegin();
    const std::string text = signedText(purpose, bytes);
    return {number, std::visit([&](const auto& of_suite) { return of_suite.sign(text); }, pair)};
}

bool Signer::verify(std::string_view purpose, std::string_view bytes, const Signature& signature) const {
    const auto found = state_->keys.find(signature.key);
    if (found == state_->keys.end()) return false;
    const std::string text = signedText(purpose, bytes);
    return std::visit([&](const auto& of_suite) { return of_suite.verify(text, signature.bytes); }, found->second);
}

std::vector<PublicKey> Signer::publicKeys() const {
    std::vector<PublicKey> keys;
    for (const auto& [number, pair] : state_->keys)
        std::visit(
            [&, key = number](const auto& of_suite) {
                keys.push_back({key, of_suite.kSuite, {of_suite.public_key.begin(), of_suite.public_key.end()}});
            },
            pair);
    return keys;
}

std::string Signer::signedText(std::string_view purpose, std::string_view bytes) {
    return fmt::format("{}:{}{}", purpose.size(), purpose, bytes);
}

}  // namespace hub::vault
