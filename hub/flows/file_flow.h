#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "hub/flows/calls.h"
#include "hub/flows/carrier.h"
#include "hub/flows/changes.h"
#include "hub/flows/charge_flow.h"
#include "hub/flows/file_search.h"
#include "hub/flows/record_flow.h"
#include "hub/flows/steps.h"
#include "hub/identity/hospital_files.h"
#include "hub/identity/identity_store.h"
#include "hub/identity/relation_store.h"

namespace hub::flows {

/// Gets a person a file at a hospital: one that is there and is certainly theirs is linked, else one is made (CONTRACT 11). The attempts
/// of patient.create are its state: flow id is the person, the step names the hospital. A child's file is made with its guardian, a
/// newborn's with its birth order. A linked file of which the hospital says that it has no such patient is looked for once more; is it
/// gone, the link is a candidate again, its person is told, and there is a case. Any thread.
class FileFlow final : public Flow {
  public:
    /// All outlive the flow.
    struct People {
        identity::IdentityStore& store;
        identity::HospitalFiles& files;
        identity::CredentialStore& credentials;
        identity::RelationStore& relations;
    };
    FileFlow(const House& house, ChargeFlow& charges, RecordFlow& records, const People& people);

    static constexpr std::string_view kKind = "file";
    static constexpr std::string_view kFileMissing = "file_missing";  ///< kind of the case about a file that the hospital has no more
    /// A file that the hospital has after all is not looked for again that soon: it said no to something else.
    static constexpr core::Duration kLookAgainAfter{10 * 60'000};

    /// `on_done` is called on the executor when the file is linked, or is being made at the hospital: Changes tells of the person then.
    /// Also: PersonNotFound, HospitalFileOfAnother (one that was found), HospitalFileNotConfirmed (there is a file that may be theirs, or
    /// nobody knows whether one was made: there is a case), CounterpartyNotAnswering, CounterpartyRefused, and what the units of work
    /// answer with.
    void open(identity::PersonId person, std::string_view hospital, Carrier::OnDone on_done);

    /// A file as the hospital tells of it: judged, kept, and once it is linked its charges and reports are the
    /// person's.
    core::Result<Next> take(core::Transaction& transaction, const identity::Person& person, std::string_view hospital,
                            const contract::HospitalFile& file, std::string_view why);

    /// The file has become this person's: so do its charges and reports.
    core::Result<Next> linked(core::Transaction& transaction, const ChargedFile& file);

    std::string_view kind() const override { return kKind; }
    core::Result<Next> onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) override;
    core::Result<void> onOverdue(core::Transaction& transaction, const core::Attempt& attempt) override;
    core::Result<std::optional<Call>> fence(core::ReadTransaction& transaction, const core::Attempt& attempt) override;

  private:
    void look(const identity::Person& person, const std::string& hospital, Carrier::OnDone on_done);
    void takeFound(const identity::Person& person, const std::string& hospital, const FileSearch::Found& found, Carrier::OnDone on_done);
    void create(const identity::Person& person, const std::string& hospital, Carrier::OnDone on_done);
    core::Result<contract::PatientCreate::Request> creationOf(core::ReadTransaction& transaction, const identity::Person& person);

    /// The hospital has no such patient.
    void lookForMissing(const ChargedFile& file);
    core::Result<Next> concludeMissing(core::Transaction& transaction, identity::HospitalFileId id, const FileSearch::Found& found);
    bool isDueAgain(identity::HospitalFileId id);

    const House& house_;
    ChargeFlow& charges_;
    RecordFlow& records_;
    People people_;
    FileSearch search_;
    std::mutex mutex_;                                        // guards what follows
    std::map<core::IdBits, core::MonoTime> looked_for_last_;  ///< missing files; bounded by isDueAgain()
};

}  // namespace hub::flows
