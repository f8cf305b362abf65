#include "adapters/sim/ehealth_card/platform.h"

#include <fmt/format.h>

#include <utility>

namespace adapters::sim::ehealth_card {

using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;

namespace {

constexpr std::size_t kCardIdLength = 64;
constexpr std::size_t kTokenLength = 32;
constexpr std::size_t kVoucherLength = 28;
constexpr std::string_view kStaticEnd = ":1";

Failure unknownPerson() { return Failure(Error::SimNotFound, "person with this certificate"); }

}  // namespace

Platform::Platform(const std::string& folder, std::int64_t seed, std::string app_serial, const hub::core::Clock& clock)
    : draws_(seed), app_serial_(std::move(app_serial)), clock_(clock), store_(folder) {}

template <class Work>
auto Platform::transact(const Work& work) {
    const std::lock_guard lock(mutex_);
    return common::transact(store_.database(), work);
}

// Applications

std::string Platform::newToken() {
    return *transact([&]() -> Result<std::string> {
        const std::int64_t id = store_.nextTokenId();
        std::string text = draws_.hex(fmt::format("token {}", id), kTokenLength);
        store_.insertToken(id, text, now() + kTokenLife);
        return text;
    });
}

bool Platform::isGood(std::string_view token) {
    const std::lock_guard lock(mutex_);
    const std::optional<UtcTime> expiry = store_.tokenExpiry(token);
    return expiry && now() < *expiry;
}

RealName Platform::verify(std::string_view name, const Certificate& certificate) {
    const std::lock_guard lock(mutex_);
    const std::optional<Person> person = store_.person(certificate);
    if (!person) return RealName::NoRecord;
    return person->name == name ? RealName::Same : RealName::Differs;
}

Answer<HeldCard> Platform::registerCard(const NewCard& wish) {
    return *transact([&]() -> Result<Answer<HeldCard>> {
        const std::optional<Person> person = store_.person(wish.certificate);
        if (!person || person->name != wish.name) return Answer<HeldCard>{Outcome::NotTogether};
        return Answer<HeldCard>{Outcome::Done, cardFor(*person, wish)};
    });
}

HeldCard Platform::cardFor(const Person& person, const NewCard& wish) {
    if (const std::optional<Card> held = store_.cardOf(person.id)) return {person, *held};
    Card card;
    card.id = store_.nextCardId();
    card.person_id = person.id;
    card.health_card_id = draws_.hex(fmt::format("card {}", card.id), kCardIdLength);
    card.phid = fmt::format("PH{:010}", person.id);
    card.phone = wish.phone.empty() ? person.phone : wish.phone;
    card.address = wish.address;
    card.made_at = now();
    store_.insert(card);
    return {person, card};
}

Code Platform::newCode(const Person& person, CodeKind kind, std::string_view health_card_id) {
    Code code;
    code.id = store_.nextCodeId();
    code.kind = kind;
    code.person_id = person.id;
    code.made_at = now();
    code.expires_at = now() + kCodeLife;
    const std::string label = fmt::format("code {}", code.id);
    code.text = kind == CodeKind::Voucher ? draws_.digits(label, kVoucherLength)
                                          : fmt::format("{}:0:{}:{}", health_card_id, draws_.hex(label, kTokenLength), app_serial_);
    store_.insert(code);
    return code;
}

Answer<Code> Platform::dynamicCode(std::string_view health_card_id, const Certificate& certificate) {
    return *transact([&]() -> Result<Answer<Code>> {
        const std::optional<Person> person = store_.person(certificate);
        const std::optional<Card> card = store_.card(health_card_id);
        if (!person || !card || card->person_id != person->id) return Answer<Code>{Outcome::NotFound};
        return Answer<Code>{Outcome::Done, newCode(*person, CodeKind::Dynamic, health_card_id)};
    });
}

Answer<Code> Platform::useUp(std::string_view text, CodeKind kind) {
    std::optional<Code> code = store_.code(text, kind);
    if (!code) return {Outcome::NotFound};
    if (code->used_at.ms != 0) return {Outcome::Used};
    if (now() >= code->expires_at) return {Outcome::Expired};
    code->used_at = now();
    if (kind == CodeKind::Voucher) code->ec_token = draws_.hex(fmt::format("ec_token {}", code->id), kTokenLength);
    store_.update(*code);
    return {Outcome::Done, *code};
}

Answer<HeldCard> Platform::cardByCode(std::string_view text) {
    return *transact([&]() -> Result<Answer<HeldCard>> {
        std::optional<Card> card;
        if (text.size() == kCardIdLength + kStaticEnd.size() && text.ends_with(kStaticEnd)) {
            card = store_.card(text.substr(0, kCardIdLength));
        } else {
            const Answer<Code> code = useUp(text, CodeKind::Dynamic);
            if (!code.ok()) return Answer<HeldCard>{code.outcome};
            card = store_.cardOf(code.value.person_id);
        }
        if (!card) return Answer<HeldCard>{Outcome::NotFound};
        return Answer<HeldCard>{Outcome::Done, {*store_.person(card->person_id), *card}};
    });
}

Answer<Presence> Platform::decode(std::string_view text) {
    return *transact([&]() -> Result<Answer<Presence>> {
        const Answer<Code> code = useUp(text, CodeKind::Voucher);
        if (!code.ok()) return Answer<Presence>{code.outcome};
        return Answer<Presence>{Outcome::Done, {*store_.person(code.value.person_id), code.value}};
    });
}

void Platform::note(const Call& call) {
    const std::lock_guard lock(mutex_);
    store_.note(call, now());
}

// By hand

Result<void> Platform::addPerson(const Person& person) {
    if (person.name.empty()) return Failure(Error::SimNotValid, "name is empty");
    if (!isIdType(person.certificate.type)) return Failure(Error::SimNotValid, "idType must be 01 to 10 or 99");
    if (person.certificate.number.empty()) return Failure(Error::SimNotValid, "idNumber is empty");
    const std::lock_guard lock(mutex_);
    store_.put(person);
    return {};
}

Result<HeldCard> Platform::makeCard(const Certificate& certificate) {
    return transact([&]() -> Result<HeldCard> {
        const std::optional<Person> person = store_.person(certificate);
        if (!person) return unknownPerson();
        return cardFor(*person, {});
    });
}

Result<Code> Platform::showCode(const Certificate& certificate, CodeKind kind) {
    return transact([&]() -> Result<Code> {
        const std::optional<Person> person = store_.person(certificate);
        if (!person) return unknownPerson();
        if (kind == CodeKind::Voucher) {
            if (person->gender == Gender::Unknown) return Failure(Error::SimNotPossible, "a voucher says male or female");
            return newCode(*person, kind, {});
        }
        const std::optional<Card> card = store_.cardOf(person->id);
        if (!card) return Failure(Error::SimNotPossible, "the person has no e-health card yet");
        if (kind == CodeKind::Dynamic) return newCode(*person, kind, card->health_card_id);
        Code code;
        code.text = HeldCard{*person, *card}.staticCode();
        code.kind = kind;
        return code;
    });
}

void Platform::endTokens() {
    const std::lock_guard lock(mutex_);
    store_.endTokens(now());
}

Result<std::string> Platform::dump(std::string_view table) {
    const std::lock_guard lock(mutex_);
    return store_.dump(table);
}

}  // namespace adapters::sim::ehealth_card
