#include "tests/adapters/sim_hl7/bench.h"

#include <fmt/format.h>

namespace tests::hl7 {

sim::Hl7HospitalSettings settingsIn(const std::string& folder) {
    sim::Hl7HospitalSettings settings;
    settings.folder = folder;
    settings.facility = "SIMHL701";
    settings.departments = {{"01", "测试内科"}, {"02", "测试外科"}};
    settings.doctors = {{"1001", "测试医师一"}, {"1002", "测试医师二"}};
    settings.clinics = {{"01", "1001", "morning", "08:00", "12:00", 30, 2, Money::fromFen(1250)},
                        {"02", "1002", "afternoon", "14:00", "17:00", 60, 1, Money()}};
    return settings;
}

std::string fromHub(std::string_view type, std::string_view control_id, const std::vector<std::string>& segments) {
    std::string message = fmt::format("MSH|^~\\&|ONECARD|HUB|HIS|SIMHL701|20300102||{}|{}|P|2.4||||||UNICODE UTF-8\r", type, control_id);
    for (const std::string& segment : segments) message += segment + "\r";
    return message;
}

std::string read(const std::string& message, const Path& path) {
    const auto parsed = Message::parse(message, adapters::codec::charset::Charset::Utf8);
    BOOST_REQUIRE(parsed.ok());
    const auto text = parsed->text(path);
    return text.ok() ? *text : "";
}

std::string verdict(const std::string& answer) {
    const std::string code = read(answer, "MSA-6.1");
    return read(answer, "MSA-1") + (code.empty() ? "" : " " + code);
}

Bench::Bench() : hospital(std::make_unique<sim::Hospital>(settingsIn(folder.path()), clock)) {}

std::string Bench::ask(std::string_view type, const std::vector<std::string>& segments) {
    return hospital->take(fromHub(type, fmt::format("M{}", ++asked_), segments));
}

std::string Bench::open(const std::string& number, const std::string& name, const std::string& certificate) {
    return ask("ADT^A28^ADT_A05",
               {"EVN|A28", fmt::format("PID|1||{}^^^ONECARD^PT~{}^^^^NNCHN||{}||19900101|M", number, certificate, name), "PV1|1|N"});
}

std::string Bench::book(const std::string& number, const std::string& slot, const std::string& patient) {
    return ask("SIU^S12^SIU_S12", {fmt::format("SCH|{}||||{}|BOOKED|||||||||||||||||||Booked", number, slot),
                                   fmt::format("PID|1||{}^^^SIMHL701^PI", patient)});
}

std::string Bench::cancel(const std::string& number, const std::string& patient) {
    return ask("SIU^S15^SIU_S12", {fmt::format("SCH|{}", number), fmt::format("PID|1||{}^^^SIMHL701^PI", patient)});
}

std::string Bench::pay(const std::string& number, const std::string& charge, const std::string& yuan, const std::string& patient) {
    return ask("DFT^P03^DFT_P03", {"EVN|P03", fmt::format("PID|1||{}^^^SIMHL701^PI", patient),
                                   fmt::format("FT1|1|{}||20300102093000||PY|PAY|||1|{}&CNY||||||||||||{}", number, yuan, charge)});
}

std::string Bench::refund(const std::string& number, const std::string& paid, const std::string& charge, const std::string& line,
                          const std::string& yuan) {
    return ask("DFT^P03^DFT_P03",
               {"EVN|P03", "PID|1||P100001^^^SIMHL701^PI",
                fmt::format("FT1|1|{}|{}|20300102093000||CD|^^^{}|||1|{}&CNY||||||||||||{}", number, paid, line, yuan, charge)});
}

std::string Bench::charge(const std::vector<std::int64_t>& fen) {
    sim::NewCharge wanted;
    wanted.patient_id = 1;
    wanted.name = "门诊费";
    wanted.doctor = "1001";
    for (const std::int64_t amount : fen) {
        sim::ChargeLine line;
        line.code = "A11";
        line.name = "测试注射液";
        line.kind = "A";
        line.price = line.amount = Money::fromFen(amount);
        wanted.lines.push_back(line);
    }
    const auto charge = hospital->addCharge(wanted);
    BOOST_REQUIRE(charge.ok());
    return charge->number();
}

std::vector<std::string> Bench::pushed() {
    std::vector<std::string> messages;
    while (const auto head = hospital->headPush()) {
        messages.push_back(head->bytes);
        hospital->endPush(head->id, "sent", "");
    }
    return messages;
}

}  // namespace tests::hl7
