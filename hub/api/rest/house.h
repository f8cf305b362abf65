#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "hub/access/failure_gate.h"
#include "hub/access/tokens.h"
#include "hub/api/events/event_streams.h"
#include "hub/api/events/tickets.h"
#include "hub/audit/witness.h"
#include "hub/flows/care_flows.h"
#include "hub/flows/charge_watch_plan.h"
#include "hub/flows/consents.h"
#include "hub/flows/file_decisions.h"
#include "hub/flows/file_flow.h"
#include "hub/flows/hospital_notices.h"
#include "hub/flows/merge_flow.h"
#include "hub/flows/record_reading.h"
#include "hub/flows/registration_flow.h"
#include "hub/flows/request_store.h"
#include "hub/flows/scan_flow.h"
#include "hub/flows/weights_flow.h"
#include "hub/identity/card_codes.h"
#include "hub/identity/credentials.h"
#include "hub/identity/file_cases.h"
#include "hub/identity/newborns.h"
#include "hub/identity/paper_codes.h"
#include "hub/identity/registration.h"
#include "hub/identity/relations.h"
#include "hub/identity/reviews.h"
#include "hub/identity/withdrawals.h"
#include "hub/payment/decisions.h"
#include "hub/payment/payment_search_store.h"

namespace hub::api::rest {

/// How the hub settles a hospital's insurance (CONTRACT 6, insurance_by: hub).
struct Insurance {
    std::string insurer;  ///< code of the counterparty
    payment::Settles settles = payment::Settles::Direct;
    payment::SplitRules rules;
};

struct Hospital {
    std::string name;
    identity::FileChoice file_choice = identity::FileChoice::LastVisit;
    bool hub_counts_slots = false;  ///< its slots are delegated (CONTRACT 10): what it lists is the quota, not what is left
    std::optional<Insurance> insurance = std::nullopt;
};

using Hospitals = std::map<std::string, Hospital, std::less<>>;  ///< by code

/// A channel that people may pay by.
struct Channel {
    std::string name;
    std::string merchant;  ///< our account there
    payment::Settles settles = payment::Settles::ViaHub;
};

using Channels = std::map<std::string, Channel, std::less<>>;  ///< by code

struct Settings {
    core::Duration answer_wait{3'000};  ///< how long a write waits for its end before it answers 202
    core::Duration kept = flows::kOtherRequestsKept;
    core::Duration money_kept = flows::kMoneyRequestsKept;
};

/// What the REST interface stands on. All outlive it.
struct House {
    core::UnitOfWork& units;
    core::Reads& reads;
    core::Executor& executor;
    const core::Clock& clock;
    core::IdSource& ids;
    flows::Carrier& carrier;
    flows::Changes& changes;
    flows::RequestStore& requests;
    flows::CareFlows& care;
    flows::FileFlow& files;
    flows::RecordFlow& records;
    flows::RecordReading& record_reading;
    flows::Consents& consents;
    identity::IdentityStore& people;
    identity::Registration& registration;
    flows::RegistrationFlow& registering;
    const flows::IdentityServices& identity_services;
    flows::ScanFlow& scanning;
    identity::Cards& cards;
    identity::CardCodes& card_codes;
    identity::PaperCodes& paper_codes;
    identity::Credentials& credentials;
    identity::Relations& relations;
    identity::Newborns& newborns;
    identity::Merges& merges;
    identity::Reviews& reviews;
    identity::Withdrawals& withdrawals;
    flows::MergeFlow& merging;
    flows::WeightsFlow& weights;
    flows::HospitalNotices& notices;
    identity::HospitalFiles& hospital_files;
    identity::FileCases& file_cases;
    flows::FileDecisions& file_decisions;
    access::Tokens& tokens;
    access::FailureGate& failures;
    audit::Witness& witness;
    audit::AuditStore& audit;
    payment::Decisions& decisions;
    payment::PaymentSearchStore& payment_search;
    events::EventStreams& streams;
    events::Tickets& tickets;
    Hospitals hospitals;
    Channels channels;
    Settings settings;
    /// When the person's charges were last polled. Any thread.
    std::function<std::vector<flows::ListReading>(payment::PersonId)> charge_readings = [](payment::PersonId) {
        return std::vector<flows::ListReading>();
    };
};

}  // namespace hub::api::rest
