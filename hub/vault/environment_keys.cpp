#include "hub/vault/environment_keys.h"

#include <utility>

#include "hub/core/describe.h"
#include "hub/vault/key_text.h"
#include "hub/vault/primitives.h"

namespace hub::vault {

namespace {

constexpr std::string_view kSealKeyBefore = "ONECARD_SEAL_KEY_";
constexpr std::string_view kSigningKeyBefore = "ONECARD_SIGN_KEY_";
constexpr std::string_view kFirstIndexKey = "ONECARD_INDEX_KEY";
constexpr std::string_view kIndexKeyBefore = "ONECARD_INDEX_KEY_";
constexpr std::string_view kSuiteVariable = "ONECARD_KEY_SUITE";

bool isKey(std::string_view name) {
    return name == kFirstIndexKey || name.starts_with(kIndexKeyBefore) || name.starts_with(kSealKeyBefore) ||
           name.starts_with(kSigningKeyBefore);
}

/// Whichever way it ends.
class WipedAtTheEnd {
  public:
    explicit WipedAtTheEnd(EnvironmentKeySource::Variables& variables) : variables_(variables) {}
    WipedAtTheEnd(const WipedAtTheEnd&) = delete;
    WipedAtTheEnd& operator=(const WipedAtTheEnd&) = delete;
    ~WipedAtTheEnd() {
        for (auto& [name, value] : variables_) {
            if (isKey(name)) primitives::wipe(value.data(), value.size());
        }
    }

  private:
    EnvironmentKeySource::Variables& variables_;
};

}  // namespace

core::Result<EnvironmentKeySource> EnvironmentKeySource::open(Variables& variables, std::optional<Suite> configured) {
    const WipedAtTheEnd wiped(variables);
    EnvironmentKeySource source;
    for (const auto& [name, value] : variables) {
        const core::Result<void> taken = source.take(name, value);
        if (!taken.ok()) return taken.failure();
    }
    if (const auto other = ofAnotherSuite(kSuiteVariable, source.suite_, configured)) return *other;
    if (source.seal_keys_.empty()) return keyNotUsable("ONECARD_SEAL_KEY_1", "missing");
    if (source.index_keys_.empty()) return keyNotUsable(kFirstIndexKey, "missing");
    return source;
}

core::Result<void> EnvironmentKeySource::take(const std::string& name, const std::string& value) {
    if (name == kSuiteVariable) {
        const std::optional<Suite> suite = core::enumFromName<Suite>(value);
        if (!suite) return keyNotUsable(name, "neither intl nor gm");
        suite_ = *suite;
    }
    if (!isKey(name)) return {};
    const std::optional<Key> key = keyOfDigits(value);
    if (!key) return keyNotUsable(name, "not 64 hexadecimal digits");
    if (name == kFirstIndexKey) {
        index_keys_.emplace(1, *key);
        return {};
    }
    for (const auto& [before, keys] :
         {std::pair(kSealKeyBefore, &seal_keys_), std::pair(kSigningKeyBefore, &signing_keys_), std::pair(kIndexKeyBefore, &index_keys_)}) {
        if (!name.starts_with(before)) continue;
        const std::optional<KeyNumber> number = keyNumber(std::string_view(name).substr(before.size()));
        const bool is_the_first = number == KeyNumber{1} && keys == &index_keys_;  // which has a name of its own
        if (!number || is_the_first) return keyNotUsable(name, "no number of a key at its end");
        keys->emplace(*number, *key);
    }
    return {};
}

std::optional<Key> EnvironmentKeySource::indexKey(KeyNumber number) const {
    const auto found = index_keys_.find(number);
    if (found == index_keys_.end()) return std::nullopt;
    return found->second;
}

std::optional<Key> EnvironmentKeySource::sealKey(KeyNumber number) const {
    const auto found = seal_keys_.find(number);
    if (found == seal_keys_.end()) return std::nullopt;
    return found->second;
}

}  // namespace hub::vault
