#include "hub/flows/house.h"

#include <algorithm>
#include <utility>

#include "hub/vault/vault.h"

namespace hub::flows {

using core::Result;

namespace {

/// What a cause says to another person's stream has an order of its own there: `cause` itself orders the first.
core::IdBits orderAt(core::IdBits cause, payment::PersonId person) {
    const core::Digest digest = vault::Vault::digest(cause.text() + "\n" + personStream(person.bits));
    core::IdBits key;
    std::copy_n(digest.bytes.begin(), key.bytes.size(), key.bytes.begin());
    return key;
}

}  // namespace

Result<Next> publish(const House& house, core::Transaction& transaction, payment::PersonId person, std::string_view type,
                     std::string_view cause_name, core::IdBits cause, std::int64_t version, std::int64_t place) {
    HUB_ASSERT(place >= 0 && place < 10);
    const Result<identity::PersonId> root = house.merges.rootOf(transaction, person);
    if (!root.ok()) return root.failure();
    const auto tell = [&](payment::PersonId listener, core::IdBits order) {
        return house.events.publish(transaction, personStream(listener.bits), type, {{std::string(cause_name), cause.text()}}, order,
                                    version * 10 + place);
    };
    Result<void> published = tell(person, cause);
    if (published.ok() && *root != person) published = tell(*root, orderAt(cause, *root));
    if (!published.ok()) return published.failure();
    return Next{{}, {[&house, cause] {
                    house.events.wake();
                    house.changes.tell(cause);
                }}};
}

Result<std::optional<std::string>> paidWireId(const House& house, core::ReadTransaction& transaction, payment::PaymentId payment) {
    const Result<std::vector<core::Attempt>> attempts = house.attempts.ofFlow(transaction, payment.bits);
    if (!attempts.ok()) return attempts.failure();
    std::optional<std::string> number;
    for (const core::Attempt& attempt : *attempts) {
        const bool confirms = attempt.operation == contract::PaymentConfirm::kName || attempt.operation == contract::BookingPay::kName;
        if (confirms && attempt.state == core::AttemptState::Done) number = attempt.wire_id;  // they come oldest first
    }
    return number;
}

void submitToLedger(const House& house, const payment::LedgerCommand& command, std::function<void(bool accepted)> on_end) {
    ledger::Command made;
    made.key = {command.flow, command.step};
    for (const payment::LedgerTransfer& transfer : command.transfers)
        made.chain.emplace_back(ledger::Transfer{transfer.debit, transfer.credit, transfer.amount});
    house.ledger.submit(std::move(made), [on_end = std::move(on_end)](const ledger::Ledger::Answer& answer) {
        if (answer.ok()) return on_end(true);
        const core::Implies implies = core::errorInfo(answer.failure().error()).implies;
        if (implies == core::Implies::Final || implies == core::Implies::Bug) on_end(false);
    });
}

Result<Next> openCase(const House& house, core::Transaction& transaction, payment::CaseAbout about, core::IdBits subject,
                      std::string_view kind, std::string_view hospital) {
    payment::Case question;
    question.id = house.ids.next<payment::CaseId>();
    question.about = about;
    question.subject = subject;
    question.kind = kind;
    question.hospital = hospital;
    question.opened_at = house.clock.utc();
    const Result<bool> opened = house.cases.open(transaction, question);
    return opened.ok() ? Result<Next>(Next{}) : opened.failure();
}

Result<void> openOverdue(const House& house, core::Transaction& transaction, payment::CaseAbout about, core::IdBits subject,
                         std::string_view hospital) {
    const auto cases = house.cases.ofSubject(transaction, subject, {.limit = core::Page::kLimitMax, .after = {}});
    if (!cases.ok()) return cases.failure();
    const bool parked = std::ranges::any_of(*cases, [](const payment::Case& one) {
        return !one.closed_at && one.kind == core::enumName(payment::CaseKind::Parked);  // a booking's has the same name
    });
    if (parked) return {};
    const Result<Next> opened = openCase(house, transaction, about, subject, core::enumName(payment::CaseKind::Overdue), hospital);
    return opened.ok() ? Result<void>() : opened.failure();
}

}  // namespace hub::flows
