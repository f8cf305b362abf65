#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "hub/core/ids.h"
#include "hub/core/work.h"
#include "hub/vault/keys.h"

namespace hub::jobs {

/// How far the walk of a column is.
struct RewriteProgress {
    vault::KeyNumber key = 0;      ///< what it brings values under; 0: it was never walked
    core::IdBits after;            ///< the last row that was dealt with
    std::int64_t older_found = 0;  ///< in this walk, of what keeps it from being the last
    bool finished = false;         ///< a whole walk met nothing of that

    friend bool operator==(const RewriteProgress&, const RewriteProgress&) = default;
};

/// Some rows of one column: what of them is under an older key, and what takes its place.
struct RewritePage {
    struct Value {
        core::IdBits row;
        std::string old_value;
        std::string new_value;
    };
    std::string column;
    RewriteProgress before;  ///< as it was read
    RewriteProgress next;    ///< as it is once the page is put
    std::vector<Value> values;
    std::int64_t not_opened = 0;  ///< broken, or their key is missing: they stay
    bool last = false;            ///< of the walk
};

/// What of some rows of a column stands under which key.
struct KeyCount {
    std::map<vault::KeyNumber, std::int64_t> values;
    core::IdBits last;   ///< the last row looked at
    bool ended = false;  ///< it was the column's last
};

/// Columns whose values were made with a key, to be made anew with its successor. Every column of any store has another name. Any thread.
class RewriteStore {
  public:
    virtual ~RewriteStore() = default;

    virtual std::vector<std::string> columns() const = 0;

    virtual core::Result<RewriteProgress> progress(core::ReadTransaction& transaction, const std::string& column) = 0;

    /// Looks at up to `rows` rows further on and makes anew what of them is under an older key. Nothing where the column is finished
    /// under the current key, there is no older one, or another process knows a newer one. Writes nothing.
    virtual core::Result<std::optional<RewritePage>> page(core::ReadTransaction& transaction, const std::string& column,
                                                          std::size_t rows) = 0;

    /// Puts each new value where exactly the old one still stands, and answers with how many: what changed meanwhile is its writer's.
    /// Also: VersionConflict when somebody else has put a page of the column since.
    virtual core::Result<std::int64_t> put(core::Transaction& transaction, const RewritePage& page) = 0;

    /// Counts up to `rows` rows past `after`; what says nothing of its key counts as key 0.
    virtual core::Result<KeyCount> count(core::ReadTransaction& transaction, const std::string& column, const core::IdBits& after,
                                         std::size_t rows) = 0;
};

/// The columns of blind indexes, named "card.number_index", and which keys they are under. Any thread.
class ReindexStore : public RewriteStore {
  public:
    virtual core::Result<vault::IndexKeyUse> keys(core::ReadTransaction& transaction) = 0;

    /// Every unit that writes an index from now on writes it under `next`, whichever process runs it; waits for those that write under the
    /// one before. The unit in which the last column is finished ends the rotation. Also: KeyFileNotUsable (rows may still stand under an
    /// older key: one rotation at a time, or `next` is no later key).
    virtual core::Result<void> switchTo(core::Transaction& transaction, vault::KeyNumber next) = 0;
};

}  // namespace hub::jobs
