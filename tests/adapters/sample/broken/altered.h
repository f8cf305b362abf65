#pragma once

#include <functional>
#include <memory>

#include "hub/contract/adapter.h"
#include "hub/contract/operations/patients.h"

namespace tests {

using Create = hub::contract::PatientCreate;
using CreateOutcome = hub::contract::Outcome<Create::Result>;

/// What a broken variant does instead of the sample's patient.create; `sample` is what the sample would do.
using CreateInstead =
    std::function<CreateOutcome(hub::contract::Handler<Create>& sample, const hub::contract::Meta& meta, const Create::Request& request)>;

/// The sample, true in all but this one call.
std::unique_ptr<hub::contract::Adapter> alteredSample(CreateInstead instead);

}  // namespace tests
