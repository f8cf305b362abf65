#pragma once

#include <string_view>

#include "hub/contract/events.h"
#include "hub/flows/care_flows.h"
#include "hub/flows/file_flow.h"
#include "hub/flows/file_matching.h"
#include "hub/flows/record_flow.h"

namespace hub::flows {

/// Applies what counterparties told the hub, after it was acknowledged (MECHANISMS 6). Each event in one unit of work; the same one
/// twice does no harm. Any thread.
class InboundFlow {
  public:
    /// All outlive the flow.
    InboundFlow(CareFlows& care, FileFlow& files, FileMatching& matching, RecordFlow& records, const FileFlow::People& people)
        : care_(care), files_(files), matching_(matching), records_(records), people_(people) {}

    /// Also: JsonNotValid (the content is not that of its type), NotificationNotOurs, EventNotKnown, MatchingNotReady, and what the flow it
    /// concerns answers with. A failure that does not imply "retry" parks the event for a person.
    core::Result<Next> apply(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event);

  private:
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::PatientUpserted& what);
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::PatientMerged& what);
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::BookingChanged& what);
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::ClinicStopped& what);
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::ChargeCreated& what);
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::ChargeChanged& what);
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::ChargeCancelled& what);
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::RefundRequested& what);
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::CollectionChanged& what);
    core::Result<Next> on(core::Transaction& transaction, std::string_view counterparty, const contract::Event& event,
                          const contract::ReportPublished& what);

    core::Result<ChargedFile> fileOf(core::ReadTransaction& transaction, std::string_view hospital,
                                     const core::Sensitive<core::CardNumber>& local_patient);

    CareFlows& care_;
    FileFlow& files_;
    FileMatching& matching_;
    RecordFlow& records_;
    FileFlow::People people_;
};

}  // namespace hub::flows
