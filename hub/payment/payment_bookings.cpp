#include "hub/payment/payment_bookings.h"

#include <utility>

namespace hub::payment {

namespace {

void book(LedgerCommand& command, std::string debit, std::string credit, core::Money amount) {
    if (amount.isPositive()) command.transfers.push_back({std::move(debit), std::move(credit), amount});
}

template <class Turn>
void bookInsurance(LedgerCommand& command, const Payment& payment, Turn turn) {
    const InsurancePart& insurance = *payment.insurance;
    for (const auto& [receivable, amount] : {std::pair(fundAccount(insurance.settles, insurance.insurer), insurance.split->fund),
                                             std::pair(personalAccount(insurance.settles, insurance.insurer), insurance.split->account)}) {
        std::string debit = receivable;
        std::string credit = hospitalAccount(insurance.settles, payment.hospital);
        turn(debit, credit);
        book(command, std::move(debit), std::move(credit), amount);
    }
}

}  // namespace

LedgerCommand collectedOf(const Payment& payment) {
    const Leg& leg = payment.leg();
    const std::string owed = leg.in_suspense ? suspenseAccount(leg.settles, leg.channel) : hospitalAccount(leg.settles, payment.hospital);
    LedgerCommand command{payment.id.bits, std::string(kCollected), {}};
    book(command, clearingAccount(leg.settles, leg.channel, leg.merchant), owed, leg.amount);
    if (payment.insurance && payment.insurance->booked) bookInsurance(command, payment, [](std::string&, std::string&) {});
    return command;
}

LedgerCommand revokedOf(const Payment& payment) {
    LedgerCommand command{payment.id.bits, std::string(kRevoked), {}};
    bookInsurance(command, payment, [](std::string& debit, std::string& credit) { std::swap(debit, credit); });
    return command;
}

}  // namespace hub::payment
