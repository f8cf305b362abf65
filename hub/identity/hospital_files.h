#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "hub/core/ids.h"
#include "hub/identity/identity_store.h"

namespace hub::identity {

/// Who changes a link, and for what reason: words of the program and staff ids, at most 64 bytes each, no personal data.
struct LinkReason {
    std::string by;
    std::string why;
};

/// True of somebody whom a file or a list has brought in and nobody has registered: unverified, and without a card to this day.
core::Result<bool> isKnownFromFilesAlone(core::ReadTransaction& transaction, IdentityStore& store, const Person& person);

/// Which files of hospitals are whose. Each call is part of the caller's unit of work. Any thread.
class HospitalFiles {
  public:
    /// All outlive this.
    HospitalFiles(IdentityStore& store, core::IdSource& ids, const core::Clock& clock) : store_(store), ids_(ids), clock_(clock) {}

    /// A file that the hospital named for this person: kept as the hospital tells it now, linked when the evidence suffices, else a
    /// candidate. What was decided stands: a linked file stays linked and a rejected one rejected; a candidate is judged anew; a file that
    /// was somebody else's candidate, or rejected for them, is taken over, and so is one that is linked to somebody known from files
    /// alone when the evidence suffices. The same content again changes nothing.
    /// Also: HospitalFileOfAnother (linked to another person, or rejected for this one before), LinkNotAllowed (merged into another file).
    core::Result<HospitalFile> take(core::Transaction& transaction, const Person& person, std::string_view hospital,
                                    const contract::HospitalFile& local, const LinkReason& reason);

    /// A new file as the master index judged it: `file.state` is Linked or Candidate. False, and nothing is changed, when the hospital's
    /// number stands already. Also: FieldTooLong.
    core::Result<bool> place(core::Transaction& transaction, const HospitalFile& file, const LinkReason& reason, const Evidence& evidence) {
        return store_.addFile(transaction, file, lineOf(file, reason, evidence));
    }

    /// A member of staff has seen the person's certificate: linked, whatever the fields say. Also: HospitalFileNotFound,
    /// HospitalFileOfAnother, LinkNotAllowed (merged into another file). A second time changes nothing.
    core::Result<HospitalFile> link(core::Transaction& transaction, const Person& person, HospitalFileId file, const LinkReason& reason);

    /// The hospital says that it has no such file: a linked one is a candidate, until it is found again. A second time changes nothing.
    /// Also: HospitalFileNotFound, LinkNotAllowed (it is not linked).
    core::Result<HospitalFile> doubt(core::Transaction& transaction, HospitalFileId file, const LinkReason& reason);

    /// It is not this person's. Also: HospitalFileNotFound, LinkNotAllowed (merged into another file). A second time changes nothing.
    core::Result<HospitalFile> reject(core::Transaction& transaction, HospitalFileId file, const LinkReason& reason);

    /// The hospital has put `file` into `into`. Also: HospitalFileNotFound, LinkNotAllowed (the same file, another hospital's, or `into` is
    /// itself merged). A second time changes nothing.
    core::Result<HospitalFile> mergeInto(core::Transaction& transaction, HospitalFileId file, HospitalFileId into,
                                         const LinkReason& reason);

    /// The person's linked files at this hospital: what reads go to.
    core::Result<std::vector<HospitalFile>> linkedAt(core::ReadTransaction& transaction, PersonId person, std::string_view hospital);

  private:
    core::Result<Evidence> evidenceOf(core::ReadTransaction& transaction, const Person& person, const contract::PersonDetails& file);
    core::Result<bool> mayTakeOver(core::ReadTransaction& transaction, const Person& person, const HospitalFile& standing,
                                   const Evidence& evidence);
    core::Result<HospitalFile> takeStanding(core::Transaction& transaction, const Person& person, const HospitalFile& standing,
                                            const contract::HospitalFile& local, const LinkReason& reason, const Evidence& evidence);
    core::Result<HospitalFile> change(core::Transaction& transaction, const HospitalFile& standing, HospitalFile file,
                                      const LinkReason& reason, const Evidence& evidence);
    LinkChange lineOf(const HospitalFile& file, const LinkReason& reason, const Evidence& evidence) const;

    IdentityStore& store_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::identity
