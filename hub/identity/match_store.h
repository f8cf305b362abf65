#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "hub/core/digest.h"
#include "hub/core/sensitive.h"
#include "hub/core/work.h"
#include "hub/identity/ids.h"

namespace hub::identity {

/// What the matcher compares of a person or of one of their files: the features, packed. `id` is the person's or the file's.
struct MatchRow {
    core::IdBits id;
    PersonId person;
    std::string_view packed;
};

/// What stands under an id.
struct KeptMatchRow {
    PersonId person;
    std::string packed;
};

/// How far the loading of a file has come, so that it goes on where it was stopped.
struct LoadProgress {
    core::Digest file;      ///< of its content
    std::int64_t rows = 0;  ///< dealt with, from the first
    std::int64_t created = 0;
    std::int64_t linked = 0;
    std::int64_t probable = 0;
    std::int64_t review = 0;
    std::int64_t unchanged = 0;
    std::int64_t rejected = 0;
};

/// The rows the matcher's image in memory is made from, and the progress of loads. Packed features are sealed: they say much about a
/// person. Implemented by storage. Any thread.
class MatchStore {
  public:
    virtual ~MatchStore() = default;

    /// 16 bytes that records are packed with, of one database for ever. Also: SealBroken, KeyMissing, RowNotReadable.
    virtual core::Result<core::Sensitive<std::string>> secret(core::ReadTransaction& transaction) = 0;

    /// Also: RowTaken (this id stands).
    virtual core::Result<void> add(core::Transaction& transaction, const MatchRow& row) = 0;
    /// In place of what stands under this id; added where nothing does.
    virtual core::Result<void> put(core::Transaction& transaction, const MatchRow& row) = 0;
    virtual core::Result<void> remove(core::Transaction& transaction, const core::IdBits& id) = 0;

    /// Also: SealBroken, KeyMissing.
    virtual core::Result<std::optional<KeptMatchRow>> find(core::ReadTransaction& transaction, const core::IdBits& id) = 0;

    /// Calls `use` for up to `limit` rows after `after` in the order of ids, and answers with the last id: none when there were no more.
    /// What `packed` shows dies with the call. Also: SealBroken, KeyMissing.
    virtual core::Result<core::IdBits> each(core::ReadTransaction& transaction, const core::IdBits& after, std::size_t limit,
                                            const std::function<void(const MatchRow&)>& use) = 0;

    virtual core::Result<std::optional<LoadProgress>> progressOf(core::ReadTransaction& transaction, const core::Digest& file) = 0;
    virtual core::Result<void> keepProgress(core::Transaction& transaction, const LoadProgress& progress) = 0;
};

}  // namespace hub::identity
