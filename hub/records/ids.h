#pragma once

#include "hub/audit/audit_entry.h"
#include "hub/core/ids.h"

namespace hub::records {

using PersonId = audit::PersonId;
using ReportId = core::Id<struct ReportTag>;
using ConsentId = core::Id<struct ConsentTag>;

}  // namespace hub::records
