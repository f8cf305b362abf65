#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "hub/core/clock.h"
#include "hub/identity/file_case.h"
#include "hub/identity/file_case_store.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/merges.h"

namespace hub::identity {

struct FileCasePage {
    std::vector<FileCase> cases;
    std::optional<PersonId> next;  ///< goes on after this; none: there are no more
};

/// The work list of a hospital: people with several files there, and files that wait for a certificate to be read (CONTRACT 11). Merged
/// people are one. Any thread.
class FileCases {
  public:
    /// Of one page. Nearly everybody has one linked file and is no case: a page may be short, even empty, before the end.
    static constexpr std::size_t kExaminedMax = 20'000;

    /// All outlive this. `examined_max`: people looked at for one page.
    FileCases(FileCaseStore& store, IdentityStore& identity, Merges& merges, const core::Clock& clock,
              std::size_t examined_max = kExaminedMax)
        : store_(store), identity_(identity), merges_(merges), clock_(clock), examined_max_(examined_max) {}

    /// At most `limit` cases of this kind, of any where none is named, after `after` (none: from the beginning). The order is always the
    /// same and means nothing: what is settled in between leaves the list, and nothing moves.
    core::Result<FileCasePage> list(core::ReadTransaction& transaction, std::string_view hospital, std::optional<FileCaseKind> kind,
                                    PersonId after, std::size_t limit) const;

  private:
    core::Result<std::optional<FileCase>> caseOf(core::ReadTransaction& transaction, std::string_view hospital,
                                                 const FileHolder& holder) const;

    FileCaseStore& store_;
    IdentityStore& identity_;
    Merges& merges_;
    const core::Clock& clock_;
    const std::size_t examined_max_;
};

}  // namespace hub::identity
