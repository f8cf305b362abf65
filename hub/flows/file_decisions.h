#pragma once

#include <string_view>

#include "hub/flows/charge_flow.h"
#include "hub/flows/record_flow.h"
#include "hub/identity/hospital_files.h"
#include "hub/identity/merges.h"

namespace hub::flows {

/// What staff of a hospital decides about its own files, with what follows for charges and reports, told on the stream of the
/// registration that the file is under. Each call is part of the caller's unit of work; `by` is a staff id. Any thread.
class FileDecisions {
  public:
    /// All outlive this.
    struct Parts {
        ChargeFlow& charges;
        RecordFlow& records;
        identity::IdentityStore& store;
        identity::HospitalFiles& files;
        identity::Merges& merges;
    };
    FileDecisions(const House& house, const Parts& parts) : house_(house), parts_(parts) {}

    /// Staff has seen the certificate of `person`: the file is theirs; publishes "file.linked". It stays with the registration it is under
    /// where that is the same merged person, so that an unmerge gives back what was. Also: PersonNotFound, HospitalFileNotFound (or it is
    /// another hospital's), HospitalFileOfAnother, LinkNotAllowed. A second time changes nothing.
    core::Result<Next> link(core::Transaction& transaction, std::string_view hospital, identity::HospitalFileId file,
                            identity::PersonId person, std::string_view by);

    /// The file is not the person's; publishes "file.rejected". Of a linked one, the charges that wait to be paid and the reports are
    /// nobody's from now on; what was paid stays with whoever paid it. Also: HospitalFileNotFound (or it is another hospital's),
    /// LinkNotAllowed (merged into another file, or one of its charges is being paid). A second time changes nothing.
    core::Result<Next> reject(core::Transaction& transaction, std::string_view hospital, identity::HospitalFileId file,
                              std::string_view by);

  private:
    core::Result<identity::HospitalFile> fileOf(core::ReadTransaction& transaction, std::string_view hospital,
                                                identity::HospitalFileId file) const;
    core::Result<identity::PersonId> registrationFor(core::ReadTransaction& transaction, const identity::HospitalFile& file,
                                                     identity::PersonId person) const;

    const House& house_;
    const Parts parts_;
};

}  // namespace hub::flows
