#include "adapters/sim/trancode/seed.h"

#include <array>

#include "hub/core/exception.h"

namespace adapters::sim::trancode {

using common::Date;
using common::Money;
using common::Sex;

namespace {

struct Person {
    std::int64_t id;
    std::string_view name;
    std::string_view id_number;
    Sex sex;
    Date birth_date;
    std::string_view phone;
    std::string_view hospital_card;
    std::string_view guardian_number;
};

// Every number is invented: region 379999 does not exist. Day of birth, sex and check character (GB 11643) are right, or the hub would
// refuse it.
constexpr std::array kPeople{
    Person{100001, "测试甲", "379999199001019015", Sex::Male, {1990, 1, 1}, "13900000001", "C00000001", ""},
    Person{100002, "测试乙", "379999195002029022", Sex::Female, {1950, 2, 2}, "13900000002", "C00000002", ""},
    Person{100003, "李玕", "379999198003039031", Sex::Male, {1980, 3, 3}, "13900000003", "C00000003", ""},       // trail byte 5C in GBK
    Person{100004, "王珅", "379999198104049044", Sex::Female, {1981, 4, 4}, "13900000004", "C00000004", ""},     // trail byte 7C in GBK
    Person{100005, "𠮷㛃䶮", "379999198205059057", Sex::Unknown, {1982, 5, 5}, "13900000005", "C00000005", ""},  // only in GB18030
    Person{100006, "A&B<C>]]>D", "379999202006069067", Sex::Female, {2020, 6, 6}, "13900000006", "C00000006", "379999199001019015"}};

void addPeople(common::Books& books) {
    const common::Caller caller{.operation = "seed", .number = "", .operator_id = "SIM", .visible_from = {}};
    for (const Person& person : kPeople) {
        common::Patient patient;
        patient.id = person.id;
        patient.name = person.name;
        patient.certificate_kind = "01";
        patient.certificate_number = person.id_number;
        patient.sex = person.sex;
        patient.birth_date = person.birth_date;
        patient.phone = person.phone;
        patient.address = "测试路 1 号";
        patient.guardian_number = person.guardian_number;
        const auto created = books.createPatient(caller, patient, {{"00", std::string(person.hospital_card)}});
        if (!created.ok()) throw hub::core::Exception("the simulated hospital cannot be opened: " + created.failure().detail());
    }
}

void addStay(common::Books& books, const hub::core::Clock& clock) {
    const hub::core::UtcTime now = clock.utc();
    const hub::core::UtcTime yesterday = now + -std::chrono::hours(24);
    common::Stay stay;
    stay.number = "Z000001";
    stay.patient_id = 100002;
    stay.department = "测试内科";
    stay.bed = "12";
    stay.doctor = "测试医师一";
    stay.admitted_on = common::dayOf(yesterday);
    books.addStay(stay);
    const common::ChargeLine bed{.code = "F01",
                                 .name = "床位费",
                                 .kind = "I",
                                 .unit = "日",
                                 .spec = "",
                                 .price = Money::fromFen(4000),
                                 .quantity_hundredths = 100,
                                 .amount = Money::fromFen(4000)};
    const common::ChargeLine drip{.code = "A11",
                                  .name = "测试注射液",
                                  .kind = "A",
                                  .unit = "支",
                                  .spec = "100ml",
                                  .price = Money::fromFen(1250),
                                  .quantity_hundredths = 250,
                                  .amount = Money::fromFen(3125)};
    books.addStayItem(stay.number, {bed, yesterday});
    books.addStayItem(stay.number, {bed, now});
    books.addStayItem(stay.number, {drip, now});
}

}  // namespace

void seedHospital(common::Books& books, const hub::core::Clock& clock) {
    if (!books.departments().empty()) return;
    addPeople(books);
    books.addDepartment({"D01", "测试内科", "", "内科 & 全科"});
    books.addDepartment({"D02", "测试外科", "", ""});
    books.addDepartment({"D0101", "心血管内科", "D01", ""});
    const auto yuan = [](std::int64_t amount) { return Money::fromFen(amount * 100); };
    books.addDoctor({"1001", "测试医师一", "主任医师", Sex::Male, "D01", "02", yuan(5), yuan(20), "内科楼 2 层 201", "消化"});
    books.addDoctor({"1002", "测试/医师二", "副主任医师", Sex::Female, "D01", "01", yuan(5), yuan(10), "内科楼 2 层 202", ""});
    books.addDoctor({"1003", "测试医师三", "主治医师", Sex::Male, "D02", "01", yuan(5), yuan(5), "外科楼 1 层 101", ""});
    books.addDoctor({"1004", "测试医师四", "主任医师", Sex::Female, "D0101", "02", yuan(5), yuan(20), "内科楼 3 层 301", ""});
    addStay(books, clock);
}

}  // namespace adapters::sim::trancode
