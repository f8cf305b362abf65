#pragma once

#include <string>
#include <utility>

#include "hub/api/reply.h"
#include "hub/api/rest/house.h"
#include "hub/flows/answers.h"

namespace hub::api::rest {

/// Reads from a hospital in the trace of the reply. `use` gets the answer that is in time, on the executor, exactly once.
template <contract::Operation Op, class Use>
void askHospital(const House& house, const Reply& reply, const std::string& hospital, const typename Op::Request& request, Use use) {
    const flows::House& flows = house.care.house();
    const flows::Call call = flows::callOf<Op>(flows::metaFor(hospital, flows.terms(), reply.trace().text()), request);
    flows.counterparties.call(call, [use = std::move(use)](const flows::CallAnswer& answer) {
        if (!answer.late) use(answer);
    });
}

}  // namespace hub::api::rest
