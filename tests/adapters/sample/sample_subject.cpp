#include "tests/adapters/sample/sample_subject.h"

#include <fmt/format.h>

#include "tests/adapters/sample/toy_hospital.h"

namespace tests {

using conformance::nameOf;
using conformance::numberOf;

std::unique_ptr<conformance::Peer> SampleSubject::peer(std::string_view charset) const {
    return std::make_unique<ToyHospital>(*adapters::codec::charset::charsetFromName(charset), secrets().at("toy.password"));
}

hub::contract::InstanceSettings SampleSubject::settings(const conformance::Peer& peer, std::string_view charset,
                                                        hub::core::Duration within) const {
    const std::uint16_t port = static_cast<const ToyHospital&>(peer).port();
    return {"SIM001", std::string(charset),
            fmt::format(R"({{"host":"127.0.0.1","port":{},"password":{{"secret":"toy.password"}},"answer_within":"{}ms"}})", port,
                        within.count())};
}

std::optional<conformance::Example> SampleSubject::example(std::string_view operation, int number) const {
    const std::string patient = fmt::format("P{:03}", number);
    const std::string charge = fmt::format("C{:03}", number);
    const std::string certificate = fmt::format(R"({{"kind":"resident_id","number":"{}"}})", numberOf(number));
    if (operation == "ping") return conformance::Example{"{}", "their_time_ms"};
    if (operation == "patient.find") return conformance::Example{fmt::format(R"({{"certificate":{}}})", certificate), nameOf(number)};
    if (operation == "patient.create")
        return conformance::Example{
            fmt::format(R"({{"person":{{"name":"{}","sex":"female","birth_date":"1990-03-07","certificate":{},"phone":"19900001234"}}}})",
                        nameOf(number), certificate),
            nameOf(number)};
    if (operation == "charge.list")
        return conformance::Example{fmt::format(R"({{"local_patient":"{}","from":"2026-11-01","to":"2026-11-21"}})", patient), charge};
    if (operation == "payment.confirm")
        return conformance::Example{
            fmt::format(R"({{"local_patient":"{}","payment":"PAY{:03}","total_fen":1250,"cash_fen":1250,"paid_at_ms":1795219200000,)"
                        R"("charges":[{{"key":"{}","expected_version":"1","expected_total_fen":1250}}]}})",
                        patient, number, charge),
            fmt::format("R-PAY{:03}", number)};
    return std::nullopt;
}

}  // namespace tests
