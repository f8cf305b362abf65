#include "hub/vault/vault.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "hub/core/exception.h"
#include "hub/vault/primitives.h"

namespace hub::vault {

namespace {

constexpr char kVersion = 1;
constexpr std::size_t kHeaderSize = 1 + 4;

// Text of their own for each use, so that a column and a purpose of the same name never share a key.
constexpr std::string_view kSealInfo = "onecard seal ";
constexpr std::string_view kIndexInfo = "onecard index ";

void appendBigEndian(std::string& out, std::uint32_t number) {
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(number >> shift & 0xFF);
}

std::uint32_t readBigEndian(std::string_view bytes) {
    std::uint32_t number = 0;
    for (const char byte : bytes.substr(0, 4)) number = number << 8 | static_cast<std::uint8_t>(byte);
    return number;
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
    DerivedKeys(const Key& from, std::string_view info) : from_(from), info_(info) {}

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
        return keys_.emplace(name, primitives::hkdfSha256(from_, std::string(info_).append(name))).first->second;
    }

  private:
    const Key from_;
    const std::string_view info_;
    std::shared_mutex mutex_;  // guards keys_; entries are never changed or erased
    std::map<std::string, Key, std::less<>> keys_;
};

}  // namespace

// A seal key never seals anything itself: each column has a key of its own, derived by HKDF. A nonce is random, and 2^32 values of one
// column under one seal key bring one to occur twice with a chance below 2^-32 (SP 800-38D, 8.3). That many bodies, at 40 million a
// day, is a hundred days: rotating the seal key once a quarter keeps the busiest column inside the bound.
struct Vault::State {
    explicit State(std::shared_ptr<const KeySource> source) : keys(std::move(source)), index_keys(keys->indexKey(), kIndexInfo) {}

    /// Nothing when the source has no such key. Lives as long as the state.
    DerivedKeys* columnKeys(KeyNumber number) {
        {
            const std::shared_lock lock(mutex);
            const auto found = seal_keys.find(number);
            if (found != seal_keys.end()) return &found->second;
        }
        const std::optional<Key> key = keys->sealKey(number);
        if (!key) return nullptr;
        const std::unique_lock lock(mutex);
        return &seal_keys.try_emplace(number, *key, kSealInfo).first->second;
    }

    const std::shared_ptr<const KeySource> keys;
    DerivedKeys index_keys;
    std::shared_mutex mutex;                     // guards seal_keys; entries are never erased
    std::map<KeyNumber, DerivedKeys> seal_keys;  // as many as the source has keys
};

Vault::Vault(std::shared_ptr<const KeySource> keys) : state_(std::make_unique<State>(std::move(keys))) {
    const KeyNumber current = state_->keys->currentSealKey();
    if (state_->columnKeys(current) == nullptr) throw core::Exception(fmt::format("the current seal key, number {}, is missing", current));
}

Vault::~Vault() = default;

std::string Vault::seal(const SealPlace& place, std::string_view plain) const {
    const KeyNumber number = state_->keys->currentSealKey();
    DerivedKeys* keys = state_->columnKeys(number);
    if (keys == nullptr) throw core::Exception(fmt::format("the current seal key, number {}, is missing", number));

    std::string sealed;
    sealed.reserve(plain.size() + kSealOverhead);
    sealed += kVersion;
    appendBigEndian(sealed, number);
    const std::string bound = boundTo(place, sealed);
    const primitives::Nonce nonce = primitives::randomNonce();
    sealed.append(nonce.begin(), nonce.end());
    primitives::sealAesGcm(keys->of(place.column), nonce, bound, plain, sealed);
    return sealed;
}

core::Result<std::string> Vault::open(const SealPlace& place, std::string_view sealed) const {
    const core::Failure broken(core::Error::SealBroken, std::string(place.column));
    if (sealed.size() < kSealOverhead || sealed[0] != kVersion) return broken;
    const std::string_view header = sealed.substr(0, kHeaderSize);
    const KeyNumber number = readBigEndian(header.substr(1));
    DerivedKeys* keys = state_->columnKeys(number);
    if (keys == nullptr) return core::Failure(core::Error::KeyMissing, fmt::format("seal-{}.key", number));

    primitives::Nonce nonce{};
    std::copy_n(sealed.begin() + kHeaderSize, nonce.size(), nonce.begin());
    const std::string_view body = sealed.substr(kHeaderSize + nonce.size());
    std::optional<std::string> plain = primitives::openAesGcm(keys->of(place.column), nonce, boundTo(place, header), body);
    if (!plain) return broken;
    return std::move(*plain);
}

BlindIndex Vault::blindIndex(std::string_view purpose, std::string_view value) const {
    const primitives::Bytes32 code = primitives::hmacSha256(state_->index_keys.of(purpose), value);
    BlindIndex index;
    std::copy_n(code.begin(), index.bytes.size(), index.bytes.begin());
    return index;
}

core::Digest Vault::digest(std::string_view bytes) { return core::Digest{primitives::sha256(bytes)}; }

}  // namespace hub::vault
