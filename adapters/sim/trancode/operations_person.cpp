#include <algorithm>
#include <array>

#include "adapters/sim/trancode/operations.h"

namespace adapters::sim::trancode {

using common::Card;
using common::Patient;
using hub::core::Error;
using hub::core::Failure;

namespace {

constexpr std::string_view kHospitalCard = "00";
constexpr std::string_view kSocialSecurityCard = "90";
constexpr std::string_view kHealthCode = "JK";
constexpr std::string_view kResidentId = "01";
constexpr std::string_view kByPatientId = "99";

/// PERSON of the specification; the card is the hospital's where the patient has one.
Element person(Context& context, const Patient& patient) {
    std::vector<Card> cards = context.books.cardsOf(patient.id);
    std::stable_partition(cards.begin(), cards.end(), [](const Card& card) { return card.kind == kHospitalCard; });
    const Card card = cards.empty() ? Card{} : cards.front();
    return row("Item", {{"PatientId", std::to_string(patient.id)},
                        {"PatientName", patient.name},
                        {"IDCard", patient.certificate_kind == kResidentId ? patient.certificate_number : ""},
                        {"CardType", card.kind},
                        {"CardNum", card.number},
                        {"MobilePhone", patient.phone},
                        {"Sex", sexCode(patient.sex)},
                        {"AccountBalance", context.format.money(patient.balance)},
                        {"SetPassword", "0"},
                        {"CreateDate", context.format.time(patient.created_at)},
                        {"UseTime", std::to_string(context.books.visitsOf(patient.id))}});
}

Content people(Context& context, const std::vector<Patient>& patients, bool with_address) {
    std::vector<Element> rows;
    for (const Patient& patient : patients) {
        Element& one = rows.emplace_back(person(context, patient));
        if (!with_address) continue;
        one.add("BirthDate", Format::day(patient.birth_date));
        one.add("Address", patient.address);
    }
    return {items(std::move(rows))};
}

Result<Content> clockRead(Context& context, const Request&) {
    return fields({{"NowTime", context.format.time(context.now)}, {"SerialNo", Format::compact(context.now, /*with_milliseconds=*/true)}});
}

/// Only here CardType is of the certificate list.
std::vector<Patient> found(Context& context, const Request& request) {
    const std::string kind = request.text("CardType");
    const std::string number = request.text("CardNum");
    if (kind == kByPatientId) {
        const Result<Patient> patient = context.books.patient(request.number("CardNum"));
        return patient.ok() ? std::vector{*patient} : std::vector<Patient>();
    }
    if (kind == kHospitalCard || kind == kSocialSecurityCard || kind == kHealthCode) return context.books.patientsByCard({kind, number});
    if (context.site.region == Region::Lianzhou && request.text("IsChild") == "Y") return context.books.patientsOfGuardian(number);
    return context.books.patientsByCertificate(kind, number);
}

Result<Content> personFind(Context& context, const Request& request) {
    return people(context, found(context, request), /*with_address=*/true);
}

Result<Content> personCreate(Context& context, const Request& request) {
    const Result<common::Sex> sex = sexFromCode(request.text("Sex"));
    if (!sex.ok()) return sex.failure();
    const std::string kind = request.text("CertificateType");
    const std::string number = request.text("CertificateNum");
    if (context.site.refuse_repeated_orders && !context.books.patientsByCertificate(kind, number).empty())
        return Failure(Error::SimRepeated, "证件已建档");
    Patient patient;
    patient.id = request.number("PatientId");
    patient.name = request.text("PatientName");
    patient.certificate_kind = kind;
    patient.certificate_number = number;
    patient.sex = *sex;
    patient.birth_date = *request.day("BirthDate");
    patient.phone = request.text("MobilePhone");
    patient.address = request.text("Address");
    const Result<Patient> created = context.books.createPatient(context.caller, patient, {});
    if (!created.ok()) return created.failure();
    return person(context, *created).children;
}

Result<Content> personVerify(Context& context, const Request& request) {
    if (request.text("OperationType") != "2") return Failure(Error::SimNotPossible, "本院只开放实名认证（OperationType 2）");
    Patient confirmed;
    confirmed.id = request.number("PatientId");
    confirmed.certificate_kind = request.text("CertificateType");
    confirmed.certificate_number = request.text("CertificateNum");
    confirmed.phone = request.text("PhoneNum");
    confirmed.guardian_name = request.text("GuardianName");
    confirmed.guardian_number = request.text("GuardianCerNum");
    const Result<void> done = context.books.confirmPatient(context.caller, confirmed);
    if (!done.ok()) return done.failure();
    return Content();
}

Result<Content> cardAdd(Context& context, const Request& request) {
    const Result<std::string> kind = cardKind(request.text("CardType"));
    if (!kind.ok()) return kind.failure();
    const Result<void> done = context.books.addCard(context.caller, request.number("PatientId"), {*kind, request.text("CardNum")});
    if (!done.ok()) return done.failure();
    return Content();
}

Result<Content> cardReplace(Context& context, const Request& request) {
    if (request.text("CardType") != "1") return Failure(Error::SimNotPossible, "只能更换院内就诊卡");
    const std::string kind(kHospitalCard);
    const Result<void> done = context.books.replaceCard(context.caller, request.number("PatientId"), {kind, request.text("CardNumOld")},
                                                        {kind, request.text("CardNum")});
    if (!done.ok()) return done.failure();
    return Content();
}

Result<Content> personByCertificate(Context& context, const Request& request) {
    std::vector<Patient> patients = context.books.patientsByCertificate(request.text("CertificateType"), request.text("CertificateNum"));
    const std::string name = request.text("Name");
    std::erase_if(patients, [&](const Patient& patient) { return !name.empty() && patient.name != name; });
    return people(context, patients, /*with_address=*/false);
}

/// 2007 of Guangzhou, told of receipts.
Result<Content> visitsOfCard(Context& context, const Request& request) {
    const Result<std::string> kind = cardKind(request.text("CardType"));
    if (!kind.ok()) return kind.failure();
    std::vector<Element> rows;
    for (const Patient& patient : context.books.patientsByCard({*kind, request.text("CardNum")})) {
        for (const common::Settlement& visit : context.books.settlements(patient.id, always(), "")) {
            rows.push_back(row("Item", {{"PatientName", patient.name},
                                        {"Sex", sexCode(patient.sex)},
                                        {"PatientID", std::to_string(patient.id)},
                                        {"NullahNumber", visit.visit_number},
                                        {"TreatmentType", visit.fund.isPositive() ? "1" : "0"},
                                        {"DeptName", visit.department.name},
                                        {"DoctorName", visit.doctor.name},
                                        {"Cost", context.format.money(visit.cost)},
                                        {"Charges", context.format.money(visit.cash())},
                                        {"VisitDate", Format::day(common::dayOf(visit.paid_at))}}));
        }
    }
    return Content{items(std::move(rows))};
}

Result<Content> healthCodeBind(Context& context, const Request& request) {
    const Result<Patient> patient = context.books.patient(request.number("PatientId"));
    if (!patient.ok()) return patient.failure();
    if (patient->name != request.text("PatientName") || patient->certificate_number != request.text("idCode"))
        return Failure(Error::SimNotPossible, "姓名或证件号与档案不符");
    const Result<void> done = context.books.addCard(context.caller, patient->id, {std::string(kHealthCode), request.text("QrCode")});
    if (!done.ok()) return done.failure();
    return Content();
}

constexpr std::array kOperations{
    Operation{.code = "1001", .tags = "", .run = clockRead},
    Operation{.code = "2001", .tags = "CardType! CardNum!", .run = personFind},
    Operation{.code = "2002",
              .tags = "PatientId:i PatientName! CertificateType! CertificateNum! Sex! BirthDate!:D MobilePhone* Address*",
              .run = personCreate},
    Operation{.code = "2003",
              .tags = "PatientId!:i OperationType! PasswordOld* PasswordNew* CertificateType* CertificateNum* PhoneNum* GuardianName* "
                      "GuardianCerType* GuardianCerNum* GuardianPhoneNum*",
              .run = personVerify},
    Operation{.code = "2004", .tags = "PatientId!:i CardType! CardNum!", .run = cardAdd, .failure = "1"},
    Operation{.code = "2005", .tags = "PatientId!:i CardNumOld! CardType! CardNum! UserId*", .run = cardReplace},
    Operation{.code = "2006", .tags = "CertificateType! CertificateNum!", .run = personByCertificate},
    Operation{.code = "2007",
              .tags = "CardType! CardNum! StartDate* EndDate*",
              .run = visitsOfCard,
              .failure = "1",
              .region = Region::Guangzhou,
              .result_as_child = true},
    Operation{.code = "2011",
              .tags = "PatientId!:i PatientName! QrCode! idCode! nation*",
              .run = healthCodeBind,
              .failure = "1",
              .region = Region::Lianzhou}};

}  // namespace

std::span<const Operation> personOperations() { return kOperations; }

}  // namespace adapters::sim::trancode
