#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hub/contract/operations/settlement.h"
#include "hub/core/result.h"

namespace adapters::nhsa {

// Canonical requests as inputs of the counter chain: JSON objects, which name people. Knows no sockets and no keys. Any thread. What cannot
// be written is RequestNotWritable.

using Input = hub::core::Sensitive<std::string>;

/// The numbers of the calls (infno) of one kind of visit.
struct CounterCalls {
    std::string_view register_visit;
    std::string_view cancel_visit;
    std::string_view upload_charges;
    std::string_view revoke_charges;
    std::string_view quote;
    std::string_view settle;
    std::string_view revoke_settlement;
};
const CounterCalls& callsOf(hub::contract::VisitKind kind);

/// Diagnoses of an outpatient, which go before the charges. An inpatient's come with the admission.
inline constexpr std::string_view kDiagnosesCall = "2203";

/// Steps of charges.upload: the diagnoses, then as many calls of kLinesPerCall lines as there may be. The one with the last lines ends
/// the operation; those that are declared behind it are not made.
inline constexpr std::string_view kDiagnosesStep = "diagnoses";
inline constexpr std::size_t kLinesPerCall = 100;
std::string linesStep(std::size_t number);

/// The call that an operation made, for a reversal: a word of CONTRACT, or word and step of one with steps ("charges.upload/diagnoses";
/// the word alone means the lines). Also: RequestNotWritable, for what cannot be reversed.
hub::core::Result<std::string_view> callToReverse(std::string_view operation, hub::contract::VisitKind kind);

hub::core::Result<Input> findInput(const hub::contract::InsuredFind::Request& request);
hub::core::Result<Input> registerInput(const hub::contract::VisitRegister::Request& request);
Input cancelInput(const hub::contract::InsuredVisit& visit);
hub::core::Result<Input> diagnosesInput(const hub::contract::ChargesUpload::Request& request);
Input linesInput(const hub::contract::ChargesUpload::Request& request, std::span<const hub::contract::InsuredLine> lines);
Input revokeChargesInput(const hub::contract::ChargesRevoke::Request& request);
/// 2206 and 2303; with a number of an invoice or an empty one 2207 and 2304.
hub::core::Result<Input> settlementInput(const hub::contract::SettlementOf& of, const std::optional<std::string>& invoice);
Input settlementInput(const hub::contract::InsuredVisit& visit, const std::string& number);
Input reverseInput(const hub::contract::CallReverse::Request& request, std::string_view call);
Input sumsInput(const hub::contract::StatementCheck::Request& request);

}  // namespace adapters::nhsa
