#include "hub/vault/vault.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "hub/core/exception.h"
#include "hub/vault/key_file.h"
#include "hub/vault/primitives.h"
#include "hub/vault/primitives_gm.h"

namespace hub::vault {

namespace {

// Text of their own for each use, so that a column and a purpose of the same name never share a key.
constexpr std::string_view kSealInfo = "onecard seal ";                  // intl
constexpr std::string_view kEncryptInfo = "onecard encrypt ";            // gm
constexpr std::string_view kAuthenticateInfo = "onecard authenticate ";  // gm
constexpr std::string_view kIndexInfo = "onecard index ";

void appendBigEndian(std::string& out, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xFF);
}

std::optional<Suite> suiteOf(char first) {
    const auto suite = static_cast<Suite>(first);
    return suite == Suite::Intl || suite == Suite::Gm ? std::optional(suite) : std::nullopt;
}

std::uint32_t readBigEndian(std::string_view bytes) {
    std::uint32_t number = 0;
    for (const char byte : bytes.substr(0, 4)) number = number << 8 | static_cast<std::uint8_t>(byte);
    return number;
}

std::string headerOf(Suite suite, KeyNumber number) {
    std::string header(1, static_cast<char>(suite));
    appendBigEndian(header, number);
    return header;
}

/// What the tag also covers. The length keeps ("ab", "c") and ("a", "bc") apart.
std::string boundTo(const SealPlace& place, std::string_view header) {
    std::string bound;
    bound.reserve(header.size() + 4 + place.column.size() + place.row.size());
    bound += header;
    appendBigEndian(bound, static_cast<std::uint32_t>(place.column.size()));
    bound += place.column;
    bound += place.row;
    return bound;
}

/// Keys derived from one key, made when first asked for. As many as the code has columns or purposes. Any thread.
class DerivedKeys {
  public:
    using Derive = Key (*)(const Key& from, std::string_view info);

    DerivedKeys(const Key& from, Derive derive, std::string_view info) : from_(from), derive_(derive), info_(info) {}

    /// Lives as long as this.
    const Key& of(std::string_view name) {
        {
            const std::shared_lock lock(mutex_);
            const auto found = keys_.find(name);
            if (found != keys_.end()) return found->second;
        }
        const std::unique_lock lock(mutex_);
        const auto found = keys_.find(name);
        if (found != keys_.end()) return found->second;
        return keys_.emplace(name, derive_(from_, std::string(info_).append(name))).first->second;
    }

  private:
    const Key from_;
    const Derive derive_;
    const std::string_view info_;
    std::shared_mutex mutex_;  // guards keys_; entries are never changed or erased
    std::map<std::string, Key, std::less<>> keys_;
};

template <class Block>
std::optional<Block> takeBlock(std::string_view& bytes) {
    Block block{};
    if (bytes.size() < block.size()) return std::nullopt;
    std::copy_n(bytes.begin(), block.size(), block.begin());
    bytes.remove_prefix(block.size());
    return block;
}

/// What one seal key does. It never seals anything itself: each column has keys of its own, derived by HKDF. Any thread.
///
/// intl: a nonce is random, and 2^32 values of one column under one seal key bring one to occur twice with a chance below 2^-32 (SP
/// 800-38D, 8.3). That many bodies, at 40 million a day, is a hundred days: rotating the seal key once a quarter keeps the busiest column
/// inside the bound. gm: counters are random in 128 bits, and a quarter's blocks of that column meet with a chance far below that.
class SealKey {
  public:
    explicit SealKey(const Key& key)
        : gcm_(key, primitives::hkdfSha256, kSealInfo),
          encryption_(key, primitives::hkdfSm3, kEncryptInfo),
          authentication_(key, primitives::hkdfSm3, kAuthenticateInfo) {}

    void seal(Suite suite, std::string_view column, std::string_view bound, std::string_view plain, std::string& out) {
        if (suite == Suite::Intl) {
            const primitives::Nonce nonce = primitives::randomNonce();
            out.append(nonce.begin(), nonce.end());
            primitives::sealAesGcm(gcm_.of(column), nonce, bound, plain, out);
        } else {
            const primitives::Sm4Block counter = primitives::randomSm4Block();
            out.append(counter.begin(), counter.end());
            primitives::sealSm4(encryption_.of(column), authentication_.of(column), counter, bound, plain, out);
        }
    }

    std::optional<std::string> open(Suite suite, std::string_view column, std::string_view bound, std::string_view sealed) {
        if (suite == Suite::Intl) {
            const auto nonce = takeBlock<primitives::Nonce>(sealed);
            return nonce ? primitives::openAesGcm(gcm_.of(column), *nonce, bound, sealed) : std::nullopt;
        }
        const auto counter = takeBlock<primitives::Sm4Block>(sealed);
        return counter ? primitives::openSm4(encryption_.of(column), authentication_.of(column), *counter, bound, sealed) : std::nullopt;
    }

  private:
    DerivedKeys gcm_;
    DerivedKeys encryption_;
    DerivedKeys authentication_;
};

}  // namespace

struct Vault::State {
    explicit State(std::shared_ptr<const KeySource> source) : keys(std::move(source)), suite(keys->suite()) {}

    /// Nothing when the source has no such key. Lives as long as the state.
    SealKey* sealKey(KeyNumber number) {
        {
            const std::shared_lock lock(mutex);
            const auto found = seal_keys.find(number);
            if (found != seal_keys.end()) return &found->second;
        }
        const std::optional<Key> key = keys->sealKey(number);
        if (!key) return nullptr;
        const std::unique_lock lock(mutex);
        return &seal_keys.try_emplace(number, *key).first->second;
    }

    /// Likewise.
    DerivedKeys* indexKey(KeyNumber number) {
        {
            const std::shared_lock lock(mutex);
            const auto found = index_keys.find(number);
            if (found != index_keys.end()) return &found->second;
        }
        std::optional<Key> key = keys->indexKey(number);
        if (!key && keys->refresh().ok()) key = keys->indexKey(number);
        if (!key) return nullptr;
        const std::unique_lock lock(mutex);
        const auto derive = suite == Suite::Intl ? primitives::hkdfSha256 : primitives::hkdfSm3;
        return &index_keys.try_emplace(number, *key, derive, kIndexInfo).first->second;
    }

    const std::shared_ptr<const KeySource> keys;
    const Suite suite;
    std::shared_mutex mutex;                      // guards both below; entries are never erased
    std::map<KeyNumber, SealKey> seal_keys;       // as many as the source has keys
    std::map<KeyNumber, DerivedKeys> index_keys;  // likewise
};

Vault::Vault(std::shared_ptr<const KeySource> keys) : state_(std::make_unique<State>(std::move(keys))) {
    const KeyNumber current = state_->keys->currentSealKey();
    if (state_->sealKey(current) == nullptr) throw core::Exception(fmt::format("the current seal key, number {}, is missing", current));
}

Vault::~Vault() = default;

std::string Vault::seal(const SealPlace& place, std::string_view plain) const {
    const KeyNumber number = state_->keys->currentSealKey();
    SealKey* key = state_->sealKey(number);
    if (key == nullptr) throw core::Exception(fmt::format("the current seal key, number {}, is missing", number));

    std::string sealed;
    sealed.reserve(plain.size() + sealOverhead(state_->suite));
    sealed += headerOf(state_->suite, number);
    key->seal(state_->suite, place.column, boundTo(place, sealed), plain, sealed);
    return sealed;
}

core::Result<std::string> Vault::open(const SealPlace& place, std::string_view sealed) const {
    const core::Failure broken(core::Error::SealBroken, std::string(place.column));
    if (sealed.size() < kHeaderSize) return broken;
    const std::string_view header = sealed.substr(0, kHeaderSize);
    const std::optional<Suite> suite = suiteOf(header[0]);
    if (!suite || sealed.size() < sealOverhead(*suite)) return broken;
    const KeyNumber number = readBigEndian(header.substr(1));
    SealKey* key = state_->sealKey(number);
    if (key == nullptr) return core::Failure(core::Error::KeyMissing, fmt::format("seal-{}.key", number));

    std::optional<std::string> plain = key->open(*suite, place.column, boundTo(place, header), sealed.substr(kHeaderSize));
    if (!plain) return broken;
    return std::move(*plain);
}

core::Result<BlindIndex> Vault::blindIndex(std::string_view purpose, std::string_view value, KeyNumber number) const {
    DerivedKeys* keys = state_->indexKey(number);
    if (keys == nullptr) return core::Failure(core::Error::KeyMissing, indexKeyFile(number));
    const Key& key = keys->of(purpose);
    const primitives::Bytes32 code = state_->suite == Suite::Intl ? primitives::hmacSha256(key, value) : primitives::hmacSm3(key, value);
    BlindIndex index;
    std::copy_n(code.begin(), index.bytes.size(), index.bytes.begin());
    return index;
}

KeyNumber Vault::currentKey() const { return state_->keys->currentSealKey(); }

std::string Vault::currentHeader() const { return headerOf(state_->suite, currentKey()); }

std::optional<KeyNumber> Vault::keyOf(std::string_view sealed) {
    if (sealed.size() < kHeaderSize || !suiteOf(sealed[0])) return std::nullopt;
    return readBigEndian(sealed.substr(1));
}

core::Result<void> Vault::refresh() const { return state_->keys->refresh(); }

core::Digest Vault::digest(std::string_view bytes) { return core::Digest{primitives::sha256(bytes)}; }

}  // namespace hub::vault
