#pragma once

#include <cstddef>
#include <future>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "hub/identity/hospital_files.h"
#include "hub/identity/index/known_people.h"
#include "hub/identity/index/placement.h"

namespace hub::flows {

/// A hospital's file as a list of them has it.
struct LoadRow {
    std::int64_t line = 0;
    std::string hospital;
    contract::HospitalFile local;
    bool of_mother = false;  ///< the list names the mother's record: a newborn's file
    std::uint8_t birth_order = 0;
};

enum class Loaded {
    Created,    ///< nobody the region knows: a person of their own
    Linked,     ///< a known person's
    Probable,   ///< a known person's as far as matching can tell; a candidate until a certificate is read
    Review,     ///< perhaps a known person's; a candidate, and somebody has to look
    Unchanged,  ///< the hospital's number stands already
};

struct LoadedRow {
    std::int64_t line = 0;
    Loaded how = Loaded::Created;
    identity::HospitalFileId file;
    identity::PersonId person;
    std::optional<identity::Weighing> weighing;  ///< of Linked, Probable and Review
};

/// Takes hospitals' lists of files in, each matched against all that stand, those of the same list among them. Decides on the caller's
/// thread while the batch before is written; what is written can be told from what is not after a crash, so a load goes on where it was.
/// One thread.
class PeopleLoad {
  public:
    /// All outlive the load; `index` is loaded.
    struct Parts {
        core::UnitOfWork& units;
        core::Reads& reads;
        identity::IdentityStore& people;
        identity::HospitalFiles& files;
        identity::MatchStore& matches;
        identity::index::MasterIndex& index;
        identity::index::KnownPeople& known;
        core::IdSource& ids;
        const core::Clock& clock;
    };

    /// `file` names the list by its content.
    PeopleLoad(const Parts& parts, const core::Digest& file);

    /// How far an earlier run of the same list has come. To be called first. Also: what reads answer with.
    core::Result<identity::LoadProgress> begin();

    /// The next rows, in order, `rejected` of them not among `rows`; REQUIRES: at most kBatch of them and at least one of either. Rows of a
    /// batch that is not durable yet count in progress() already. Also: what the units of work answer with, of this batch or the one
    /// before: then nothing more is taken.
    core::Result<std::vector<LoadedRow>> take(const std::vector<LoadRow>& rows, std::int64_t rejected);

    /// Waits until all is durable.
    core::Result<void> finish();

    const identity::LoadProgress& progress() const { return progress_; }

    static constexpr std::size_t kBatch = 4000;  ///< rows: pages of an index that many of them change are written once

  private:
    struct HashOfId {
        std::size_t operator()(identity::PersonId id) const;
    };
    struct Writing {
        identity::index::Placement placement;
        std::optional<identity::matching::PackedRecord> record;
    };

    core::Result<LoadedRow> decide(const LoadRow& row, std::vector<Writing>& writings);
    core::Result<bool> stands(const LoadRow& row);
    identity::matching::Features featuresOf(const LoadRow& row) const;
    core::Result<identity::index::Known> knownOf(identity::PersonId person);
    void met(identity::PersonId person, identity::matching::Features&& features);
    core::Result<void> write(const std::vector<Writing>& writings, core::Transaction& transaction, const identity::LoadProgress& progress);

    Parts parts_;
    identity::LoadProgress progress_;
    bool some_stand_ = true;  ///< files that an earlier run, or a hospital, has brought
    std::unordered_set<std::uint64_t> seen_;
    /// Of people met lately. Whoever is handed one has let it go before the next is met, so they grow where they stand.
    std::unordered_map<identity::PersonId, std::shared_ptr<std::vector<identity::matching::Features>>, HashOfId> records_;
    std::unordered_map<identity::PersonId, identity::PersonId, HashOfId> stands_for_;  ///< who stands for a part met lately
    std::future<core::WorkOutcome> before_;
};

}  // namespace hub::flows
