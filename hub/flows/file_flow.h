#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "hub/flows/calls.h"
#include "hub/flows/carrier.h"
#include "hub/flows/changes.h"
#include "hub/flows/charge_flow.h"
#include "hub/flows/record_flow.h"
#include "hub/flows/steps.h"
#include "hub/identity/hospital_files.h"
#include "hub/identity/identity_store.h"

namespace hub::flows {

/// Gets a person a file at a hospital: one that is there and is certainly theirs is linked, else one is made (CONTRACT 11). The attempts
/// of patient.create are its state: flow id is the person, the step names the hospital. Any thread.
class FileFlow final : public Flow {
  public:
    /// All outlive the flow.
    struct People {
        identity::IdentityStore& store;
        identity::HospitalFiles& files;
    };
    FileFlow(const House& house, ChargeFlow& charges, RecordFlow& records, const People& people);

    static constexpr std::string_view kKind = "file";

    /// `on_done` is called on the executor when the file is linked, or is being made at the hospital: Changes tells of the person then.
    /// Also: PersonNotFound, HospitalFileNotConfirmed (there is a file that may be theirs, or nobody knows whether one was made: there is a
    /// case), CounterpartyNotAnswering, CounterpartyRefused, and what the units of work answer with.
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
    void takeFound(const identity::Person& person, const std::string& hospital, const contract::PatientFind::Result& found,
                   Carrier::OnDone on_done);
    void create(const identity::Person& person, const std::string& hospital, Carrier::OnDone on_done);

    const House& house_;
    ChargeFlow& charges_;
    RecordFlow& records_;
    People people_;
};

}  // namespace hub::flows
