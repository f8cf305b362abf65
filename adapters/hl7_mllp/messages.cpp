#include "adapters/hl7_mllp/messages.h"

#include <fmt/format.h>

namespace adapters::hl7_mllp {

namespace core = hub::core;
using namespace hub::contract;
using codec::hl7v2::Message;
using codec::hl7v2::Path;
using codec::hl7v2::Place;

namespace {

/// A message being written; remembers the first thing that did not fit.
class Draft {
  public:
    Draft(const Words& words, codec::charset::Charset charset, std::string_view control_id, const std::string& at)
        : message_(Message::create({}, charset)) {
        if (!message_.ok()) return;
        set("MSH-3", words.us.application);
        set("MSH-4", words.us.facility);
        set("MSH-5", words.them.application);
        set("MSH-6", words.them.facility);
        set("MSH-7", at);
        set("MSH-10", control_id);
        set("MSH-11", "P");
        set("MSH-12", words.version);
        if (!words.ask_enhanced) return;
        set("MSH-15", "AL");
        set("MSH-16", "AL");
    }

    void type(std::string_view type, std::string_view event, std::string_view structure) {
        set("MSH-9.1", type);
        set("MSH-9.2", event);
        set("MSH-9.3", structure);
    }

    /// The segment that set() without one writes to from now on.
    void segment(std::string_view id) {
        if (!message_.ok()) return;
        const core::Result<std::size_t> added = message_->appendSegment(id);
        if (added.ok()) {
            last_ = *added;
        } else {
            message_ = added.failure();
        }
    }

    void set(const Place& place, std::string_view text) {
        if (message_.ok() && !text.empty()) check(message_->set(last_, place, text));
    }

    core::Result<std::string> written() const {
        if (!message_.ok()) return message_.failure();
        return std::string(message_->write());
    }

    void fail(const core::Failure& failure) {
        if (message_.ok()) message_ = failure;
    }

  private:
    void set(const Path& path, std::string_view text) {
        if (message_.ok() && !text.empty()) check(message_->set(path, text));
    }
    void check(const core::Result<void>& set) {
        if (!set.ok()) message_ = set.failure();
    }

    core::Result<Message> message_;
    std::size_t last_ = 0;
};

std::string dayText(core::Date day) { return fmt::format("{:04}{:02}{:02}", day.year, day.month, day.day); }

void event(Draft& draft, std::string_view code, const std::string& at) {
    draft.segment("EVN");
    draft.set({.field = 1}, code);
    draft.set({.field = 2}, at);
}

/// Writes the repetitions of one CX field.
class Identifiers {
  public:
    Identifiers(Draft& draft, std::uint32_t field) : draft_(draft), field_(field) {}

    void add(std::string_view number, std::string_view authority, std::string_view type) {
        ++repetition_;
        const auto part = [&](std::uint32_t component, std::string_view text) {
            draft_.set({.field = field_, .repetition = repetition_, .component = component}, text);
        };
        part(1, number);
        part(4, authority);
        part(5, type);
    }

  private:
    Draft& draft_;
    std::uint32_t field_;
    std::uint32_t repetition_ = 0;
};

/// The identifiers of PID-3 or MRG-1, of which the hospital's own number is the first.
Identifiers localNumber(Draft& draft, const Words& words, std::uint32_t field, const core::Sensitive<core::CardNumber>& number) {
    Identifiers identifiers(draft, field);
    identifiers.add(number.reveal().text, words.them.facility, words.local_number_types.empty() ? "" : words.local_number_types[0]);
    return identifiers;
}

/// PID with nothing but the hospital's own number.
Identifiers localPatient(Draft& draft, const Words& words, const core::Sensitive<core::CardNumber>& number) {
    draft.segment("PID");
    draft.set({.field = 1}, "1");
    return localNumber(draft, words, 3, number);
}

template <core::Enumeration E>
std::string codeOf(Draft& draft, const kit::CodeMap& map, E value) {
    const core::Result<std::string> code = map.theirs(value);
    if (code.ok()) return *code;
    draft.fail(code.failure());
    return {};
}

void certificate(Draft& draft, const Words& words, Identifiers& identifiers, const PersonDetails& details) {
    if (!details.certificate) return;
    identifiers.add(details.certificate->number.reveal().text, "", codeOf(draft, words.certificate_types, details.certificate->kind));
}

/// A sex that nobody knows is said only of a new file: in one that stands it would take the place of what the hospital knows.
enum class UnknownSex { Said, LeftOut };

void who(Draft& draft, const Words& words, const PersonDetails& details, UnknownSex unknown) {
    draft.set({.field = 5}, details.name.reveal().text);
    if (details.birth_date) draft.set({.field = 7}, dayText(details.birth_date->reveal()));
    if (details.sex != Sex::Unknown || unknown == UnknownSex::Said) draft.set({.field = 8}, codeOf(draft, words.sexes, details.sex));
}

void whereabouts(Draft& draft, const PersonDetails& details) {
    if (details.address) draft.set({.field = 11}, details.address->reveal());
    if (details.phone) draft.set({.field = 13}, details.phone->reveal().text);
}

/// Of a file, not of a visit (PV1-2 N), which ADT_A05 cannot do without.
void noVisit(Draft& draft) {
    draft.segment("PV1");
    draft.set({.field = 1}, "1");
    draft.set({.field = 2}, "N");
}

void guardian(Draft& draft, const Words& words, const PersonDetails& details) {
    draft.segment("NK1");
    draft.set({.field = 1}, "1");
    draft.set({.field = 2}, details.name.reveal().text);
    draft.set({.field = 3}, "GRD");  // table 0063
    if (details.phone) draft.set({.field = 5}, details.phone->reveal().text);
    Identifiers identifiers(draft, 33);
    certificate(draft, words, identifiers, details);
}

void financial(Draft& draft, std::size_t number, const std::string& our_number, const std::string& at, std::string_view type,
               core::Money amount, const std::string& charge) {
    draft.segment("FT1");
    draft.set({.field = 1}, std::to_string(number));
    draft.set({.field = 2}, our_number);
    draft.set({.field = 4}, at);
    draft.set({.field = 6}, type);
    draft.set({.field = 10}, "1");
    draft.set({.field = 11, .component = 1, .subcomponent = 1}, amount.yuan());
    draft.set({.field = 11, .component = 1, .subcomponent = 2}, "CNY");
    draft.set({.field = 23}, charge);
}

/// SCH-1 or SCH-2, and the rest that both messages have.
void schedule(Draft& draft, const std::string& placer, const std::string& filler, const std::string& slot, std::string_view reason,
              std::string_view status) {
    draft.segment("SCH");
    draft.set({.field = 1}, placer);
    draft.set({.field = 2}, filler);
    draft.set({.field = 5}, slot);
    draft.set({.field = 6}, reason);
    draft.set({.field = 25}, status);
}

void resources(Draft& draft) {
    draft.segment("RGS");
    draft.set({.field = 1}, "1");
    draft.set({.field = 2}, "A");
}

core::Failure notWritable(std::string what) { return core::Failure(core::Error::RequestNotWritable, std::move(what)); }

}  // namespace

core::Result<std::string> Messages::create(const Meta& meta, const PatientCreate::Request& request) const {
    const std::string at = dayText(meta.business_date);
    Draft draft(words_, charset_, meta.wire_id, at);
    draft.type("ADT", "A28", "ADT_A05");
    event(draft, "A28", at);
    draft.segment("PID");
    draft.set({.field = 1}, "1");
    Identifiers identifiers(draft, 3);
    identifiers.add(meta.wire_id, words_.us.application, "PT");
    certificate(draft, words_, identifiers, request.person);
    if (request.card) {
        const bool ours = request.card->kind == CredentialKind::RegionalCard;
        if (!ours && request.card->kind != CredentialKind::HospitalCard) return notWritable("card: of a kind that PID-3 has no type for");
        identifiers.add(request.card->number.reveal().text, ours ? words_.us.application : words_.them.facility, "HC");
    }
    who(draft, words_, request.person, UnknownSex::Said);
    whereabouts(draft, request.person);
    if (request.birth_order) {
        draft.set({.field = 24}, "Y");
        draft.set({.field = 25}, std::to_string(*request.birth_order));
    }
    if (request.guardian) guardian(draft, words_, *request.guardian);
    noVisit(draft);
    return draft.written();
}

core::Result<std::string> Messages::update(const Meta& meta, const PatientUpdate::Request& request) const {
    const std::string at = dayText(meta.business_date);
    Draft draft(words_, charset_, meta.wire_id, at);
    draft.type("ADT", "A31", "ADT_A05");
    event(draft, "A31", at);
    Identifiers identifiers = localPatient(draft, words_, request.local_patient);
    certificate(draft, words_, identifiers, request.person);
    who(draft, words_, request.person, UnknownSex::LeftOut);
    whereabouts(draft, request.person);
    noVisit(draft);
    return draft.written();
}

core::Result<std::string> Messages::merge(const Meta& meta, const PatientMerge::Request& request) const {
    const std::string& stays = request.local_patient.reveal().text;
    const std::string& goes = request.merged.reveal().text;
    if (stays.empty() || goes.empty() || stays == goes) return notWritable("merged: a merge takes two files");
    const std::string at = dayText(meta.business_date);
    Draft draft(words_, charset_, meta.wire_id, at);
    draft.type("ADT", "A40", "ADT_A39");
    event(draft, "A40", at);
    localPatient(draft, words_, request.local_patient);
    who(draft, words_, request.person, UnknownSex::LeftOut);
    draft.segment("MRG");
    localNumber(draft, words_, 1, request.merged);
    return draft.written();
}

core::Result<std::string> Messages::lock(const Meta& meta, const SlotLock::Request& request) const {
    Draft draft(words_, charset_, meta.wire_id, dayText(meta.business_date));
    draft.type("SIU", "S12", "SIU_S12");
    schedule(draft, meta.wire_id, "", request.slot, "BOOKED", "Booked");
    localPatient(draft, words_, request.local_patient);
    resources(draft);
    return draft.written();
}

core::Result<std::string> Messages::cancel(const Meta& meta, const BookingCancel::Request& request) const {
    if (request.refund) return notWritable("refund: the fee of a booking goes back as a refund of its charge");
    const bool by_placer = words_.booking_number == BookingNumber::Placer;
    Draft draft(words_, charset_, meta.wire_id, dayText(meta.business_date));
    draft.type("SIU", "S15", "SIU_S12");
    schedule(draft, by_placer ? request.number : "", by_placer ? "" : request.number, request.slot, "CANCELLED", "Cancelled");
    localPatient(draft, words_, request.local_patient);
    resources(draft);
    return draft.written();
}

core::Result<std::string> Messages::payment(const Meta& meta, const PaymentConfirm::Request& request) const {
    const std::string at = shanghaiText(request.paid_at);
    Draft draft(words_, charset_, meta.wire_id, at);
    draft.type("DFT", "P03", "DFT_P03");
    event(draft, "P03", at);
    draft.set({.field = 5}, meta.staff_id.value_or(""));
    localPatient(draft, words_, request.local_patient);
    core::Money total;
    std::size_t number = 0;
    for (const PaymentConfirm::ChargePaid& charge : request.charges) {
        if (charge.expected_total.isNegative()) return notWritable("charges: an amount below zero");
        financial(draft, ++number, meta.wire_id, at, "PY", charge.expected_total, charge.key);
        draft.set({.field = 7, .component = 1}, "PAY");
        const core::Result<core::Money> sum = total.checkedAdd(charge.expected_total);
        if (!sum.ok()) return notWritable("charges: their sum is no amount");
        total = *sum;
    }
    if (request.charges.empty() || total != request.total) return notWritable("total_fen: the charges do not add up to it");
    return draft.written();
}

core::Result<std::string> Messages::refund(const Meta& meta, const RefundConfirm::Request& request) const {
    if (request.amount.isNegative()) return notWritable("amount_fen: below zero");
    if (request.lines.size() > 1) return notWritable("lines: FT1-11 wants the amount of each, and there is one amount for all");
    const std::string at = shanghaiText(request.refunded_at);
    Draft draft(words_, charset_, meta.wire_id, at);
    draft.type("DFT", "P03", "DFT_P03");
    event(draft, "P03", at);
    draft.set({.field = 5}, meta.staff_id.value_or(""));
    localPatient(draft, words_, request.local_patient);
    financial(draft, 1, meta.wire_id, at, "CD", request.amount, request.charge);
    draft.set({.field = 3}, request.paid_wire_id);
    if (!request.lines.empty()) draft.set({.field = 7, .component = 4}, request.lines.front());
    return draft.written();
}

core::Result<std::string> Messages::ping(std::string_view control_id, core::UtcTime now) const {
    Draft draft(words_, charset_, control_id, shanghaiText(now));
    draft.type("NMQ", "N01", "NMQ_N01");
    draft.segment("NCK");
    draft.set({.field = 1}, shanghaiText(now));
    return draft.written();
}

}  // namespace adapters::hl7_mllp
