#pragma once

#include "hub/contract/operations/bank.h"
#include "hub/contract/operations/billing.h"
#include "hub/contract/operations/collect.h"
#include "hub/contract/operations/health.h"
#include "hub/contract/operations/inbound.h"
#include "hub/contract/operations/insurance_context.h"
#include "hub/contract/operations/patients.h"
#include "hub/contract/operations/records.h"
#include "hub/contract/operations/schedule.h"
#include "hub/contract/operations/settlement.h"
#include "hub/contract/operations/statement.h"
#include "hub/contract/operations/verify.h"

namespace hub::contract {

/// Calls `use.template operator()<Op>()` once for every operation there is, so that a table by name needs no second list.
template <class Use>
void forEachOperation(Use&& use) {
    const auto each = [&]<Operation... Ops>() { (use.template operator()<Ops>(), ...); };
    each.template
    operator()<PatientFind, PatientCreate, PatientUpdate, PatientMerge, PatientVerify, CredentialBind, CredentialReplace,  // patients/1
               DepartmentList, DoctorList, ScheduleList, SlotList, BookingQuote, SlotLock, BookingPay, BookingCancel, BookingCheckIn,
               BookingFind, ClinicStopList, QueueStatus,  // schedule/1
               ChargeList, ChargeDetail, PaymentConfirm, SettlementList, DepositAdd, DepositList, InpatientFind, InpatientDailyList,
               RefundCheck, RefundConfirm, InsuranceContext,  // billing/1
               EncounterList, ReportList, ReportGet,          // records/1
               OrderCreate, OrderFind, OrderClose, RefundCreate, RefundFind, AccountOpen, AccountBalance, TransferCreate, TransferFind,
               ChannelStatementFetch,  // collect/1
               InsuredFind, VisitRegister, VisitCancel, ChargesUpload, ChargesRevoke, SettlementQuote, SettlementConfirm, SettlementRevoke,
               SettlementFind, CallReverse, StatementCheck,      // insurance/1
               PersonVerify, CredentialDecode, CredentialIssue,  // verify/1
               Ping,                                             // health/1
               HttpPush>();                                      // inbound/1
}

}  // namespace hub::contract
