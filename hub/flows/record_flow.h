#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "hub/flows/charge_flow.h"
#include "hub/records/consent_store.h"
#include "hub/records/report_store.h"

namespace hub::flows {

/// The region's index of reports: told by hospitals or read from them, kept as CONTRACT 12 says. It shows nothing to anybody: see
/// RecordReading. Any thread.
class RecordFlow {
  public:
    /// Both outlive the flow.
    RecordFlow(const House& house, records::ReportStore& reports) : house_(house), reports_(reports) {}

    /// report.published, or a place in a list. Also: JsonNotValid (it has no key), HospitalFileOfAnother (it stands under another file of
    /// the hospital), VersionConflict (another unit indexes it at this moment).
    core::Result<Next> told(core::Transaction& transaction, const ChargedFile& file, const records::ToldReport& told);

    /// The file is this person's from now on: so are its reports, and each is told to them.
    core::Result<Next> assign(core::Transaction& transaction, const ChargedFile& file);

    /// The file is not this person's after all: its reports are nobody's until the file is linked again.
    core::Result<void> release(core::Transaction& transaction, const ChargedFile& file);

    /// The hospital has put the file `gone` into `stays`: its reports are that file's from now on, and of whoever that file is.
    core::Result<Next> merged(core::Transaction& transaction, const ChargedFile& stays, const core::Sensitive<core::CardNumber>& gone);

    /// Reads the file's lists of both kinds over the last days at the hospital and keeps what is new in them. `on_done` is called on the
    /// executor: ok, or why nothing was kept (CounterpartyNotAnswering, CounterpartyRefused, and what told() refuses).
    void refresh(const ChargedFile& file, Carrier::OnDone on_done);

    /// Reads the content of an indexed report at its hospital and keeps it. `on_done` as of refresh(); also PeerAnswerNotValid (the
    /// hospital answers with another report).
    void fetch(const records::IndexedReport& report, Carrier::OnDone on_done);

    /// As of ChargeFlow.
    void whenMissing(std::function<void(const ChargedFile&)> missing) { missing_ = std::move(missing); }

  private:
    using Headers = std::vector<contract::ReportHeader>;

    void readLists(const ChargedFile& file, const std::shared_ptr<Headers>& headers, std::size_t kinds_read,
                   const Carrier::OnDone& on_done);
    void keep(const ChargedFile& file, std::vector<records::ToldReport> told, Carrier::OnDone on_done);
    core::Result<std::vector<records::IndexedReport>> allOf(core::ReadTransaction& transaction, std::string_view hospital,
                                                            const core::Sensitive<core::CardNumber>& local_patient);
    /// Stores it; what follows from it goes to `next`.
    core::Result<void> change(core::Transaction& transaction, const records::IndexedReport& report, bool tells_owner, Next& next);
    core::Result<Next> add(core::Transaction& transaction, const ChargedFile& file, const records::ToldReport& told);
    core::Result<Next> tell(core::Transaction& transaction, const records::IndexedReport& report, std::string_view type,
                            std::int64_t version);

    const House& house_;
    records::ReportStore& reports_;
    std::function<void(const ChargedFile&)> missing_ = [](const ChargedFile&) {};
};

}  // namespace hub::flows
