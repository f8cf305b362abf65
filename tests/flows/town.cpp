#include "tests/flows/town.h"

#include <fmt/format.h>

#include <array>

namespace tests {

using namespace hub;

std::string residentId(core::Date born, int sequence) {
    std::string digits = fmt::format("379999{:04}{:02}{:02}{:03}", born.year, born.month, born.day, sequence);
    return digits + identity::checkCharacter(digits);
}

contract::PersonDetails detailsOf(const std::string& name, contract::Sex sex, core::Date born, const std::string& certificate,
                                  const std::string& phone) {
    contract::PersonDetails details;
    details.name = core::Sensitive(core::PersonName{name});
    details.sex = sex;
    details.birth_date = core::Sensitive(born);
    if (!certificate.empty())
        details.certificate =
            contract::Certificate{contract::CertificateKind::ResidentId, core::Sensitive(core::CertificateNumber{certificate})};
    if (!phone.empty()) details.phone = core::Sensitive(core::PhoneNumber{phone});
    return details;
}

flows::LoadRow rowOf(std::int64_t line, const std::string& hospital, const std::string& local, const contract::PersonDetails& details) {
    flows::LoadRow row{.line = line, .hospital = hospital, .local = {}};
    row.local.local_patient = core::Sensitive(core::CardNumber{local});
    row.local.person = details;
    return row;
}

std::vector<flows::LoadRow> townRows() {
    constexpr std::array kSurnames{"赵", "钱", "孙", "周", "吴", "郑", "冯", "陈"};
    constexpr std::array kGiven{"国栋", "秀兰", "志强", "海燕", "春梅", "文博", "雅静"};
    std::vector<flows::LoadRow> rows;
    for (std::size_t i = 0; i < 400; ++i) {
        const core::Date born{static_cast<std::int16_t>(1940 + i % 70), static_cast<std::int8_t>(1 + i % 12),
                              static_cast<std::int8_t>(1 + i % 28)};
        const std::string name = std::string(kSurnames[i % kSurnames.size()]) + kGiven[i % kGiven.size()];
        const contract::Sex sex = i % 2 == 0 ? contract::Sex::Male : contract::Sex::Female;
        rows.push_back(rowOf(static_cast<std::int64_t>(i) + 2, "H9", fmt::format("T{}", i),
                             detailsOf(name, sex, born, "", fmt::format("1380000{}", 1000 + i))));
    }
    return rows;
}

}  // namespace tests
