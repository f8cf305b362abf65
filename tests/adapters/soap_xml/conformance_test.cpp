#include <fmt/format.h>

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/adapters/conformance/suite.h"
#include "tests/adapters/soap_xml/hub_side.h"
#include "tests/adapters/soap_xml/trancode_peer.h"

namespace {

using namespace tests::soap_xml;
using tests::conformance::Example;
using tests::conformance::Finding;
using tests::conformance::nameOf;
using tests::conformance::numberOf;

/// The adapter against the TranCode simulator.
class TrancodeSubject final : public tests::conformance::Subject {
  public:
    std::filesystem::path plugin() const override { return PLUGINS "/soap_xml.so"; }
    std::filesystem::path manifest() const override { return "adapters/soap_xml/manifest.yaml"; }
    std::vector<std::string> charsets() const override { return {"UTF-8", "GB18030"}; }
    std::map<std::string, std::string> secrets() const override { return {{"sim.key", "SIM-KEY-00000001"}}; }
    std::unique_ptr<tests::conformance::Peer> peer(std::string_view charset) const override {
        using adapters::sim::trancode::WireCharset;
        return std::make_unique<TrancodePeer>(charset == "UTF-8" ? WireCharset::Utf8 : WireCharset::Gb18030);
    }
    contract::InstanceSettings settings(const tests::conformance::Peer& peer, std::string_view charset,
                                        core::Duration within) const override {
        const std::uint16_t port = static_cast<const TrancodePeer&>(peer).port();
        // Eight threads call at a time.
        const std::string more =
            fmt::format(R"({{"answer_within":"{}ms","devices":["D1","D2","D3","D4","D5","D6","D7","D8"],"soap":{{"inner":"escaped"}}}})",
                        within.count());
        return {"SIM001", std::string(charset), settingsJson(port, more)};
    }
    std::optional<Example> example(std::string_view operation, int number) const override;
};

std::optional<Example> TrancodeSubject::example(std::string_view operation, int number) const {
    const PreparedPeople& prepared = TrancodePeer::prepared();
    const PreparedPeople::One& one = prepared.people.at(static_cast<std::size_t>(number));
    const std::string today = prepared.today.text();
    const std::string patient = fmt::format(R"("local_patient":"{}")", one.patient);
    const std::string days = fmt::format(R"("from":"{0}","to":"{0}")", today);
    const std::string certificate = fmt::format(R"({{"kind":"resident_id","number":"{}"}})", numberOf(number));
    const std::string person = fmt::format(
        R"({{"name":"{}","sex":"female","birth_date":"1990-03-07","certificate":{},"phone":"19900001234"}})", nameOf(number), certificate);
    const auto with_patient = [&](const std::string& more, const std::string& holds) {
        return Example{fmt::format("{{{}{}}}", patient, more), holds};
    };
    if (operation == "ping") return Example{"{}", "their_time_ms"};
    if (operation == "patient.find") return Example{fmt::format(R"({{"certificate":{}}})", certificate), nameOf(number)};
    if (operation == "patient.create") {
        const std::string new_number = "99019911111" + numberOf(number).substr(11);
        return Example{fmt::format(R"({{"person":{{"name":"{}","sex":"female","birth_date":"1990-03-07","phone":"19900001234",)"
                                   R"("certificate":{{"kind":"resident_id","number":"{}"}}}}}})",
                                   nameOf(number), new_number),
                       nameOf(number)};
    }
    if (operation == "patient.verify") return with_patient(fmt::format(R"(,"person":{})", person), "{}");
    if (operation == "credential.bind")
        return with_patient(fmt::format(R"(,"person":{},"credential":{{"kind":"hospital_card","number":"NEW{:03}"}})", person, number),
                            "{}");
    if (operation == "credential.replace")
        return with_patient(fmt::format(R"(,"old_credential":{{"kind":"hospital_card","number":"CARD{0:03}"}},)"
                                        R"("new_credential":{{"kind":"hospital_card","number":"NEXT{0:03}"}})",
                                        number),
                            "{}");
    if (operation == "department.list") return Example{"{}", "测试内科"};
    if (operation == "doctor.list") return Example{R"({"department":"D02"})", "1003"};
    if (operation == "schedule.list") return Example{fmt::format("{{{}}}", days), fmt::format("D01|1001|{}|morning", today)};
    if (operation == "slot.list")
        return Example{fmt::format(R"({{"department":"D01","doctor":"1001","day":"{}","session":"morning"}})", today), prepared.slot};
    if (operation == "booking.quote")
        return with_patient(fmt::format(R"(,"department":"D01","doctor":"1001","day":"{}","slot":"{}")", today, prepared.slot),
                            R"("cash_fen":2500)");
    if (operation == "slot.lock")
        return with_patient(fmt::format(R"(,"slot":"{}","day":"{}")", prepared.free_slot, today), "\"number\":\"B");
    if (operation == "booking.pay")
        return with_patient(fmt::format(R"(,"number":"{}","total_fen":2500,"cash_fen":2500)", one.unpaid_booking), "his_receipt");
    if (operation == "booking.check_in") return with_patient(fmt::format(R"(,"number":"{}")", one.paid_booking), "queue_number\":\"");
    if (operation == "booking.cancel")
        return with_patient(
            fmt::format(R"(,"number":"{}","slot":"{}","day":"{}","refund":{{"paid_wire_id":"SEEDED{:03}B","cash_fen":2500}})",
                        one.booking_to_cancel, prepared.slot, today, number),
            "{}");
    if (operation == "booking.find") return with_patient("," + days, one.unpaid_booking);
    if (operation == "clinic_stop.list") return Example{fmt::format("{{{}}}", days), R"({"stops":[)"};
    if (operation == "queue.status") return with_patient("", R"({"places":[)");
    if (operation == "charge.list") return with_patient("," + days, one.open_charge);
    if (operation == "charge.detail") return with_patient(fmt::format(R"(,"key":"{}")", one.open_charge), R"("total_fen":1250)");
    if (operation == "payment.confirm")
        return with_patient(fmt::format(R"(,"payment":"PAY{:03}","total_fen":1250,"cash_fen":1250,"paid_at_ms":1795219200000,)"
                                        R"("charges":[{{"key":"{}","expected_version":"{}","expected_total_fen":1250}}])",
                                        number, one.open_charge, prepared.version),
                            "his_receipt");
    if (operation == "settlement.list") return with_patient("," + days, "\"settlements\":[{");
    if (operation == "deposit.add")
        return with_patient(fmt::format(R"(,"stay":"{}","amount_fen":10000)", one.stay), R"("amount_fen":10000)");
    if (operation == "deposit.list")
        return with_patient(fmt::format(R"(,"kind":"inpatient","stay":"{}",{})", one.stay, days), R"("deposits":[)");
    if (operation == "inpatient.find") return with_patient("", one.stay);
    if (operation == "inpatient.daily_list") return with_patient(fmt::format(R"(,"stay":"{}",{})", one.stay, days), R"("lines":[)");
    if (operation == "encounter.list") return with_patient("," + days, "测试内科");
    if (operation == "report.list") return with_patient(R"(,"kind":"laboratory",)" + days, one.report);
    if (operation == "report.get") return with_patient(fmt::format(R"(,"kind":"laboratory","key":"{}")", one.report), one.report);
    return std::nullopt;
}

const std::vector<Finding>& allFindings() {
    static const std::vector<Finding> found = findings(TrancodeSubject());
    return found;
}

}  // namespace

BOOST_DATA_TEST_CASE(the_adapter_conforms, boost::unit_test::data::make(tests::conformance::checkNames()), check) {
    BOOST_TEST(!check.empty());
    for (const Finding& finding : allFindings()) {
        if (finding.check == check) BOOST_ERROR(finding.what);
    }
}
