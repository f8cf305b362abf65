#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hub/audit/witness.h"
#include "hub/flows/record_flow.h"

namespace hub::flows {

// Actions of the audit. Whoever asks for a report is written down before the hub looks for it (record.find), and again with the version
// that was seen, or with the refusal (record.read). A list is one row.
inline constexpr std::string_view kRecordFind = "record.find";
inline constexpr std::string_view kRecordRead = "record.read";
inline constexpr std::string_view kRecordList = "record.list";

/// Who reads, about whom and for what.
struct Asking {
    records::Reader reader;
    audit::AuditEntry entry;  ///< the actor, `about` and `purpose`; the rest is filled in here
};

/// Shows people's reports to whoever may see them, and leaves a row in the audit for each look and each refusal (MECHANISMS 13): what is
/// shown is handed out once its row is durable. `about` stands for a person: the reports and the consents of everybody who is a part of
/// them are theirs (identity::Merges), and a look at a part's reports stands in the audit of the part, a list in that of each. Any thread.
class RecordReading {
  public:
    using OnReport = std::function<void(const core::Result<records::IndexedReport>&)>;
    using OnList = std::function<void(const core::Result<std::vector<records::IndexedReport>>&)>;

    /// All outlive this.
    struct Stores {
        records::ReportStore& reports;
        records::ConsentStore& consents;
        audit::Witness& witness;
    };
    RecordReading(const House& house, RecordFlow& records, const Stores& stores) : house_(house), records_(records), stores_(stores) {}

    /// The report with its content, which is fetched from the hospital if the hub does not have it; of a withdrawn one the header alone.
    /// Called back on the executor. Also: PurposeMissing, PurposeNotAllowed, ConsentMissing, ReportNotFound, PeerAnswerNotValid (an older
    /// version came), and what RecordFlow::fetch fails with.
    void read(const Asking& asking, records::ReportId id, OnReport on_done);

    /// The last reports of `hospital` that the reader may read, changed last first. Without a hospital: of every one whose they may, and a
    /// hospital that has not a single consent is refused rather than shown nothing. Called back on the executor. Also: PurposeMissing,
    /// PurposeNotAllowed, ConsentMissing.
    void list(const Asking& asking, const std::optional<std::string>& hospital, OnList on_done);

  private:
    using Reports = std::vector<records::IndexedReport>;
    using Standing = std::vector<records::Consent>;
    using People = std::vector<records::PersonId>;

    struct Found {
        records::IndexedReport report;
        records::PersonId owner;
    };

    void look(const Asking& asking, records::ReportId id, bool fetched, OnReport on_done);
    void noteFailed(const Asking& asking, const Found& found, const core::Failure& why, const OnReport& on_done);
    core::Result<Standing> consentsFor(core::ReadTransaction& transaction, const Asking& asking, const People& people);
    core::Result<Found> find(core::Transaction& transaction, const Asking& asking, records::ReportId id, const People& people);
    core::Result<void> mayList(const Asking& asking, const std::optional<std::string>& hospital, const Standing& consents);
    core::Result<Reports> readable(core::Transaction& transaction, const audit::Witnessed& witnessed, const Asking& asking,
                                   const std::optional<std::string>& hospital, const Standing& consents);
    core::Result<Reports> readableOfAll(core::Transaction& transaction, const Asking& asking, const std::optional<std::string>& hospital,
                                        const Standing& consents, const People& people);
    /// Writes down what came of it, about each of `people`.
    core::Result<void> note(core::Transaction& transaction, const Asking& asking, std::string_view action, const std::string& subject,
                            audit::Outcome outcome, const People& people);

    const House& house_;
    RecordFlow& records_;
    const Stores stores_;
};

}  // namespace hub::flows
