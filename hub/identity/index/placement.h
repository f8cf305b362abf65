#pragma once

#include <optional>
#include <string_view>

#include "hub/core/ids.h"
#include "hub/identity/hospital_files.h"
#include "hub/identity/index/master_index.h"

namespace hub::identity::index {

/// What becomes of a file of which nobody but the matcher has said whose it is.
enum class Placed {
    Created,   ///< nobody the region knows: a person of their own, unverified and without a card
    Linked,    ///< a known person's
    Probable,  ///< a known person's as far as matching can tell; a candidate until a certificate is read
    Review,    ///< perhaps a known person's; a candidate, and somebody has to look
};

/// A decision about a file, in what is written of it.
struct Placement {
    Placed how = Placed::Created;
    HospitalFile file;
    Evidence evidence;
    std::optional<Person> person;  ///< of Created: to be added first
};

/// `hospital`: who tells of the file, `features`: its own. Ids and the time of a new person are made here. A newborn that is called by its
/// mother has no certificate yet: what its file shows is hers.
Placement placementOf(const Decision& decision, std::string_view hospital, const contract::HospitalFile& local,
                      const matching::Features& features, core::IdSource& ids, const core::Clock& clock);

/// Writes it. A new person whose certificate is somebody else's is added without: the file says it still. False, and the unit is to be
/// given up: another has placed the hospital's number meanwhile. Also: FieldTooLong.
core::Result<bool> write(core::Transaction& transaction, IdentityStore& people, HospitalFiles& files, const Placement& placement,
                         std::string_view by);

}  // namespace hub::identity::index
