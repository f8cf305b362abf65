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
Result<Counted> counted(storage::Storage& storage, const std::string& column, vault::KeyNumber current) {
    Counted all;
    core::IdBits walked;
    core::IdBits after;
    bool jumped = false;
    for (int page = 0; page < kCountedPages; ++page) {
        if (page == kCountedPages / 2 && walked > after) {
            after = walked;
            jumped = true;
        }
        jobs::SealCount found;
        const Result<void> read = storage.reads().read([&](core::ReadTransaction& transaction) -> Result<void> {
            const Result<jobs::ResealProgress> progress = storage.reseal().progress(transaction, column);
            if (!progress.ok()) return progress.failure();
            walked = progress->key == current ? progress->after : core::IdBits{};
            all.finished = progress->key == current && progress->finished;
            Result<jobs::SealCount> count = storage.reseal().count(transaction, column, after, kCountedAtOnce);
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

}  // namespace

Result<KeyStatus> keyStatus(Foundation& foundation) {
    const vault::KeyNumber current = foundation.keys().currentSealKey();
    KeyStatus status{current, foundation.keys().suite(), current, true, {}, {}};
    std::map<vault::KeyNumber, std::int64_t> under;
    for (const std::string& column : foundation.storage().reseal().columns()) {
        const Result<Counted> all = counted(foundation.storage(), column, current);
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
    return status;
}

}  // namespace hub::app
