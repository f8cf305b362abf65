#pragma once

#include "hub/core/ids.h"

namespace hub::identity {

/// Modules beside identity name people by this id and never look into them.
using PersonId = core::Id<struct PersonTag>;
using CardId = core::Id<struct CardTag>;
using CredentialId = core::Id<struct CredentialTag>;
using PaperCodeId = core::Id<struct PaperCodeTag>;
using HospitalFileId = core::Id<struct HospitalFileTag>;
using FormerCertificateId = core::Id<struct FormerCertificateTag>;
using ReviewId = core::Id<struct ReviewTag>;

}  // namespace hub::identity
