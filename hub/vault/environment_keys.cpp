#include "hub/vault/environment_keys.h"

#include "hub/core/describe.h"
#include "hub/vault/key_text.h"
#include "hub/vault/primitives.h"

namespace hub::vault {

namespace {

constexpr std::string_view kSealKeyBefore = "ONECARD_SEAL_KEY_";
constexpr std::string_view kSigningKeyBefore = "ONECARD_SIGN_KEY_";
constexpr std::string_view kIndexKeyVariable = "ONECARD_INDEX_KEY";
constexpr std::string_view kSuiteVariable = "ONECARD_KEY_SUITE";

bool isKey(std::string_view name) {
    return name == kIndexKeyVariable || name.starts_with(kSealKeyBefore) || name.starts_with(kSigningKeyBefore);
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
    if (!source.index_key_) return keyNotUsable(kIndexKeyVariable, "missing");
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
    if (name == kIndexKeyVariable) {
        index_key_ = key;
        return {};
    }
    const bool seals = name.starts_with(kSealKeyBefore);
    const std::optional<KeyNumber> number = keyNumber(std::string_view(name).substr((seals ? kSealKeyBefore : kSigningKeyBefore).size()));
    if (!number) return keyNotUsable(name, "no number of a key at its end");
    (seals ? seal_keys_ : signing_keys_).emplace(*number, *key);
    return {};
}

std::optional<Key> EnvironmentKeySource::sealKey(KeyNumber number) const {
    const auto found = seal_keys_.find(number);
    if (found == seal_keys_.end()) return std::nullopt;
    return found->second;
}

}  // namespace hub::vault
