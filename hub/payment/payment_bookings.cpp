#include "hub/payment/payment_bookings.h"

#include <utility>

namespace hub::payment {

namespace {

void book(LedgerCommand& command, std::string debit, std::string credit, core::Money amount) {
    if (amount.isPositive()) command.transfers.push_back({std::move(debit), std::move(credit), amount});
}

/// What the insurer owes is owed to the hospital.
void bookInsurance(LedgerCommand& command, const Payment& payment) {
    const InsurancePart& insurance = *payment.insurance;
    const std::string hospital = hospitalAccount(insurance.settles, payment.hospital);
    book(command, fundAccount(insurance.settles, insurance.insurer), hospital, insurance.split->fund);
    book(command, personalAccount(insurance.settles, insurance.insurer), hospital, insurance.split->account);
}

}  // namespace

LedgerCommand collectedOf(const Payment& payment) {
    const Leg& leg = payment.leg();
    const std::string owed = leg.in_suspense ? suspenseAccount(leg.settles, leg.channel) : hospitalAccount(leg.settles, payment.hospital);
    LedgerCommand command{payment.id.bits, std::string(kCollected), {}};
    book(command, clearingAccount(leg.settles, leg.channel, leg.merchant), owed, leg.amount);
    if (payment.insurance && payment.insurance->booked) bookInsurance(command, payment);
    return command;
}

LedgerCommand revokedOf(const Payment& payment) {
    LedgerCommand command{payment.id.bits, std::string(kRevoked), {}};
    bookInsurance(command, payment);
    for (LedgerTransfer& transfer : command.transfers) std::swap(transfer.debit, transfer.credit);
    return command;
}

}  // namespace hub::payment
