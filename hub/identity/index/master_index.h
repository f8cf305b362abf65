#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "hub/identity/identity_store.h"
#include "hub/identity/match_store.h"
#include "hub/identity/matching/image.h"
#include "hub/vault/vault.h"

namespace hub::identity::index {

/// Somebody a record could be.
struct Found {
    PersonId person;
    matching::Score score;         ///< with the record of theirs that agrees best, and the guards of all their records
    std::string_view proposed_by;  ///< the key they share
};

/// A record as it is compared and as it is looked for.
struct MatchedRecord {
    matching::Features features;
    matching::PackedRecord packed;
};

/// Whether a record is somebody's, with the reasons.
struct Decision {
    matching::Band band = matching::Band::New;
    std::vector<Found> found;  ///< those who are at least a question, best first; the first is whom `band` is about
    std::shared_ptr<const matching::Weights> weights{};  ///< by which it was decided
};

/// The region's people as they are matched (主索引): an image in memory says whom to compare with, the database who they are, and a Scorer
/// whether they are one. Any thread, but load() before all else.
class MasterIndex {
  public:
    /// All outlive this. Throws core::Exception when ICU's data are not there.
    MasterIndex(const vault::Vault& vault, MatchStore& rows, const matching::Weights& weights);

    /// Makes the image from the rows; nothing is decided before it is done. `progress` is told how many are in. Also: what stores answer
    /// with.
    core::Result<void> load(core::Reads& reads, const std::function<void(std::size_t)>& progress = {});
    bool isReady() const { return ready_.load(std::memory_order_acquire); }

    matching::Features read(const contract::PersonDetails& details) const;
    MatchedRecord packed(matching::Features features) const;

    /// All that is known of a person, record by record.
    using Records = std::shared_ptr<const std::vector<matching::Features>>;  ///< shared: whoever reads them keeps them for a while
    using WholeRecords = std::function<core::Result<Records>(PersonId)>;
    /// From the database: as they registered, and as their linked files have them.
    core::Result<Records> recordsOf(core::ReadTransaction& transaction, IdentityStore& people, PersonId person) const;

    /// Who the record could be. Two who are equally sure are a question, never "the first". Also: MatchingNotReady, what `whole` fails
    /// with.
    core::Result<Decision> decide(const MatchedRecord& record, const WholeRecords& whole, std::size_t most = 8) const;

    /// The row of a record, for the same unit of work that writes the person or the file.
    core::Result<void> keep(core::Transaction& transaction, const core::IdBits& id, PersonId person, const MatchedRecord& record);
    /// keep() of an id that has no row yet: nothing is looked for, and rows of one unit go in together. Also: RowTaken.
    core::Result<void> keepNew(core::Transaction& transaction, const core::IdBits& id, PersonId person,
                               const matching::PackedRecord& record);
    /// When that unit is done.
    void take(PersonId person, const MatchedRecord& record);

    /// Sorts in what came lately, when that is worth it; takes seconds for millions. A job's business.
    void tidy();

    std::size_t size() const { return image_.size(); }
    /// Shared: a decision under way ends by the weights it began with.
    std::shared_ptr<const matching::Weights> weights() const { return weights_.load(); }
    /// Other weights for every decision that begins from now on.
    void use(const matching::Weights& weights);

  private:
    const matching::FeatureReader reader_;
    std::atomic<std::shared_ptr<const matching::Weights>> weights_;
    MatchStore& rows_;
    const matching::PackKey key_;
    const matching::Packer packer_;
    matching::MatchImage image_;
    std::atomic<std::uint32_t> next_ordinal_ = 0;
    std::atomic<std::size_t> tidied_at_ = 0;
    std::atomic<bool> ready_ = false;
};

}  // namespace hub::identity::index
