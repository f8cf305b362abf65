#include "adapters/ehealth_card/words.h"

#include <fmt/format.h>

#include "tests/adapters/ehealth_card/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using adapters::ehealth_card::Words;
using core::Error;
using tests::ToyPlatform;

const Words kWords;
const std::string kCard = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
const std::string kOtherCard = "1" + kCard.substr(1);
const std::string kShown = kCard + ":1";

core::JsonDocument parsed(const std::string& json) {
    auto document = core::JsonDocument::parse(json);
    BOOST_REQUIRE_MESSAGE(document.ok(), json);
    return std::move(*document);
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    BOOST_REQUIRE_MESSAGE(text.find(from) != std::string::npos, from);
    return text.replace(text.find(from), from.size(), to);
}

const std::string kGoodCard =
    fmt::format(R"({{"card":{{"name":"示例甲","gender":"男","birthday":"1990-02-28","idType":"01","idNumber":"37020X",)"
                R"("phone1":"13800000001","address":"示例市","healthCardId":"{}","phid":"P"}}}})",
                kCard);
const std::string kVoucherCode(28, '1');
const std::string kGoodVoucher = fmt::format(R"({{"userName":"示例甲","idType":"01","idNo":"37020X","gender":"1","birthday":"1990-02-28",)"
                                             R"("ecToken":"{}","insuOrg":"370200","ecIndexNo":"I1","ecQrCode":"{}","chnlId":"c"}})",
                                             std::string(32, 'T'), kVoucherCode);

core::Result<CredentialDecode::Result> card(const std::string& json, const std::string& code = kShown) {
    const core::JsonDocument document = parsed(json);
    return kWords.shownCard(document.root(), code);
}
core::Result<CredentialDecode::Result> voucher(const std::string& json) {
    const core::JsonDocument document = parsed(json);
    return kWords.voucher(document.root(), kVoucherCode);
}
core::Result<CredentialIssue::Result> registered(const std::string& id, const std::string& code) {
    const core::JsonDocument document = parsed(fmt::format(R"({{"healthCardId":"{}","qrCodeText":"{}"}})", id, code));
    return kWords.registered(document.root());
}
core::Result<CredentialIssue::Result> dynamicCode(const std::string& code, const std::string& seconds = "60") {
    const core::JsonDocument document = parsed(fmt::format(R"({{"qrCodeText":"{}","validSeconds":{}}})", code, seconds));
    return kWords.dynamicCode(document.root(), tests::ehealthCard(kCard), {1000});
}

}  // namespace

BOOST_AUTO_TEST_CASE(each_kind_of_certificate_has_its_number_and_each_number_its_kind) {
    const std::pair<const char*, CertificateKind> rows[] = {
        {"01", CertificateKind::ResidentId},        {"03", CertificateKind::Passport},           {"04", CertificateKind::OfficerCard},
        {"06", CertificateKind::HongKongMacauPass}, {"07", CertificateKind::TaiwanPass},         {"08", CertificateKind::BirthCertificate},
        {"09", CertificateKind::ResidencePermit},   {"10", CertificateKind::PermanentResidence}, {"99", CertificateKind::Other}};
    BOOST_TEST(std::size(rows) == enumNames(CertificateKind{}).size());
    for (const auto& [number, kind] : rows) {
        const auto read = card(replaced(kGoodCard, R"("idType":"01")", fmt::format(R"("idType":"{}")", number)));
        BOOST_REQUIRE(read.ok());
        BOOST_TEST((read->person.certificate->kind == kind), number);
        Certificate certificate = tests::certificateOf(1);
        certificate.kind = kind;
        const auto written = kWords.ofVerify({tests::nameOfPerson(1), certificate});
        BOOST_REQUIRE(written.ok());
        BOOST_TEST(written->at(1).second == number);
    }
    for (const char* number : {"02", "05"}) {
        const auto read = card(replaced(kGoodCard, R"("idType":"01")", fmt::format(R"("idType":"{}")", number)));
        BOOST_REQUIRE(read.ok());
        BOOST_TEST((read->person.certificate->kind == CertificateKind::Other), number);
    }
    for (const char* number : {"00", "1", "11", "98", "示例甲"}) {
        const auto read = card(replaced(kGoodCard, R"("idType":"01")", fmt::format(R"("idType":"{}")", number)));
        BOOST_TEST(tests::failsWith(read, Error::CodeNotMapped), number);
        BOOST_TEST(read.failure().detail().find("示例") == std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(each_service_has_its_own_words_for_the_sexes) {
    const std::pair<const char*, Sex> words[] = {{"男", Sex::Male}, {"女", Sex::Female}, {"未知", Sex::Unknown}};
    for (const auto& [word, sex] : words) {
        const auto read = card(replaced(kGoodCard, "男", word));
        BOOST_REQUIRE(read.ok());
        BOOST_TEST((read->person.sex == sex));
    }
    for (const char* word : {"1", "M", "不详"}) BOOST_TEST(tests::failsWith(card(replaced(kGoodCard, "男", word)), Error::CodeNotMapped));
    BOOST_TEST((voucher(kGoodVoucher)->person.sex == Sex::Male));
    BOOST_TEST((voucher(replaced(kGoodVoucher, R"("gender":"1")", R"("gender":"2")"))->person.sex == Sex::Female));
    for (const char* word : {"0", "3", "男"})
        BOOST_TEST(tests::failsWith(voucher(replaced(kGoodVoucher, R"("gender":"1")", fmt::format(R"("gender":"{}")", word))),
                                    Error::CodeNotMapped));

    const std::pair<Sex, const char*> written[] = {
        {Sex::Male, "男"}, {Sex::Female, "女"}, {Sex::Unknown, "未知"}, {Sex::NotStated, "未知"}};
    for (const auto& [sex, word] : written) {
        PersonDetails person = tests::detailsOf(1);
        person.sex = sex;
        BOOST_TEST(kWords.ofRegistration(person)->at(1).second == word);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_known_of_a_person_is_written_empty) {
    PersonDetails person = tests::detailsOf(1);
    person.birth_date.reset();
    const auto members = kWords.ofRegistration(person);
    BOOST_REQUIRE(members.ok());
    std::string names;
    for (const auto& [name, value] : *members) {
        names += std::string(name) + " ";
        if (name == "nation" || name == "birthday" || name == "phone1" || name == "address") BOOST_TEST(value == "", name);
    }
    BOOST_TEST(names == "name gender nation birthday idType idNumber phone1 address ");
}

BOOST_AUTO_TEST_CASE(a_card_number_is_64_lower_case_hexadecimal_digits_and_its_static_code_names_it) {
    BOOST_TEST(registered(kCard, kCard + ":1").ok());
    const std::pair<std::string, std::string> bad[] = {{"", ":1"},
                                                       {kCard.substr(1), kCard.substr(1) + ":1"},
                                                       {kCard + "0", kCard + "0:1"},
                                                       {"A" + kCard.substr(1), "A" + kCard.substr(1) + ":1"},
                                                       {"g" + kCard.substr(1), "g" + kCard.substr(1) + ":1"},
                                                       {kCard, kCard + ":0"},
                                                       {kCard, kCard},
                                                       {kCard, ""},
                                                       {kCard, kOtherCard + ":1"},
                                                       {kCard, kCard + ":11"}};
    for (const auto& [id, code] : bad) BOOST_TEST(tests::failsWith(registered(id, code), Error::PeerAnswerNotValid), id + " " + code);
}

BOOST_AUTO_TEST_CASE(a_dynamic_code_is_of_the_card_that_was_asked_for_and_ends) {
    const std::string random = "0123456789abcdef0123456789ABCDEF";
    const auto good = dynamicCode(kCard + ":0:" + random + ":7");
    BOOST_REQUIRE(good.ok());
    BOOST_TEST(good->valid_until->ms == 61000);
    BOOST_TEST(dynamicCode(kCard + ":0:" + random + ":" + std::string(256 - 64 - 3 - 33, '7')).ok());
    for (const std::string& code : {kCard + ":1", kOtherCard + ":0:" + random + ":7", kCard + ":0:" + random + ":", kCard + ":0:" + random,
                                    kCard + ":0:" + random.substr(1) + ":7", kCard + ":0:" + random + "0:7",
                                    kCard + ":0:g" + random.substr(1) + ":7", kCard + ":0:" + random + ":7:7",
                                    kCard + ":1:" + random + ":7", kCard + ":0:" + random + ":" + std::string(257 - 64 - 3 - 33, '7')})
        BOOST_TEST(tests::failsWith(dynamicCode(code), Error::PeerAnswerNotValid), code);
    for (const char* seconds : {"0", "-1", "\"60\"", "60.5", "86401", "null"})
        BOOST_TEST(tests::failsWith(dynamicCode(kCard + ":0:" + random + ":7", seconds), Error::PeerAnswerNotValid), seconds);
    for (const char* seconds : {"1", "86400"}) BOOST_TEST(dynamicCode(kCard + ":0:" + random + ":7", seconds).ok(), seconds);
}

BOOST_AUTO_TEST_CASE(a_shown_code_is_not_read_as_another_cards) {
    BOOST_TEST(card(kGoodCard).ok());
    BOOST_TEST(tests::failsWith(card(kGoodCard, kOtherCard + ":1"), Error::PeerAnswerNotValid));
    BOOST_TEST(tests::failsWith(card(kGoodCard, kOtherCard + ":0:00:1"), Error::PeerAnswerNotValid));
    BOOST_TEST(card(kGoodCard, "a code that names no card").ok());
}

BOOST_AUTO_TEST_CASE(what_is_read_of_a_card_is_whole_in_form_and_of_bounded_size) {
    const std::tuple<std::string, std::string, Error> bad[] = {
        {"\"card\"", "\"cart\"", Error::PeerAnswerNotValid},
        {kCard, kCard.substr(1), Error::PeerAnswerNotValid},
        {"示例甲", "", Error::PeerAnswerNotValid},
        {"\"示例甲\"", "7", Error::PeerAnswerNotValid},
        {"示例甲", std::string(201, 'a'), Error::PeerAnswerNotValid},
        {"37020X", std::string(65, '3'), Error::PeerAnswerNotValid},
        {"37020X", "", Error::PeerAnswerNotValid},
        {"13800000001", std::string(33, '1'), Error::PeerAnswerNotValid},
        {"示例市", std::string(601, 'a'), Error::PeerAnswerNotValid},
        {"1990-02-28", "1990-02-29", Error::ValueNotInForm},
        {"1990-02-28", "19900228", Error::ValueNotInForm},
        {"1990-02-28", "1849-12-31", Error::ValueNotInForm},
        {"1990-02-28", "示例", Error::ValueNotInForm},
    };
    for (const auto& [from, to, error] : bad) {
        const auto read = card(replaced(kGoodCard, from, to), "x");
        BOOST_TEST(tests::failsWith(read, error), to);
        BOOST_TEST(read.failure().detail().find("示例") == std::string::npos);
    }
    const std::pair<std::string, std::string> good[] = {{"示例甲", std::string(200, 'a')},
                                                        {"37020X", std::string(64, '3')},
                                                        {"13800000001", std::string(32, '1')},
                                                        {"示例市", std::string(600, 'a')},
                                                        {"1990-02-28", "1992-02-29"},
                                                        {"\"1990-02-28\"", "null"},
                                                        {"13800000001", ""}};
    for (const auto& [from, to] : good) BOOST_TEST(card(replaced(kGoodCard, from, to)).ok(), to);
}

BOOST_AUTO_TEST_CASE(what_is_read_of_a_voucher_is_whole_and_in_form) {
    BOOST_TEST(voucher(kGoodVoucher).ok());
    const std::pair<std::string, std::string> bad[] = {{"示例甲", ""},
                                                       {std::string(32, 'T'), std::string(31, 'T')},
                                                       {std::string(32, 'T'), std::string(33, 'T')},
                                                       {std::string(32, 'T'), ""},
                                                       {"370200", "37020"},
                                                       {"370200", "3702000"},
                                                       {"370200", "37020A"},
                                                       {"370200", ""},
                                                       {kVoucherCode, std::string(28, '2')},
                                                       {"I1", std::string(65, 'I')}};
    for (const auto& [from, to] : bad)
        BOOST_TEST(tests::failsWith(voucher(replaced(kGoodVoucher, from, to)), Error::PeerAnswerNotValid), to);
    const auto without_index = voucher(replaced(kGoodVoucher, R"("ecIndexNo":"I1",)", ""));
    BOOST_REQUIRE(without_index.ok());
    BOOST_TEST(!without_index->credential.has_value());
}

BOOST_AUTO_TEST_CASE(a_verdict_is_one_of_three) {
    const auto verdict = [](const std::string& rsp) {
        const core::JsonDocument document = parsed(rsp);
        return kWords.verdict(document.root());
    };
    BOOST_TEST((verdict(R"({"verifyResult":"1"})")->verdict == Verdict::Same));
    BOOST_TEST((verdict(R"({"verifyResult":"2"})")->verdict == Verdict::Differs));
    BOOST_TEST((verdict(R"({"verifyResult":"3"})")->verdict == Verdict::NoRecord));
    for (const char* rsp : {R"({"verifyResult":"0"})", R"({"verifyResult":"4"})", R"({"verifyResult":"01"})"})
        BOOST_TEST(tests::failsWith(verdict(rsp), Error::CodeNotMapped), rsp);
    for (const char* rsp : {R"({"verifyResult":1})", R"({"verifyResult":""})", "{}"})
        BOOST_TEST(tests::failsWith(verdict(rsp), Error::PeerAnswerNotValid), rsp);
}
