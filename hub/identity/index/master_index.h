#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "hub/identity/identity_store.h"
#include "hub/identity/match_store.h"
#include "hub/identity/matching/image.h"

namespace hub::identity::index {

/// Somebody a record could be.
struct Found {
    PersonId person;               ///< who stands for them
    matching::Score score;         ///< of the two records that agree best, and the guards of all
    std::string_view proposed_by;  ///< the key they share, or "certificate"
};

/// A record as it is compared and as it is looked for.
struct MatchedRecord {
    matching::Features features;
    matching::PackedRecord packed;
};

/// Whether records are somebody's, with the reasons.
struct Decision {
    matching::Band band = matching::Band::New;
    std::vector<Found> found;  ///< those who are at least a question, best first; the first is whom `band` is about
    std::shared_ptr<const matching::Weights> weights{};  ///< by which it was decided
};

/// All that is known of somebody, record by record.
struct Known {
    PersonId person;                                                 ///< who stands for them
    std::shared_ptr<const std::vector<matching::Features>> records;  ///< shared: whoever reads them keeps them for a while
};

/// Whose records are these?
struct Question {
    std::span<const MatchedRecord> records;  ///< of one file, or all of one person
    std::optional<PersonId> holder = {};     ///< of the certificate in them: compared whatever the image says
    std::span<const PersonId> but = {};      ///< those who ask: a root and its parts
    std::size_t most = 8;                    ///< who are compared
};

/// What became of the row of one record.
struct RowChange {
    struct Side {
        PersonId person;
        matching::PackedRecord record;
    };
    std::optional<Side> before;
    std::optional<Side> after;
};

/// The region's people as they are matched (主索引): an image in memory says whom to compare with, the database who they are, and a Scorer
/// whether they are one. Any thread; until it is loaded it decides nothing.
class MasterIndex {
  public:
    /// `rows` outlives this; `reads` is asked once, for what records are packed with. Throws core::Exception when that cannot be read, and
    /// when ICU's data are not there.
    MasterIndex(core::Reads& reads, MatchStore& rows, const matching::Weights& weights);

    /// Makes the image from the rows; nothing is decided before it is done. `progress` is told how many are in. Also: what stores answer
    /// with; then a second call goes on where the first one was.
    core::Result<void> load(core::Reads& reads, const std::function<void(std::size_t)>& progress = {});
    /// One page of it, some tens of milliseconds, the last one seconds for millions: true when there is more. One thread at a time.
    core::Result<bool> loadPage(core::Reads& reads);
    bool isReady() const { return ready_.load(std::memory_order_acquire); }

    matching::Features read(const contract::PersonDetails& details) const;
    MatchedRecord packed(matching::Features features) const;

    using WholeRecords = std::function<core::Result<Known>(PersonId)>;

    /// Who the records could be. Two who are equally sure are a question, never "the first". Also: MatchingNotReady, what `whole` fails
    /// with.
    core::Result<Decision> decide(const Question& question, const WholeRecords& whole) const;

    /// The row of a record, for the same unit of work that writes the person or the file.
    core::Result<void> keep(core::Transaction& transaction, const core::IdBits& id, PersonId person, const MatchedRecord& record);
    /// keep() of an id that has no row yet: nothing is looked for, and rows of one unit go in together. Also: RowTaken.
    core::Result<void> keepNew(core::Transaction& transaction, const core::IdBits& id, PersonId person,
                               const matching::PackedRecord& record);
    /// When that unit is done.
    void take(PersonId person, const MatchedRecord& record);

    /// Brings the row under `id` to this, away when there is no record, and says what changed: nothing when it stood so already.
    core::Result<RowChange> bring(core::Transaction& transaction, const core::IdBits& id, PersonId person,
                                  const std::optional<MatchedRecord>& record);
    /// The same in the image, when that unit is done.
    void settle(const RowChange& change);

    /// Sorts in what came lately, when that is worth it; takes seconds for millions. A job's business.
    void tidy();

    std::size_t size() const { return image_.size(); }
    /// Shared: a decision under way ends by the weights it began with.
    std::shared_ptr<const matching::Weights> weights() const { return weights_.load(); }
    /// Other weights for every decision that begins from now on.
    void use(const matching::Weights& weights);

  private:
    struct Proposal {
        PersonId person;
        matching::Bits total = 0;
        std::string_view key;
    };
    std::vector<Proposal> proposals(const Question& question, const matching::Weights& weights) const;
    Found compared(const Question& question, const Known& known, std::string_view key, const matching::Scorer& scorer) const;

    const matching::FeatureReader reader_;
    std::atomic<std::shared_ptr<const matching::Weights>> weights_;
    MatchStore& rows_;
    const matching::PackKey key_;
    const matching::Packer packer_;
    matching::MatchImage image_;
    core::IdBits loaded_up_to_;  // of the one thread that loads
    std::atomic<std::uint32_t> next_ordinal_ = 0;
    std::atomic<std::size_t> tidied_at_ = 0;
    std::atomic<bool> ready_ = false;
};

}  // namespace hub::identity::index
