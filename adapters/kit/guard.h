#pragma once

#include <string_view>
#include <type_traits>
#include <utility>

#include "hub/core/result.h"

namespace adapters::kit {

/// What is being thrown right now, as a Failure: the kind of exception and where it came from, never its text, which may hold
/// anything of the message. Always AdapterFaulted. REQUIRES: called inside a catch block.
hub::core::Failure faultOf(std::string_view where);

/// Runs `call` and answers what it answers; a throw becomes the answer that is safe for a write: an Outcome Unknown, an Inquiry that
/// cannot tell, a failed Result, each with AdapterFaulted. Nothing is thrown across the border to the hub.
template <class Call>
std::invoke_result_t<Call> guard(std::string_view where, Call&& call) {
    using Answer = std::invoke_result_t<Call>;
    try {
        return std::forward<Call>(call)();
    } catch (...) {
        const hub::core::Failure fault = faultOf(where);
        if constexpr (requires { Answer::unknown(fault); }) {
            return Answer::unknown(fault);
        } else if constexpr (requires { Answer::cannotTell(fault); }) {
            return Answer::cannotTell(fault);
        } else {
            return Answer(fault);
        }
    }
}

}  // namespace adapters::kit
