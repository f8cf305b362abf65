#include "hub/app/key_status.h"

#include <algorithm>
#include <map>
#include <utility>

namespace hub::app {

using core::Result;

namespace {

constexpr std::size_t kCountedAtOnce = 1000;
constexpr int kCountedPages = 10;

/// What a column's values are under, as far as it was counted.
struct Counted {
    std::map<vault::KeyNumber, std::int64_t> values;
    bool whole = false;
    bool finished = false;
};

/// The first half of the pages from the column's beginning, the others from where the walk under the current key is: behind it little is
/// left to find.
Result<Counted> counted(core::Reads& reads, jobs::RewriteStore& store, const std::string& column, vault::KeyNumber current) {
    Counted all;
    core::IdBits walked;
    core::IdBits after;
    bool jumped = false;
    for (int page = 0; page < kCountedPages; ++page) {
        if (page == kCountedPages / 2 && walked > after) {
            after = walked;
            jumped = true;
        }
        jobs::KeyCount found;
        const Result<void> read = reads.read([&](core::ReadTransaction& transaction) -> Result<void> {
            const Result<jobs::RewriteProgress> progress = store.progress(transaction, column);
            if (!progress.ok()) return progress.failure();
            walked = progress->key == current ? progress->after : core::IdBits{};
            all.finished = progress->key == current && progress->finished;
            Result<jobs::KeyCount> count = store.count(transaction, column, after, kCountedAtOnce);
            if (!count.ok()) return count.failure();
            found = *std::move(count);
            return {};
        });
        if (!read.ok()) return read.failure();
        for (const auto& [key, values] : found.values) all.values[key] += values;
        after = found.last;
        if (found.ended) {
            all.whole = !jumped;
            break;
        }
    }
    return all;
}

Result<std::vector<SigningKeyUse>> signingKeyUses(Foundation& foundation) {
    const auto there = foundation.signingKeys();
    if (!there.ok()) return there.failure();
    std::map<vault::KeyNumber, core::Date> printed;
    vault::KeyNumber sealed_first = 0;
    vault::KeyNumber sealed_last = 0;
    storage::Storage& storage = foundation.storage();
    const Result<void> read = storage.reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
        auto keys = storage.credentials().paperCodeKeys(transaction);
        if (!keys.ok()) return keys.failure();
        printed = *std::move(keys);
        const auto first = storage.audit().signatures(transaction, 0, 1);
        if (!first.ok()) return first.failure();
        const auto last = storage.audit().lastSignature(transaction);
        if (!last.ok()) return last.failure();
        if (!first->empty()) sealed_first = first->front().signature.key;
        if (*last) sealed_last = (*last)->signature.key;
        return {};
    });
    if (!read.ok()) return read.failure();

    std::map<vault::KeyNumber, SigningKeyUse> uses;
    const auto use = [&](vault::KeyNumber number) -> SigningKeyUse& {
        SigningKeyUse& one = uses[number];
        one.number = number;
        return one;
    };
    for (const auto& [number, signs] : *there) {
        use(number).signs = signs;
        use(number).checks = true;
    }
    for (const auto& [number, day] : printed) use(number).paper_codes_until = day;
    if (sealed_first != 0) {
        use(sealed_first);
        use(sealed_last);
        for (auto& [number, one] : uses)
            one.audit_chain = number >= sealed_first && number <= sealed_last;  // keys sign one after the other
    }
    std::vector<SigningKeyUse> by_number;
    for (const auto& [number, one] : uses) by_number.push_back(one);
    return by_number;
}

Result<IndexKeys> indexKeys(Foundation& foundation) {
    const Result<vault::IndexKeyUse> use = foundation.indexKeys();
    if (!use.ok()) return use.failure();
    IndexKeys keys{use->writes, use->older, {}};
    if (!use->older) return keys;
    storage::Storage& storage = foundation.storage();
    for (const std::string& column : storage.reindex().columns()) {
        const Result<Counted> all = counted(storage.reads(), storage.reindex(), column, use->writes);
        if (!all.ok()) return all.failure();
        if (all->finished) continue;
        ColumnSeals left{column, 0, !all->whole, false};
        for (const auto& [key, values] : all->values) {
            if (key != use->writes) left.older += values;  // those that do not open need the older key as well, as far as is known
        }
        keys.columns.push_back(std::move(left));
    }
    return keys;
}

}  // namespace

Result<KeyStatus> keyStatus(Foundation& foundation) {
    const vault::KeyNumber current = foundation.keys().currentSealKey();
    KeyStatus status{current, foundation.keys().suite(), current, true, {}, {}, {}, {}};
    std::map<vault::KeyNumber, std::int64_t> under;
    storage::Storage& storage = foundation.storage();
    for (const std::string& column : storage.reseal().columns()) {
        const Result<Counted> all = counted(storage.reads(), storage.reseal(), column, current);
        if (!all.ok()) return all.failure();
        ColumnSeals seals{column, 0, !all->whole, all->finished};
        for (const auto& [key, values] : all->values) {
            under[key] += values;
            if (key < current) seals.older += values;
        }
        status.certain = status.certain && (all->whole || all->finished);
        status.columns.push_back(std::move(seals));
    }
    for (const auto& [key, values] : under) {
        if (key == 0) continue;  // broken: of no key
        status.oldest_needed = std::min<std::int64_t>(status.oldest_needed, key);
        if (!foundation.keys().sealKey(key)) status.missing.push_back(key);
    }
    Result<std::vector<SigningKeyUse>> signing = signingKeyUses(foundation);
    if (!signing.ok()) return signing.failure();
    status.signing = *std::move(signing);
    Result<IndexKeys> index = indexKeys(foundation);
    if (!index.ok()) return index.failure();
    status.index = *std::move(index);
    return status;
}

Result<RotatedKey> rotateKey(Foundation& foundation, const vault::Signer& signer, KeyKind kind) {
    const auto added = [&]() -> Result<vault::KeyNumber> {
        switch (kind) {
            case KeyKind::Seal:
                return foundation.rotateSealKey();
            case KeyKind::Sign:
                return foundation.rotateSigningKey(signer);
            case KeyKind::Index:
                return foundation.rotateIndexKey();
        }
        HUB_ASSERT(false);
    }();
    if (!added.ok()) return added.failure();
    return RotatedKey{kind, *added};
}

}  // namespace hub::app
