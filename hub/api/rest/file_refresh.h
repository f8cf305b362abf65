#pragma once

#include <functional>
#include <string>

#include "hub/api/rest/house.h"

namespace hub::api::rest {

using RefreshFile = std::function<void(const flows::ChargedFile&, flows::Carrier::OnDone)>;

/// Reads something anew for each of the person's linked files at the hospital. `on_done` is called once, on the executor, when all have
/// ended: ok, or one of the failures. Also, and then nothing is begun: HospitalNotKnown, HospitalFileNotLinked.
core::Result<void> refreshFiles(House& house, identity::PersonId person, const std::string& hospital, const RefreshFile& refresh,
                                flows::Carrier::OnDone on_done);

}  // namespace hub::api::rest
