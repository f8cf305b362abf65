#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/flows/answers.h"
#include "hub/flows/house.h"

namespace hub::flows {

/// The counterparties that know people's names and codes (verify/1): the first in `codes` that offers an operation is asked. Any thread.
class IdentityServices {
  public:
    /// `house` outlives this.
    IdentityServices(const House& house, std::vector<std::string> codes) : house_(house), codes_(std::move(codes)) {}

    /// Nothing when nobody offers `operation`.
    std::optional<std::string> offering(std::string_view operation) const;

    /// `on_answer` is called on the executor, once. Also: OperationNotOffered (nobody does), CounterpartyRefused, CounterpartyNotAnswering.
    template <contract::Operation Op>
    void ask(const typename Op::Request& request, std::string_view trace,
             std::function<void(const core::Result<typename Op::Result>&)> on_answer) const {
        const std::optional<std::string> service = offering(Op::kName);
        if (!service) {
            house_.executor.post(
                [on_answer = std::move(on_answer)] { on_answer(core::Failure(core::Error::OperationNotOffered, std::string(Op::kName))); });
            return;
        }
        house_.counterparties.call(callOf<Op>(metaFor(*service, house_.terms(), trace), request),
                                   [service = *service, on_answer = std::move(on_answer)](const CallAnswer& answer) {
                                       if (!answer.late) on_answer(resultOrWhy<Op>(service, answer));
                                   });
    }

  private:
    const House& house_;
    const std::vector<std::string> codes_;
};

}  // namespace hub::flows
