#include "adapters/ehealth_card/words.h"

#include <fmt/format.h>

#include "adapters/ehealth_card/reading.h"
#include "adapters/kit/json_members.h"

namespace adapters::ehealth_card {

namespace core = hub::core;
using namespace hub::contract;
using core::JsonValue;
using kit::CodeMap;
using kit::notValid;
using kit::numberIn;
using kit::optionalTextIn;
using kit::textIn;

namespace {

// The longest of each member that is read, in bytes.
constexpr std::size_t kNameMax = 200;
constexpr std::size_t kNumberMax = 64;
constexpr std::size_t kPhoneMax = 32;
constexpr std::size_t kAddressMax = 600;
constexpr std::size_t kCodeMax = 256;
constexpr std::size_t kCardIdSize = 64;

core::Failure notWritable(std::string_view what) { return core::Failure(core::Error::RequestNotWritable, std::string(what)); }

/// businessType and useScene. Two of our uses are one of theirs.
std::string businessType(CodeUse use) {
    switch (use) {
        case CodeUse::Registration:
            return "01101";
        case CodeUse::OpenFile:
            return "01102";
        case CodeUse::Admission:
            return "01103";
        case CodeUse::Deposit:
            return "01104";
        case CodeUse::Consultation:
        case CodeUse::Report:
            return "01201";
        case CodeUse::Examination:
            return "01203";
        case CodeUse::Treatment:
            return "01204";
        case CodeUse::Settlement:
            return "01301";
        case CodeUse::Dispensing:
            return "01302";
    }
    HUB_ASSERT(false);
}

core::Result<std::string> cardIdIn(JsonValue content) {
    core::Result<std::string> id = textIn(content, "healthCardId", kCardIdSize);
    if (id.ok() && !isCardId(*id)) return notValid("healthCardId", "is not 64 lower-case hexadecimal digits");
    return id;
}

Credential cardOf(std::string id) { return {CredentialKind::EhealthCard, core::Sensitive(core::CardNumber{std::move(id)})}; }

/// `<card>:0:<32 hexadecimal digits>:<application serial>`
bool isDynamicCode(std::string_view code, std::string_view card_id) {
    constexpr std::size_t kRandomDigits = 32;
    const std::string begin = fmt::format("{}:0:", card_id);
    if (!code.starts_with(begin)) return false;
    const std::string_view rest = code.substr(begin.size());
    return rest.size() > kRandomDigits + 1 && isHexadecimal(rest.substr(0, kRandomDigits), kRandomDigits) && rest[kRandomDigits] == ':' &&
           rest.find(':', kRandomDigits + 1) == std::string_view::npos;
}

}  // namespace

// The hub has no word for a household register or a driving licence: they are certificates of another kind.
Words::Words()
    : certificate_kind_(*CodeMap::make("idType",
                                       {{"01", "resident_id"},
                                        {"03", "passport"},
                                        {"04", "officer_card"},
                                        {"06", "hong_kong_macau_pass"},
                                        {"07", "taiwan_pass"},
                                        {"08", "birth_certificate"},
                                        {"09", "residence_permit"},
                                        {"10", "permanent_residence"},
                                        {"99", "other"},
                                        {"02", "other"},
                                        {"05", "other"}},
                                       {})),
      gender_(*CodeMap::make("gender", {{"男", "male"}, {"女", "female"}, {"未知", "unknown"}}, {.theirs = "未知"})),  // "not stated" too
      voucher_gender_(*CodeMap::make("voucher gender", {{"1", "male"}, {"2", "female"}}, {})),
      verdict_(*CodeMap::make("verifyResult", {{"1", "same"}, {"2", "differs"}, {"3", "no_record"}}, {})),
      day_(*kit::mapping::TimeFormat::parse("yyyy-MM-dd")) {}

core::Result<Members> Words::ofVerify(const PersonVerify::Request& request) const {
    Members members{{"name", request.name.reveal().text}};
    const core::Result<void> put = putCertificate(members, request.certificate);
    if (!put.ok()) return put.failure();
    return members;
}

core::Result<Members> Words::ofRegistration(const PersonDetails& person) const {
    if (!person.certificate) return notWritable("a card is registered by a certificate");
    const core::Result<std::string> gender = gender_.theirs(person.sex);
    if (!gender.ok()) return gender.failure();
    Members members{{"name", person.name.reveal().text},
                    {"gender", *gender},
                    {"nation", ""},  // the hub does not know it
                    {"birthday", person.birth_date ? day_.write(person.birth_date->reveal()) : ""}};
    const core::Result<void> put = putCertificate(members, *person.certificate);
    if (!put.ok()) return put.failure();
    members.emplace_back("phone1", person.phone ? person.phone->reveal().text : "");
    members.emplace_back("address", person.address ? person.address->reveal() : "");
    return members;
}

core::Result<Members> Words::ofDynamicCode(const PersonDetails& person, const Credential& card) const {
    if (!person.certificate) return notWritable("a dynamic code is asked for by a certificate");
    if (card.kind != CredentialKind::EhealthCard || !isCardId(card.number.reveal().text))
        return notWritable("the card is no e-health card of this platform");
    Members members{{"healthCardId", card.number.reveal().text}};
    const core::Result<void> put = putCertificate(members, *person.certificate);
    if (!put.ok()) return put.failure();
    members.emplace_back("codeType", "0");
    return members;
}

Members Words::ofShownCode(const CredentialDecode::Request& request) const {
    return {{"qrCodeText", request.code.reveal()}, {"useScene", businessType(request.use)}};
}

Members Words::ofVoucher(const CredentialDecode::Request& request, const std::string& staff_id) const {
    return {{"ecQrCode", request.code.reveal()},
            {"businessType", businessType(request.use)},
            {"operatorId", staff_id},
            {"operatorName", ""},
            {"officeId", ""},
            {"officeName", ""},
            {"deviceType", ""}};
}

core::Result<PersonVerify::Result> Words::verdict(JsonValue content) const {
    const core::Result<std::string> theirs = textIn(content, "verifyResult", kNumberMax);
    if (!theirs.ok()) return theirs.failure();
    const core::Result<Verdict> verdict = verdict_.ours<Verdict>(*theirs);
    if (!verdict.ok()) return verdict.failure();
    return PersonVerify::Result{*verdict};
}

core::Result<CredentialDecode::Result> Words::shownCard(JsonValue content, const std::string& code) const {
    const std::optional<JsonValue> card = content.member("card");
    if (!card || !card->isObject()) return notValid("card", "is missing");
    core::Result<std::string> id = cardIdIn(*card);
    if (!id.ok()) return id.failure();
    const bool names_a_card = code.find(':') == kCardIdSize && isCardId(std::string_view(code).substr(0, kCardIdSize));
    if (names_a_card && !code.starts_with(*id)) return notValid("healthCardId", "is not that of the code");
    core::Result<PersonDetails> details = person(*card, {"name", "idNumber", gender_});
    if (!details.ok()) return details.failure();
    CredentialDecode::Result result;
    result.person = std::move(*details);
    result.credential = cardOf(std::move(*id));
    return result;
}

core::Result<CredentialDecode::Result> Words::voucher(JsonValue content, const std::string& code) const {
    constexpr std::size_t kTokenSize = 32;
    constexpr std::size_t kAreaDigits = 6;
    const core::Result<std::optional<std::string>> repeated = optionalTextIn(content, "ecQrCode", kCodeMax);
    if (!repeated.ok()) return repeated.failure();
    if (repeated->value_or(code) != code) return notValid("ecQrCode", "is another");
    core::Result<PersonDetails> details = person(content, {"userName", "idNo", voucher_gender_});
    if (!details.ok()) return details.failure();
    core::Result<std::string> token = textIn(content, "ecToken", kTokenSize);
    if (!token.ok()) return token.failure();
    if (token->size() != kTokenSize) return notValid("ecToken", "has not 32 characters");
    core::Result<std::string> area = textIn(content, "insuOrg", kAreaDigits);
    if (!area.ok()) return area.failure();
    if (!isDigits(*area, kAreaDigits)) return notValid("insuOrg", "is not six digits");
    core::Result<std::optional<std::string>> index = optionalTextIn(content, "ecIndexNo", kNumberMax);
    if (!index.ok()) return index.failure();

    CredentialDecode::Result result;
    result.person = std::move(*details);
    if (*index) result.credential = Credential{CredentialKind::InsuranceVoucher, core::Sensitive(core::CardNumber{std::move(**index)})};
    result.insurance_token = core::Sensitive<std::string>(std::move(*token));
    result.insured_area = std::move(*area);
    return result;
}

core::Result<CredentialIssue::Result> Words::registered(JsonValue content) const {
    core::Result<std::string> id = cardIdIn(content);
    if (!id.ok()) return id.failure();
    core::Result<std::string> code = textIn(content, "qrCodeText", kCodeMax);
    if (!code.ok()) return code.failure();
    if (*code != *id + ":1") return notValid("qrCodeText", "is not the static code of the card");
    CredentialIssue::Result result;
    result.card = cardOf(std::move(*id));
    result.code = core::Sensitive<std::string>(std::move(*code));
    return result;
}

core::Result<CredentialIssue::Result> Words::dynamicCode(JsonValue content, const Credential& card, core::UtcTime asked_at) const {
    constexpr std::int64_t kSecondsMax = 24 * 3600;
    core::Result<std::string> code = textIn(content, "qrCodeText", kCodeMax);
    if (!code.ok()) return code.failure();
    if (!isDynamicCode(*code, card.number.reveal().text)) return notValid("qrCodeText", "is not a dynamic code of the card");
    const core::Result<std::int64_t> seconds = numberIn(content, "validSeconds", kSecondsMax);
    if (!seconds.ok()) return seconds.failure();
    CredentialIssue::Result result;
    result.card = card;
    result.code = core::Sensitive<std::string>(std::move(*code));
    result.valid_until = asked_at + std::chrono::seconds(*seconds);
    return result;
}

core::Result<PersonDetails> Words::person(JsonValue content, const PersonNames& names) const {
    core::Result<std::string> name = textIn(content, names.name, kNameMax);
    if (!name.ok()) return name.failure();
    const core::Result<std::string> kind_code = textIn(content, "idType", kNumberMax);
    if (!kind_code.ok()) return kind_code.failure();
    const core::Result<CertificateKind> kind = certificate_kind_.ours<CertificateKind>(*kind_code);
    if (!kind.ok()) return kind.failure();
    core::Result<std::string> number = textIn(content, names.number, kNumberMax);
    if (!number.ok()) return number.failure();
    const core::Result<std::string> gender = textIn(content, "gender", kNumberMax);
    if (!gender.ok()) return gender.failure();
    const core::Result<Sex> sex = names.gender.ours<Sex>(*gender);
    if (!sex.ok()) return sex.failure();
    core::Result<std::optional<std::string>> birthday = optionalTextIn(content, "birthday", kNumberMax);
    if (!birthday.ok()) return birthday.failure();
    core::Result<std::optional<std::string>> phone = optionalTextIn(content, "phone1", kPhoneMax);
    if (!phone.ok()) return phone.failure();
    core::Result<std::optional<std::string>> address = optionalTextIn(content, "address", kAddressMax);
    if (!address.ok()) return address.failure();

    PersonDetails person;
    person.name = core::Sensitive(core::PersonName{std::move(*name)});
    person.sex = *sex;
    person.certificate = Certificate{*kind, core::Sensitive(core::CertificateNumber{std::move(*number)})};
    if (*birthday) {
        const core::Result<core::Date> day = day_.readDate(**birthday);
        if (!day.ok()) return day.failure();
        person.birth_date = core::Sensitive<core::Date>(*day);
    }
    if (*phone) person.phone = core::Sensitive(core::PhoneNumber{std::move(**phone)});
    if (*address) person.address = core::Sensitive<std::string>(std::move(**address));
    return person;
}

core::Result<void> Words::putCertificate(Members& members, const Certificate& certificate) const {
    core::Result<std::string> kind = certificate_kind_.theirs(certificate.kind);
    if (!kind.ok()) return kind.failure();
    members.emplace_back("idType", std::move(*kind));
    members.emplace_back("idNumber", certificate.number.reveal().text);
    return {};
}

}  // namespace adapters::ehealth_card
