#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "hub/flows/file_flow.h"
#include "hub/identity/index/known_people.h"
#include "hub/identity/index/placement.h"

namespace hub::flows {

struct FileMatchingCounters {
    std::atomic<std::uint64_t> created = 0;
    std::atomic<std::uint64_t> linked = 0;
    std::atomic<std::uint64_t> probable = 0;
    std::atomic<std::uint64_t> review = 0;
};

/// Whose a file is of which a hospital tells, and nobody has said. Any thread.
class FileMatching {
  public:
    /// All outlive this.
    struct Parts {
        identity::IdentityStore& people;
        identity::HospitalFiles& files;
        identity::index::MasterIndex& index;
        identity::index::KnownPeople& known;
    };
    FileMatching(const House& house, FileFlow& flow, const Parts& parts) : house_(house), flow_(flow), parts_(parts) {}

    /// Asks the matcher within the unit, and writes what it says: linked, with the file's charges and reports from now on the person's; a
    /// candidate; or a person of their own. A file without a name stays as unknown as it is. REQUIRES: the hospital's number is not known.
    /// Also: MatchingNotReady (retry: the image is being loaded, or knows somebody whom this unit does not see yet), VersionConflict
    /// (another unit was faster), FieldTooLong.
    core::Result<Next> take(core::Transaction& transaction, std::string_view hospital, const contract::HospitalFile& told);

    const FileMatchingCounters& counters() const { return counters_; }

  private:
    core::Result<identity::index::Decision> decide(core::Transaction& transaction, const contract::HospitalFile& told,
                                                   const identity::index::MatchedRecord& record) const;
    void count(identity::index::Placed how);

    const House& house_;
    FileFlow& flow_;
    Parts parts_;
    FileMatchingCounters counters_;
};

}  // namespace hub::flows
