#pragma once

#include <string_view>
#include <utility>

#include "hub/contract/operations/billing.h"
#include "hub/contract/operations/collect.h"
#include "hub/contract/outcome.h"
#include "hub/flows/counterparties.h"

namespace hub::simulate {

template <contract::Operation Op>
typename Op::Request requestOf(const flows::Call& call) {
    core::Result<typename Op::Request> request = core::fromJson<typename Op::Request>(call.request.reveal());
    HUB_ASSERT(request.ok());  // the flows wrote it
    return std::move(*request);
}

template <class Result>
core::Sensitive<std::string> jsonOf(const Result& result) {
    return core::Sensitive<std::string>(core::toJson(result, core::Exposure::Revealed));
}

template <class Result>
flows::CallAnswer doneWith(const Result& result) {
    flows::CallAnswer answer;
    answer.ending = contract::Ending::Done;
    answer.answer.result = jsonOf(result);
    return answer;
}

inline flows::CallAnswer refusedWith(contract::RefusalReason reason) {
    flows::CallAnswer answer;
    answer.ending = contract::Ending::Refused;
    answer.answer.refusal = contract::Refusal{reason, "-1", {}};
    return answer;
}

inline flows::CallAnswer troubled(contract::Ending ending, core::Error error, std::string_view where) {
    flows::CallAnswer answer;
    answer.ending = ending;
    answer.answer.trouble = contract::Trouble::of(core::Failure(error, std::string(where)));
    return answer;
}

template <class Result>
flows::InquiryAnswer foundAs(contract::Finding finding, const Result& result) {
    flows::InquiryAnswer answer{finding, {}};
    answer.answer.result = jsonOf(result);
    return answer;
}

}  // namespace hub::simulate
