#include "hub/app/commands/payment_commands.h"

#include "hub/app/commands/payment.h"
#include "hub/app/commands/payment_decision.h"

namespace hub::app {

std::vector<std::unique_ptr<cli::Command>> paymentCommands() {
    std::vector<std::unique_ptr<cli::Command>> all;
    all.push_back(std::make_unique<PaymentFindCommand>());
    all.push_back(std::make_unique<PaymentShowCommand>());
    all.push_back(std::make_unique<WhyCommand>());
    all.push_back(std::make_unique<PaymentResolveCommand>());
    all.push_back(std::make_unique<PaymentDecisionsCommand>());
    for (const DecisionVerb* verb : {&DecisionStepCommand::kConfirm, &DecisionStepCommand::kDrop})
        all.push_back(std::make_unique<DecisionStepCommand>(*verb));
    all.push_back(std::make_unique<PaymentRefundCommand>());
    return all;
}

}  // namespace hub::app
