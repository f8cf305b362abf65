#pragma once

#include "hub/audit/audit_store.h"
#include "hub/core/ids.h"
#include "hub/core/result.h"

namespace hub::audit {

/// Proof that an audit entry about reading this person's record stands in the running transaction. Only Witness makes one, so a store
/// that asks for it cannot be read without: `virtual Result<Report> find(Transaction&, const Witnessed&, ReportId) = 0;`. Such a read
/// runs in a unit of work and its answer leaves after the COMMIT: then entry and answer exist both, or neither.
class Witnessed {
  public:
    PersonId about() const { return about_; }
    AuditId entry() const { return entry_; }

  private:
    friend class Witness;
    Witnessed(PersonId about, AuditId entry) : about_(about), entry_(entry) {}

    PersonId about_;
    AuditId entry_;
};

/// Writes entries. Any thread.
class Witness {
  public:
    /// All outlive this.
    Witness(AuditStore& store, core::IdSource& ids, const core::Clock& clock) : store_(store), ids_(ids), clock_(clock) {}

    /// What was done, in the transaction that did it. The id and the time are made here. Also: FieldTooLong.
    core::Result<AuditId> note(core::Transaction& transaction, AuditEntry entry);

    /// What is about to be read. REQUIRES: entry.about is somebody. Also: PurposeMissing, FieldTooLong.
    core::Result<Witnessed> witness(core::Transaction& transaction, AuditEntry entry);

  private:
    AuditStore& store_;
    core::IdSource& ids_;
    const core::Clock& clock_;
};

}  // namespace hub::audit
