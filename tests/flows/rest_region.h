#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/access/tokens.h"
#include "hub/api/rest/routes.h"
#include "hub/api/router.h"
#include "hub/identity/index/master_index.h"
#include "tests/flows/region.h"

namespace tests {

/// An answer as a client sees it.
struct RestAnswer {
    int status = 0;
    std::string body;

    /// The value at "reports.0.header.key".
    std::string at(std::string_view place) const;
    hub::core::Result<RestAnswer> result() const;
};

using Fields = std::vector<std::pair<std::string, std::string>>;

hub::vault::Signer newSigner(const FileTree& tree);

/// Hospitals H1, H2, whose insurance the hub settles at YB, and H3, which delegates its slots, an entrance, and the whole REST interface on
/// them, without sockets.
struct RestRegion : FlowWorld {
    using FlowWorld::FlowWorld;
    ~RestRegion() { stop(); }

    hub::vault::Signer signer = newSigner(tree);
    hub::identity::Cards cards{storage->identity(), ids, clock};
    hub::identity::Registration registration{matched_people, cards, ids, clock};
    hub::flows::IdentityServices services{care.house(), {"ID"}};
    hub::identity::CardCodes card_codes{storage->identity(), signer, ids, clock};
    hub::identity::PaperCodes paper_codes{storage->credentials(), storage->identity(), signer, ids, clock};
    hub::identity::Credentials credentials{storage->credentials(), ids, clock};
    hub::identity::Relations relations{storage->identity(), storage->relations(), merges, ids, clock};
    hub::identity::Newborns newborns{matched_people, registration, relations, cards, ids, clock};
    hub::flows::HospitalNotices notices{care.house(), storage->identity(),
                                        [this](std::string_view hospital) { return house.hospitals.find(hospital)->second.file_choice; }};
    hub::flows::RegistrationFlow registering{care.house(),
                                             {services, storage->identity(), registration, newborns, notices, storage->outbox()}};
    hub::flows::ScanFlow scanning{care.house(),
                                  {services, storage->identity(), registration, cards, card_codes, paper_codes, credentials, merges}};
    hub::identity::Reviews reviews{storage->reviews(), merges, storage->identity(), ids, clock};
    hub::identity::Withdrawals withdrawals{storage->withdrawals(), matched_people, merges, clock};
    hub::payment::Decisions decisions{{storage->decisions(), storage->payments(), storage->refunds(), storage->cases()}, clock};
    hub::access::Tokens tokens{storage->access(), ids, clock};
    hub::access::FailureGate failures{clock, {}};
    hub::audit::Witness witness{storage->audit(), ids, clock};
    hub::flows::MergeFlow merging{care.house(), {reviews, storage->reviews(), merges, storage->merges(), witness, notices}};
    hub::identity::FileCases file_cases{storage->fileCases(), storage->identity(), merges, clock};
    hub::flows::FileDecisions file_decisions{care.house(), {care.charges(), records, storage->identity(), hospital_files, merges}};
    hub::identity::WeightsBook weights_book{storage->weights(), ids, clock};
    hub::flows::WeightsFlow weights{
        {storage->units(), storage->reads(), weights_book, storage->weights(), storage->matches(), storage->identity(), changes, clock,
         [this](const hub::contract::PersonDetails& details) { return master_index.read(details); },
         [this](const hub::identity::matching::Weights& active) { master_index.use(active); }},
        {}};
    hub::flows::RecordReading reading{care.house(), records, {storage->reports(), storage->consents(), witness}};
    hub::flows::Consents consents{care.house(), storage->consents()};
    hub::api::events::EventStreams streams{{storage->reads(), storage->events(), executor, clock}, {}};
    hub::api::events::Tickets tickets{clock};
    hub::api::rest::House house{
        storage->units(),
        storage->reads(),
        executor,
        clock,
        ids,
        carrier,
        changes,
        storage->requests(),
        care,
        files,
        records,
        reading,
        consents,
        storage->identity(),
        registration,
        registering,
        services,
        scanning,
        cards,
        card_codes,
        paper_codes,
        credentials,
        relations,
        newborns,
        merges,
        reviews,
        withdrawals,
        merging,
        weights,
        notices,
        hospital_files,
        file_cases,
        file_decisions,
        tokens,
        failures,
        witness,
        storage->audit(),
        decisions,
        storage->paymentSearch(),
        streams,
        tickets,
        {{"H1", {"测试一院"}},
         {"H2",
          {"测试二院", hub::identity::FileChoice::LastVisit, false, hub::api::rest::Insurance{"YB", hub::payment::Settles::Direct, {}}}},
         {"H3", {"测试三院", hub::identity::FileChoice::LastVisit, true}}},
        {},
        {}};
    hub::api::rest::Desk desk{house};
    hub::api::Router router{hub::api::rest::restRoutes(&desk)};
    const Fields doctor{{"Staff-Id", "20417"}, {"Staff-Role", "doctor"}, {"Staff-Department", "D02"}, {"Purpose", "treatment"}};
    std::string entrance = tokenFor("city-app", hub::access::ClientKind::Entrance, hub::access::Role::Entrance, "");
    std::string h1 = tokenFor("his-h1", hub::access::ClientKind::Hospital, hub::access::Role::Hospital, "H1");
    std::string h2 = tokenFor("his-h2", hub::access::ClientKind::Hospital, hub::access::Role::Hospital, "H2");
    std::atomic<int> keys = 0;

    std::string tokenFor(const std::string& code, hub::access::ClientKind kind, hub::access::Role role, const std::string& hospital);

    /// A write gets a key of its own unless `fields` brings one.
    RestAnswer call(const std::string& method, const std::string& path, const std::string& token, const std::string& json = {},
                    const Fields& fields = {});
    /// The same on other routes; an empty token sends none.
    RestAnswer callOn(hub::api::Router& routes, const std::string& method, const std::string& path, const std::string& token,
                      const std::string& json, const Fields& fields);
    hub::core::Result<RestAnswer> tried(const std::string& method, const std::string& path, const std::string& token,
                                        const std::string& json = {}, const Fields& fields = {}) {
        return call(method, path, token, json, fields).result();
    }

    /// Path of somebody who registers through the entrance.
    std::string registered(const std::string& name, const std::string& certificate);
    std::string exchanged(const std::string& who) { return call("POST", who + "/tokens", entrance).at("token"); }

    /// The person's token after staff of H2 has seen the certificate.
    std::string verified(const std::string& who);

    /// The hospital names the person's file, which fits.
    void opened(const std::string& who, const std::string& hospital = "H1", const std::string& local_patient = "P0001");
};

}  // namespace tests
