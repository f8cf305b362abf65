#include "hub/vault/signer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
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
    using Public = primitives::Bytes32;
    explicit Ed25519Pair(const Key& of) : seed(std::make_shared<const Key>(of)), public_key(primitives::ed25519Public(of)) {}
    explicit Ed25519Pair(const Public& of) : public_key(of) {}
    primitives::Bytes64 sign(std::string_view text) const { return primitives::ed25519Sign(*seed, text); }
    bool verify(std::string_view text, const primitives::Bytes64& signature) const {
        return primitives::ed25519Verify(public_key, text, signature);
    }

    std::shared_ptr<const Key> seed;  // shared by the copies of a pair; none: it only checks
    Public public_key;
};

struct Sm2Pair {
    static constexpr Suite kSuite = Suite::Gm;
    using Public = primitives::Bytes64;
    explicit Sm2Pair(const Key& of) : seed(std::make_shared<const Key>(of)), public_key(primitives::sm2Public(of)) {}
    explicit Sm2Pair(const Public& of) : public_key(of) {
        (void)primitives::sm2Verify(of, {}, {});  // throws where this is no point of the curve: at the start, not at the first code
    }
    primitives::Bytes64 sign(std::string_view text) const { return primitives::sm2Sign(*seed, text); }
    bool verify(std::string_view text, const primitives::Bytes64& signature) const {
        return primitives::sm2Verify(public_key, text, signature);
    }

    std::shared_ptr<const Key> seed;  // shared by the copies of a pair; none: it only checks
    Public public_key;
};

using KeyPair = std::variant<Ed25519Pair, Sm2Pair>;

KeyPair keyPair(Suite suite, const Key& seed) { return suite == Suite::Intl ? KeyPair(Ed25519Pair(seed)) : KeyPair(Sm2Pair(seed)); }

template <class Pair>
std::optional<KeyPair> publicPair(const std::vector<std::uint8_t>& bytes) {
    typename Pair::Public copy{};
    if (bytes.size() != copy.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), copy.begin());
    return KeyPair(Pair(copy));
}

bool signs(const KeyPair& pair) {
    return std::visit([](const auto& of_suite) { return of_suite.seed != nullptr; }, pair);
}

PublicKey publicKeyOf(KeyNumber number, const KeyPair& pair) {
    return std::visit(
        [&](const auto& of_suite) {
            return PublicKey{number, of_suite.kSuite, {of_suite.public_key.begin(), of_suite.public_key.end()}};
        },
        pair);
}

std::string keyFile(KeyNumber number) { return fmt::format("{}{}.key", kSigningKeyBefore, number); }

}  // namespace

struct Signer::State {
    explicit State(Suite the_suite) : suite(the_suite) {}

    const KeyPair* find(KeyNumber number) const {
        const std::shared_lock lock(mutex);
        const auto found = keys.find(number);
        return found == keys.end() ? nullptr : &found->second;
    }

    const Suite suite;
    mutable std::shared_mutex mutex;    // guards keys; entries are never changed or erased
    std::map<KeyNumber, KeyPair> keys;  // not empty, once opened; the highest number signs
};

Signer::Signer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Signer::Signer(Signer&&) noexcept = default;
Signer::~Signer() = default;

core::Result<Signer> Signer::open(const KeySource& keys, const PublicKeyBytes& put_away) {
    const core::Result<std::map<KeyNumber, Key>> seeds = keys.signingKeys();
    if (!seeds.ok()) return seeds.failure();
    return of(keys.suite(), *seeds, put_away);
}

core::Result<Signer> Signer::open(const fs::path& folder) {
    const core::Result<Suite> suite = readSuite(folder);
    if (!suite.ok()) return suite.failure();
    const core::Result<std::map<KeyNumber, Key>> seeds = readSigningKeys(folder);
    if (!seeds.ok()) return seeds.failure();
    const core::Result<PublicKeyBytes> put_away = readPublicKeys(folder);
    if (!put_away.ok()) return put_away.failure();
    return of(*suite, *seeds, *put_away);
}

core::Result<Signer> Signer::of(Suite suite, const std::map<KeyNumber, Key>& seeds, const PublicKeyBytes& put_away) {
    if (seeds.empty()) return keyNotUsable("sign-<number>.key, ONECARD_SIGN_KEY_<number>", "no signing key");
    auto state = std::make_unique<State>(suite);
    for (const auto& [number, seed] : seeds) state->keys.emplace(number, keyPair(suite, seed));
    for (const auto& [number, bytes] : put_away) {
        const std::optional<KeyPair> pair = suite == Suite::Intl ? publicPair<Ed25519Pair>(bytes) : publicPair<Sm2Pair>(bytes);
        if (!pair) return keyNotUsable(fmt::format("sign-{}.pub", number), "not as long as a public key of the suite");
        const auto& [entry, added] = state->keys.emplace(number, *pair);
        if (!added && publicKeyOf(number, entry->second).bytes != bytes)
            return keyNotUsable(keyFile(number), "not the key whose public part stands beside it");
    }
    const auto& [highest, pair] = *state->keys.rbegin();
    if (!signs(pair)) return keyNotUsable(keyFile(highest), "gone, and the newest: only its public part is here");
    return Signer(std::move(state));
}

core::Result<void> Signer::create(const fs::path& folder) {
    const core::Result<std::map<KeyNumber, Key>> seeds = readSigningKeys(folder);
    if (!seeds.ok()) return seeds.failure();
    const core::Result<PublicKeyBytes> put_away = readPublicKeys(folder);
    if (!put_away.ok()) return put_away.failure();
    if (!seeds->empty() || !put_away->empty())
        return keyNotUsable(folder.string(), "it holds a signing key already, and keys are never overwritten");
    const core::Result<void> written = writeRandomKeyFile(folder / keyFile(1));
    if (!written.ok()) return written;
    return syncPath(folder);
}

core::Result<KeyNumber> Signer::add(const fs::path& folder) {
    const core::Result<Signer> standing = open(folder);
    if (!standing.ok()) return standing.failure();
    const KeyNumber number = standing->current() + 1;
    if (number > kKeyNumberMax) return keyNotUsable((folder / keyFile(number)).string(), "no number follows");
    for (const PublicKey& key : standing->publicKeys()) {
        const core::Result<void> written = writePublicKey(folder, key.number, key.bytes);
        if (!written.ok()) return written.failure();
    }
    const core::Result<void> written = writeRandomKeyFile(folder / keyFile(number));
    if (!written.ok()) return written.failure();
    const core::Result<void> synced = syncPath(folder);
    if (!synced.ok()) return synced.failure();
    return number;
}

core::Result<void> Signer::refresh(const KeySource& keys) const {
    const core::Result<std::map<KeyNumber, Key>> seeds = keys.signingKeys();
    if (!seeds.ok()) return seeds.failure();
    std::map<KeyNumber, KeyPair> read;
    for (const auto& [number, seed] : *seeds) read.emplace(number, keyPair(state_->suite, seed));
    const std::unique_lock lock(state_->mutex);
    for (const auto& [number, pair] : read) {
        const auto known = state_->keys.find(number);
        if (known != state_->keys.end() && publicKeyOf(number, known->second).bytes != publicKeyOf(number, pair).bytes)
            return keyNotUsable(keyFile(number), "changed while the hub runs");
    }
    const KeyNumber current = state_->keys.rbegin()->first;
    if (!read.contains(current)) return keyNotUsable(keyFile(current), "gone, and in use");
    state_->keys.merge(read);
    return {};
}

KeyNumber Signer::current() const {
    const std::shared_lock lock(state_->mutex);
    return state_->keys.rbegin()->first;
}

Signature Signer::sign(std::string_view purpose, std::string_view bytes) const {
    const KeyNumber number = current();
    const std::string text = signedText(purpose, bytes);
    return {number, std::visit([&](const auto& of_suite) { return of_suite.sign(text); }, *state_->find(number))};
}

bool Signer::verify(std::string_view purpose, std::string_view bytes, const Signature& signature) const {
    const KeyPair* pair = state_->find(signature.key);
    if (pair == nullptr) return false;
    const std::string text = signedText(purpose, bytes);
    return std::visit([&](const auto& of_suite) { return of_suite.verify(text, signature.bytes); }, *pair);
}

std::vector<PublicKey> Signer::publicKeys() const {
    const std::shared_lock lock(state_->mutex);
    std::vector<PublicKey> keys;
    for (const auto& [number, pair] : state_->keys) keys.push_back(publicKeyOf(number, pair));
    return keys;
}

std::string Signer::signedText(std::string_view purpose, std::string_view bytes) {
    return fmt::format("{}:{}{}", purpose.size(), purpose, bytes);
}

}  // namespace hub::vault
