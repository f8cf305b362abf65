#include "hub/app/commands/people_commands.h"

#include "hub/app/commands/card.h"
#include "hub/app/commands/certificate.h"
#include "hub/app/commands/match_queue.h"
#include "hub/app/commands/person.h"

namespace hub::app {

std::vector<std::unique_ptr<cli::Command>> peopleCommands(const TypedNumber& number) {
    std::vector<std::unique_ptr<cli::Command>> all;
    all.push_back(std::make_unique<PersonFindCommand>(number));
    all.push_back(std::make_unique<PersonShowCommand>());
    all.push_back(std::make_unique<PersonMergeCommand>());
    all.push_back(std::make_unique<PersonUnmergeCommand>());
    all.push_back(std::make_unique<CertificateWithdrawCommand>(number));
    all.push_back(std::make_unique<CertificateListCommand>());
    for (const WithdrawalVerb* verb : {&CertificateStepCommand::kShow, &CertificateStepCommand::kApprove, &CertificateStepCommand::kDrop})
        all.push_back(std::make_unique<CertificateStepCommand>(*verb));
    all.push_back(std::make_unique<CardFindCommand>(number));
    all.push_back(std::make_unique<CardShowCommand>());
    all.push_back(std::make_unique<CardLinkCommand>());
    all.push_back(std::make_unique<CardRejectCommand>());
    all.push_back(std::make_unique<MatchQueueCommand>());
    all.push_back(std::make_unique<MatchShowCommand>());
    for (const ReviewVerb* verb : {&MatchStepCommand::kClaim, &MatchStepCommand::kRelease, &MatchStepCommand::kApprove,
                                   &MatchStepCommand::kSendBack, &MatchStepCommand::kReopen})
        all.push_back(std::make_unique<MatchStepCommand>(*verb));
    all.push_back(std::make_unique<MatchProposeCommand>());
    all.push_back(std::make_unique<MatchFilesCommand>());
    return all;
}

}  // namespace hub::app
