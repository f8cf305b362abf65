#include "adapters/sim/hl7/hospital.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

#include "adapters/codec/hl7v2/acknowledgement.h"
#include "adapters/codec/hl7v2/header.h"
#include "hub/core/exception.h"

namespace adapters::sim::hl7 {

using codec::hl7v2::AckCode;
using codec::hl7v2::Acknowledgement;
using codec::hl7v2::Header;
using codec::hl7v2::Message;
using codec::hl7v2::Path;
using codec::hl7v2::Place;
using hub::core::Exception;
using hub::core::Failure;
using hub::core::Result;

namespace {

std::string hashOf(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) != 1) throw Exception("SHA-256 is not there");
    std::string text;
    for (unsigned int i = 0; i < size; ++i) text += fmt::format("{:02x}", digest.at(i));
    return text;
}

std::string read(const Message& message, const Path& path) {
    const Result<std::string> text = message.text(path);
    return text.ok() ? *text : "";
}

std::string read(const Message& message, std::size_t segment, const Place& place) {
    const Result<std::string> text = message.text(segment, place);
    return text.ok() ? *text : "";
}

/// The number of that type among the repetitions of PID-3; any type when `type` is empty.
std::string identifier(const Message& message, std::string_view type) {
    const auto pid = message.find("PID");
    if (!pid) return {};
    const auto count = static_cast<std::uint32_t>(message.count(*pid, Place{.field = 3}));
    for (std::uint32_t repetition = 1; repetition <= count; ++repetition) {
        const auto part = [&](std::uint32_t component) {
            return read(message, *pid, {.field = 3, .repetition = repetition, .component = component});
        };
        if (part(5) == type) return part(1);
    }
    return {};
}

/// Who PID names; what it leaves out is empty.
Patient patientIn(const Message& message) {
    Patient patient;
    patient.our_number = identifier(message, "PT");
    patient.name = read(message, "PID-5.1");
    patient.birth_date = read(message, "PID-7.1");
    patient.sex = read(message, "PID-8");
    patient.address = read(message, "PID-11.1");
    patient.phone = read(message, "PID-13.1");
    for (const char* kind : {"NNCHN", "PPN", "BCT", "MI", "PRC"}) {
        if (!patient.certificate_number.empty()) break;
        patient.certificate_number = identifier(message, kind);
        patient.certificate_type = patient.certificate_number.empty() ? "" : kind;
    }
    return patient;
}

std::vector<std::size_t> segmentsOf(const Message& message, std::string_view id) {
    std::vector<std::size_t> found;
    for (std::size_t segment = 0; segment < message.segments(); ++segment) {
        if (message.segmentId(segment) == id) found.push_back(segment);
    }
    return found;
}

std::optional<Money> moneyAt(const Message& message, std::size_t segment) {
    const Result<Money> amount = Money::parseYuan(read(message, segment, {.field = 11, .component = 1, .subcomponent = 1}));
    return amount.ok() && !amount->isNegative() ? std::optional(*amount) : std::nullopt;
}

}  // namespace

std::string operationOf(std::string_view bytes) {
    const Result<Message> message = Message::parse(bytes, codec::charset::Charset::Utf8);
    if (!message.ok()) return "";
    const std::string event = read(*message, "MSH-9.2");
    return event == "P03" ? read(*message, "FT1-6") : event;
}

Hospital::Hospital(const Hl7HospitalSettings& settings, const hub::core::Clock& clock)
    : settings_(settings), clock_(clock), plan_(settings_), outgoing_(settings_, plan_), books_(settings_.folder, plan_, clock) {}

template <class Work>
auto Hospital::transact(const Work& work) {
    const std::lock_guard lock(mutex_);
    return common::transact(books_.database(), work);
}

template <class Write>
void Hospital::push(const Write& write) {
    Push next;
    next.id = books_.nextPush();
    next.control_id = fmt::format("{}{:010}", settings_.facility, next.id);
    next.bytes = write(next.control_id, clock_.utc());
    books_.addPush(next);
}

std::string Hospital::take(std::string_view bytes) {
    const std::optional<Header> header = Header::find(bytes, outgoing_.charset());
    const std::string control_id(header ? header->field(10) : std::string_view());
    if (!header || control_id.empty()) return acknowledged(bytes, Refusal{"E14", "缺少 MSH-10"});
    const Result<std::string> answered = transact([&]() -> Result<std::string> { return answer(bytes, control_id); });
    return *answered;  // a refusal is an answer, too
}

std::string Hospital::answer(std::string_view bytes, const std::string& control_id) {
    const std::string hash = hashOf(bytes);
    if (const auto before = books_.answered(control_id)) {
        const auto& [request_hash, first_answer] = *before;
        return request_hash == hash ? first_answer : acknowledged(bytes, Refusal{"E03", "报文编号已用于其他内容"});
    }
    const Result<Message> message = Message::parse(bytes, outgoing_.charset());
    const Said said = message.ok() ? act(*message) : Said(Refusal{"E14", "报文无法读取"});
    std::string answer = acknowledged(bytes, said);
    books_.noteAnswer(control_id, hash, answer);
    return answer;
}

Hospital::Said Hospital::act(const Message& message) {
    if (read(message, "MSH-3.1") != settings_.hub_application || read(message, "MSH-4.1") != settings_.hub_facility)
        return Refusal{"E01", "发送方未登记"};
    const std::string type = read(message, "MSH-9.1") + "^" + read(message, "MSH-9.2");
    if (type == "NMQ^N01") return std::monostate();
    if (type == "ADT^A28" || type == "ADT^A04") return openFile(message);
    if (type == "ADT^A31") return changeFile(message);
    if (type == "ADT^A40") return mergeFiles(message);
    if (type == "SIU^S12") return book(message);
    if (type == "SIU^S15") return cancel(message);
    if (type == "DFT^P03") return bill(message);
    return Refusal{"E13", "不支持的报文类型"};
}

Hospital::Said Hospital::openFile(const Message& message) {
    Answer<Patient> opened = books_.openFile(patientIn(message));
    if (Refusal* no = std::get_if<Refusal>(&opened)) return std::move(*no);
    push([&](const std::string& id, UtcTime at) { return outgoing_.file(id, at, "A28", std::get<Patient>(opened)); });
    return std::monostate();
}

Hospital::Said Hospital::changeFile(const Message& message) {
    const std::optional<Patient> patient = books_.patient(identifier(message, "PI"));
    if (!patient) return Refusal{"E07", "无此患者"};
    Answer<Patient> changed = books_.changeFile(*patient, patientIn(message));
    if (Refusal* no = std::get_if<Refusal>(&changed)) return std::move(*no);
    return std::monostate();
}

Hospital::Said Hospital::mergeFiles(const Message& message) {
    const std::optional<Patient> stays = books_.patient(identifier(message, "PI"));
    const std::optional<Patient> goes = books_.patient(read(message, "MRG-1.1"));
    if (!stays || !goes) return Refusal{"E07", "无此患者"};
    if (stays->id == goes->id) return Refusal{"E14", "PID-3 与 MRG-1 相同"};
    const std::string name = read(message, "PID-5.1");
    if (!name.empty() && name != stays->name) return Refusal{"E02", "姓名与档案不符"};
    const auto merged = books_.merge(stays->id, goes->id);
    if (!merged.ok()) return Refusal{"E14", "档案已并入"};
    push([&](const std::string& id, UtcTime at) { return outgoing_.merge(id, at, merged->first, merged->second); });
    return std::monostate();
}

Hospital::Said Hospital::book(const Message& message) {
    const std::optional<Patient> patient = books_.patient(identifier(message, "PI"));
    if (!patient) return Refusal{"E07", "无此患者"};
    Answer<Booking> booked = books_.book(read(message, "SCH-1.1"), *patient, read(message, "SCH-5.1"));
    if (Refusal* no = std::get_if<Refusal>(&booked)) return std::move(*no);
    const Booking& booking = std::get<Booking>(booked);
    if (const std::optional<Charge> fee = books_.charge(booking.charge))
        push([&](const std::string& id, UtcTime at) { return outgoing_.charge(id, at, *patient, *fee); });
    return Extra{"ZBK", {booking.number()}};
}

Hospital::Said Hospital::cancel(const Message& message) {
    const std::optional<Patient> patient = books_.patient(identifier(message, "PI"));
    if (!patient) return Refusal{"E07", "无此患者"};
    Answer<Booking> cancelled = books_.cancel(read(message, "SCH-1.1"), *patient);
    if (Refusal* no = std::get_if<Refusal>(&cancelled)) return std::move(*no);
    sayFeeEnded(*patient, std::get<Booking>(cancelled));
    return std::monostate();
}

void Hospital::sayFeeEnded(const Patient& patient, const Booking& booking) {
    const EndedFee ended = books_.endFee(booking);
    if (ended.cancelled) push([&](const std::string& id, UtcTime at) { return outgoing_.charge(id, at, patient, *ended.cancelled); });
    if (ended.refund) push([&](const std::string& id, UtcTime at) { return outgoing_.refundRequest(id, at, patient, *ended.refund); });
}

Hospital::Said Hospital::bill(const Message& message) {
    const std::optional<Patient> patient = books_.patient(identifier(message, "PI"));
    if (!patient) return Refusal{"E07", "无此患者"};
    const std::vector<std::size_t> rows = segmentsOf(message, "FT1");
    const auto at = [&](std::size_t row, std::uint32_t field) { return read(message, row, {.field = field, .component = 1}); };
    if (rows.empty()) return Refusal{"E14", "缺少 FT1"};
    const std::string kind = at(rows.front(), 6);
    const std::string our_number = at(rows.front(), 2);
    std::vector<std::pair<std::string, Money>> charges;
    for (const std::size_t row : rows) {
        const std::optional<Money> amount = moneyAt(message, row);
        if (!amount || at(row, 6) != kind || at(row, 2) != our_number) return Refusal{"E14", "FT1-11、FT1-6 或 FT1-2 有误"};
        charges.emplace_back(at(row, 23), *amount);
    }
    Answer<Posted> posted = Refusal{"E13", "不支持的 FT1-6"};
    if (kind == "PY") posted = books_.pay(our_number, *patient, charges);
    if (kind == "CD" && rows.size() == 1) {
        Refund asked;
        asked.paid_number = at(rows.front(), 3);
        asked.charge = charges.front().first;
        asked.amount = charges.front().second;
        asked.line = read(message, rows.front(), {.field = 7, .component = 4});
        posted = books_.refund(our_number, *patient, asked);
    }
    if (Refusal* no = std::get_if<Refusal>(&posted)) return std::move(*no);
    const Posted& done = std::get<Posted>(posted);
    return Extra{"ZPY",
                 {done.our_number, done.settlement, done.receipt, done.amount.yuan(), "SIM01", "T01", timeText(done.posted_at),
                  dayText(done.posted_at)}};
}

std::string Hospital::acknowledged(std::string_view request, const Said& said) const {
    const Refusal* no = std::get_if<Refusal>(&said);
    const bool rejected = no != nullptr && (no->code == "E01" || no->code == "E03" || no->code == "E13");
    Acknowledgement say{no == nullptr ? AckCode::AA
                        : rejected    ? AckCode::AR
                                      : AckCode::AE,
                        "", timeText(clock_.utc()), no ? no->text : "成功"};
    say.control_id = "A" + hashOf(request).substr(0, 19);  // the same for the same bytes
    Result<std::string> bytes = codec::hl7v2::acknowledge(request, outgoing_.charset(), say);
    if (!bytes.ok()) {  // a charset that has no such words (69)
        say.text = no ? "refused" : "ok";
        bytes = codec::hl7v2::acknowledge(request, outgoing_.charset(), say);
    }
    Result<Message> message = bytes.ok() ? Message::parse(*bytes, outgoing_.charset()) : Result<Message>(bytes.failure());
    if (!message.ok()) throw Exception("the simulated hospital cannot answer: " + message.failure().detail());
    bool written = no == nullptr || message->set("MSA-6.1", no->code).ok();
    if (const Extra* extra = std::get_if<Extra>(&said)) {
        const Result<std::size_t> segment = message->appendSegment(extra->segment);
        std::uint32_t field = 1;
        for (const std::string& value : extra->fields) {
            ++field;
            written = written && segment.ok() && (value.empty() || message->set(*segment, {.field = field}, value).ok());
        }
    }
    if (!written) throw Exception("the simulated hospital cannot complete its answer");
    return std::string(message->write());
}

Result<Patient> Hospital::addPatient(const Patient& patient) {
    return transact([&] {
        Result<Patient> added = books_.addPatient(patient);
        if (added.ok()) push([&](const std::string& id, UtcTime at) { return outgoing_.file(id, at, "A28", *added); });
        return added;
    });
}

Result<void> Hospital::merge(std::int64_t stays, std::int64_t goes) {
    return transact([&]() -> Result<void> {
        const auto merged = books_.merge(stays, goes);
        if (!merged.ok()) return merged.failure();
        push([&](const std::string& id, UtcTime at) { return outgoing_.merge(id, at, merged->first, merged->second); });
        return {};
    });
}

Result<Charge> Hospital::addCharge(const NewCharge& wanted) {
    return transact([&]() -> Result<Charge> {
        const Result<Patient> patient = books_.patientOf(wanted.patient_id);
        if (!patient.ok()) return patient.failure();
        Result<Charge> added = books_.addCharge(wanted);
        if (added.ok()) push([&](const std::string& id, UtcTime at) { return outgoing_.charge(id, at, *patient, *added); });
        return added;
    });
}

Result<Charge> Hospital::changeCharge(std::string_view number, const std::vector<ChargeLine>& lines) {
    return transact([&]() -> Result<Charge> {
        Result<Charge> changed = books_.changeCharge(number, lines);
        if (!changed.ok()) return changed;
        const Patient patient = *books_.patientOf(changed->patient_id);
        push([&](const std::string& id, UtcTime at) { return outgoing_.charge(id, at, patient, *changed); });
        return changed;
    });
}

Result<Charge> Hospital::cancelCharge(std::string_view number) {
    return transact([&]() -> Result<Charge> {
        Result<Charge> cancelled = books_.cancelCharge(number);
        if (!cancelled.ok()) return cancelled;
        const Patient patient = *books_.patientOf(cancelled->patient_id);
        push([&](const std::string& id, UtcTime at) { return outgoing_.charge(id, at, patient, *cancelled); });
        return cancelled;
    });
}

Result<void> Hospital::payAtWindow(std::string_view number) {
    return transact([&] { return books_.payAtWindow(number); });
}

Result<RefundRequest> Hospital::requestRefund(std::string_view charge, const std::vector<std::string>& lines) {
    return transact([&]() -> Result<RefundRequest> {
        Result<RefundRequest> request = books_.requestRefund(charge, lines);
        if (!request.ok()) return request;
        const Patient patient = *books_.patientOf(books_.charge(charge)->patient_id);
        push([&](const std::string& id, UtcTime at) { return outgoing_.refundRequest(id, at, patient, *request); });
        return request;
    });
}

Result<std::size_t> Hospital::stopClinic(const common::ClinicStop& stop) {
    return transact([&]() -> Result<std::size_t> {
        const std::vector<Booking> stopped = books_.stopClinic(stop);
        push([&](const std::string& id, UtcTime at) { return outgoing_.clinicStopped(id, at, stop); });
        for (const Booking& booking : stopped) {
            const Patient patient = *books_.patientOf(booking.patient_id);
            push([&](const std::string& id, UtcTime at) { return outgoing_.bookingStopped(id, at, patient, booking); });
            sayFeeEnded(patient, booking);
        }
        return stopped.size();
    });
}

Result<std::string> Hospital::publish(const common::Report& report) {
    return transact([&]() -> Result<std::string> {
        const auto published = books_.publish(report);
        if (!published.ok()) return published.failure();
        const auto& [number, version] = *published;
        common::Report numbered = report;
        numbered.number = number;
        const Patient patient = *books_.patientOf(report.patient_id);
        push([&, version = version](const std::string& id, UtcTime at) { return outgoing_.report(id, at, patient, numbered, version); });
        return number;
    });
}

std::optional<Push> Hospital::headPush() {
    const std::lock_guard lock(mutex_);
    return books_.headPush();
}

void Hospital::endPush(std::int64_t id, std::string_view state, std::string_view answer) {
    const std::lock_guard lock(mutex_);
    books_.endPush(id, state, answer);
}

void Hospital::noteTry(std::int64_t id) {
    const std::lock_guard lock(mutex_);
    books_.noteTry(id);
}

Result<std::string> Hospital::dump(std::string_view table) {
    const std::lock_guard lock(mutex_);
    return books_.dump(table);
}

}  // namespace adapters::sim::hl7
