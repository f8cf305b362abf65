#include "tests/adapters/hl7_mllp/hl7_subject.h"

#include <fmt/format.h>

#include "tests/adapters/hl7_mllp/toy_hospital.h"

namespace tests {

using conformance::Example;
using conformance::nameOf;
using conformance::numberOf;

std::filesystem::path Hl7Subject::plugin() const { return HL7_PLUGINS "/hl7_mllp.so"; }

std::unique_ptr<conformance::Peer> Hl7Subject::peer(std::string_view charset) const {
    return std::make_unique<ToyHl7Hospital>(*adapters::codec::charset::charsetFromName(charset));
}

hub::contract::InstanceSettings Hl7Subject::settings(const conformance::Peer& peer, std::string_view charset,
                                                     hub::core::Duration within) const {
    const std::uint16_t port = static_cast<const ToyHl7Hospital&>(peer).port();
    return {"SIM001", std::string(charset),
            fmt::format(R"({{"host":"127.0.0.1","port":{},"senders":[{{"application":"HIS","facility":"SIM"}}],)"
                        R"("listen":{{"address":"127.0.0.1"}},"booking_number":"filler","answer_within":"{}ms"}})",
                        port, within.count())};
}

std::optional<Example> Hl7Subject::example(std::string_view operation, int number) const {
    const std::string patient = fmt::format("P{:03}", number);
    const std::string charge = fmt::format("C{:03}", number);
    const std::string slot = fmt::format("T{:03}", number);
    if (operation == "ping") return Example{"{}", "their_time_ms"};
    if (operation == "patient.create")
        return Example{fmt::format(R"({{"person":{{"name":"{}","sex":"female","birth_date":"1990-03-07",)"
                                   R"("certificate":{{"kind":"resident_id","number":"{}"}},"phone":"19900001234"}}}})",
                                   nameOf(number), numberOf(number)),
                       nameOf(number)};
    if (operation == "patient.update")
        return Example{fmt::format(R"({{"local_patient":"{}","person":{{"name":"{}","sex":"female","birth_date":"1990-03-07",)"
                                   R"("certificate":{{"kind":"resident_id","number":"{}"}},"phone":"19900001234"}}}})",
                                   patient, nameOf(number), numberOf(number)),
                       "{}"};
    if (operation == "patient.merge")
        return Example{fmt::format(R"({{"local_patient":"{}","merged":"{}","person":{{"name":"{}","sex":"female"}}}})", patient,
                                   "M" + patient, nameOf(number)),
                       "{}"};
    if (operation == "slot.lock")
        return Example{fmt::format(R"({{"local_patient":"{}","slot":"{}","day":"2026-11-23"}})", patient, slot), "B-" + slot};
    if (operation == "booking.cancel")
        return Example{fmt::format(R"({{"local_patient":"{}","number":"B-{}","slot":"{}","day":"2026-11-23"}})", patient, slot, slot),
                       "{}"};
    if (operation == "payment.confirm")
        return Example{
            fmt::format(R"({{"local_patient":"{}","payment":"PAY{:03}","total_fen":1250,"cash_fen":1250,"paid_at_ms":1795219200000,)"
                        R"("charges":[{{"key":"{}","expected_version":"1","expected_total_fen":1250}}]}})",
                        patient, number, charge),
            "R-" + charge};
    if (operation == "refund.confirm")
        return Example{fmt::format(R"({{"local_patient":"{}","charge":"{}","paid_wire_id":"W{:03}","refund":"RF{:03}","lines":["1"],)"
                                   R"("amount_fen":250,"refunded_at_ms":1795219200000}})",
                                   patient, charge, number, number),
                       "R-" + charge};
    return std::nullopt;
}

}  // namespace tests
