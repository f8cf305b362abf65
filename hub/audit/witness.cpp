#include "hub/audit/witness.h"

#include <utility>

namespace hub::audit {

using core::Failure;
using core::Result;

Result<AuditId> Witness::note(core::Transaction& transaction, AuditEntry entry) {
    entry.id = ids_.next<AuditId>();
    entry.at = clock_.utc();
    const Result<void> added = store_.add(transaction, entry);
    if (!added.ok()) return added.failure();
    return entry.id;
}

Result<Witnessed> Witness::witness(core::Transaction& transaction, AuditEntry entry) {
    HUB_ASSERT(!entry.about.none());
    if (entry.purpose == Purpose::None) return Failure(core::Error::PurposeMissing, entry.action);
    const PersonId about = entry.about;
    const Result<AuditId> noted = note(transaction, std::move(entry));
    if (!noted.ok()) return noted.failure();
    return Witnessed(about, *noted);
}

}  // namespace hub::audit
