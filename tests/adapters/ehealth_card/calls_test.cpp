#include <fmt/format.h>

#include "tests/adapters/ehealth_card/bench.h"

namespace {

namespace core = hub::core;
using namespace hub::contract;
using core::Error;
using tests::EhealthBench;
using tests::ToyPlatform;
using tests::troubleOf;
using tests::conformance::Fault;

const std::string kCard = ToyPlatform::cardOf(1);

CredentialDecode::Request voucher(CodeUse use = CodeUse::Registration) {
    return {CredentialKind::InsuranceVoucher, core::Sensitive<std::string>(ToyPlatform::voucherCodeOf(1)), use};
}

std::string answer(const std::string& rsp, const std::string& id = "$ID", const std::string& code = "0") {
    return fmt::format(R"({{"commonOut":{{"requestId":"{}","resultCode":{},"errMsg":""}},"rsp":{}}})", id, code, rsp);
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_CASE(a_registration_is_sent_as_the_page_says_and_brings_the_static_code) {
    EhealthBench bench;
    PersonDetails person = tests::detailsOf(1);
    person.phone = core::Sensitive(core::PhoneNumber{"13800000001"});
    const auto outcome = bench.call<CredentialIssue>({person, std::nullopt});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST((outcome.result->card.kind == CredentialKind::EhealthCard));
    BOOST_TEST(outcome.result->card.number.reveal().text == kCard);
    BOOST_TEST(outcome.result->code.reveal() == kCard + ":1");
    BOOST_TEST(!outcome.result->valid_until.has_value());

    const std::string sent = bench.platform.lastCall("registerHealthCard");
    BOOST_TEST(holds(sent, R"("requestId":"01JGYH8M0000000000000000A1000000")"), sent);
    BOOST_TEST(holds(sent, R"("appToken":"token-1")"));
    BOOST_TEST(holds(sent, R"("timestamp":"1893547800","channelNum":"0")"));
    BOOST_TEST(
        holds(sent, fmt::format(R"("req":{{"name":"{}","gender":"女","nation":"","birthday":"1990-03-01","idType":"01","idNumber":"{}",)"
                                R"("phone1":"13800000001","address":""}})",
                                tests::conformance::nameOf(1), tests::conformance::numberOf(1))),
        sent);
}

BOOST_AUTO_TEST_CASE(the_same_person_again_has_the_same_card_and_a_card_has_fresh_codes) {
    EhealthBench bench;
    const auto first = bench.call<CredentialIssue>({tests::detailsOf(1), std::nullopt});
    const auto second = bench.call<CredentialIssue>({tests::detailsOf(1), std::nullopt});
    BOOST_REQUIRE((first.ending == Ending::Done && second.ending == Ending::Done));
    BOOST_TEST((first.result->card.number == second.result->card.number));
    BOOST_TEST(bench.platform.effects() == 1);

    const auto code = bench.call<CredentialIssue>({tests::detailsOf(1), first.result->card});
    BOOST_REQUIRE((code.ending == Ending::Done));
    BOOST_TEST((code.result->card.number == first.result->card.number));
    BOOST_TEST(code.result->code.reveal() == kCard + ":0:00000000000000000000000000000001:7");
    BOOST_TEST(code.result->valid_until->ms == 1893547800000 + 60000);
    BOOST_TEST(holds(bench.platform.lastCall("getDynamicQRCode"), R"("codeType":"0")"));
    BOOST_TEST((bench.call<CredentialIssue>({tests::detailsOf(1), first.result->card}).result->code != code.result->code));
}

BOOST_AUTO_TEST_CASE(a_name_and_a_number_are_one_persons_or_not_or_nobody_knows) {
    EhealthBench bench;
    for (const auto& [person, verdict] : {std::pair(3, Verdict::Same), {1, Verdict::Differs}, {2, Verdict::NoRecord}}) {
        const auto outcome = bench.call<PersonVerify>({tests::nameOfPerson(person), tests::certificateOf(person)});
        BOOST_REQUIRE((outcome.ending == Ending::Done));
        BOOST_TEST(core::enumName(outcome.result->verdict) == core::enumName(verdict));
    }
    BOOST_TEST(bench.platform.callsOf("getAppToken") == 1);
}

BOOST_AUTO_TEST_CASE(a_card_that_is_shown_says_whose_it_is) {
    EhealthBench bench;
    const auto outcome =
        bench.call<CredentialDecode>({CredentialKind::EhealthCard, core::Sensitive<std::string>(kCard + ":1"), CodeUse::Dispensing});
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(holds(bench.platform.lastCall("getHealthCardByQRCode"), R"("useScene":"01302")"));
    const PersonDetails& person = outcome.result->person;
    BOOST_TEST(person.name.reveal().text == tests::conformance::nameOf(1));
    BOOST_TEST((person.sex == Sex::Female));
    BOOST_TEST(person.birth_date->reveal().text() == "1990-03-01");
    BOOST_TEST(person.certificate->number.reveal().text == tests::conformance::numberOf(1));
    BOOST_TEST(person.phone->reveal().text == "13800000001");
    BOOST_TEST(!person.address.has_value());
    BOOST_TEST((outcome.result->credential->kind == CredentialKind::EhealthCard));
    BOOST_TEST(outcome.result->credential->number.reveal().text == kCard);
    BOOST_TEST(!outcome.result->insurance_token.has_value());
    BOOST_TEST(!outcome.result->insured_area.has_value());
}

BOOST_AUTO_TEST_CASE(a_voucher_that_is_shown_says_whose_it_is_and_brings_the_insurers_token) {
    EhealthBench bench;
    const auto outcome = bench.call<CredentialDecode>(voucher());
    BOOST_REQUIRE((outcome.ending == Ending::Done));
    BOOST_TEST(bench.platform.lastCall("decode") ==
               fmt::format(R"({{"transType":"ec.query","orgId":"H37020000001","data":{{"ecQrCode":"{}","businessType":"01101",)"
                           R"("operatorId":"S001","operatorName":"","officeId":"","officeName":"","deviceType":""}}}})",
                           ToyPlatform::voucherCodeOf(1)));
    BOOST_TEST(outcome.result->person.name.reveal().text == tests::conformance::nameOf(1));
    BOOST_TEST((outcome.result->person.sex == Sex::Female));
    BOOST_TEST(outcome.result->insurance_token->reveal() == fmt::format("{:032}", 1));
    BOOST_TEST(outcome.result->insured_area.value() == "370200");
    BOOST_TEST((outcome.result->credential->kind == CredentialKind::InsuranceVoucher));
    BOOST_TEST(outcome.result->credential->number.reveal().text == "I00001");
}

BOOST_AUTO_TEST_CASE(each_use_has_the_number_of_the_page) {
    EhealthBench bench;
    const std::pair<CodeUse, const char*> uses[] = {
        {CodeUse::Registration, "01101"}, {CodeUse::OpenFile, "01102"},  {CodeUse::Admission, "01103"},   {CodeUse::Deposit, "01104"},
        {CodeUse::Consultation, "01201"}, {CodeUse::Report, "01201"},    {CodeUse::Examination, "01203"}, {CodeUse::Treatment, "01204"},
        {CodeUse::Settlement, "01301"},   {CodeUse::Dispensing, "01302"}};
    BOOST_TEST(std::size(uses) == enumNames(CodeUse{}).size());
    for (const auto& [use, number] : uses) {
        BOOST_TEST((bench.call<CredentialDecode>(voucher(use)).ending == Ending::Done));
        BOOST_TEST(holds(bench.platform.lastCall("decode"), fmt::format(R"("businessType":"{}")", number)), number);
    }
}

BOOST_AUTO_TEST_CASE(a_write_whose_answer_is_not_whole_and_ours_is_unknown_and_so_is_a_read) {
    const std::string card = fmt::format(R"({{"healthCardId":"{0}","qrCodeText":"{0}:1"}})", kCard);
    const struct {
        int status;
        std::string body;
        Error error;
    } rows[] = {
        {500, answer(card), Error::ChannelInTrouble},
        {302, answer(card), Error::ChannelInTrouble},
        {404, "", Error::ChannelInTrouble},
        {201, answer(card), Error::ChannelInTrouble},
        {200, "", Error::PeerAnswerNotValid},
        {200, "[]", Error::PeerAnswerNotValid},
        {200, "<html>", Error::PeerAnswerNotValid},
        {200, "{}", Error::PeerAnswerNotValid},
        {200, answer(card, "01JGYH8M0000000000000000A1000001"), Error::PeerAnswerNotValid},
        {200, answer(card, ""), Error::PeerAnswerNotValid},
        {200, answer(card, "$ID", "\"0\""), Error::PeerAnswerNotValid},
        {200, answer("[]", "01JGYH8M0000000000000000A1000001", "3001"), Error::PeerAnswerNotValid},
        {200, answer("[]", "01JGYH8M0000000000000000A1000001", "9999"), Error::PeerAnswerNotValid},
        {200, answer("[]", "01JGYH8M0000000000000000A1000001", "1002"), Error::PeerAnswerNotValid},
        {200, answer("null"), Error::PeerAnswerNotValid},
        {200, answer("{}"), Error::PeerAnswerNotValid},
        {200, answer(card) + std::string(64 * 1024, ' '), Error::PeerAnswerTooLarge},
    };
    EhealthBench bench;
    for (const auto& row : rows) {
        BOOST_TEST_CONTEXT(row.status << " " << row.body.substr(0, 200)) {
            for (const char* method : {"registerHealthCard", "verifyRealName"}) bench.platform.say(method, {row.status, row.body});
            const auto write = bench.call<CredentialIssue>({tests::detailsOf(1), std::nullopt});
            BOOST_TEST((write.ending == Ending::Unknown));
            BOOST_TEST(tests::failsWith(troubleOf(write), row.error));
            const auto read = bench.call<PersonVerify>({tests::nameOfPerson(1), tests::certificateOf(1)});
            BOOST_TEST((read.ending == Ending::Unknown));
            BOOST_TEST(tests::failsWith(troubleOf(read), row.error));
        }
    }
    BOOST_TEST(bench.platform.callsOf("registerHealthCard") == static_cast<int>(std::size(rows)));
}

BOOST_AUTO_TEST_CASE(a_voucher_answer_of_another_organisation_or_code_is_not_taken) {
    EhealthBench bench;
    const std::string data = fmt::format(R"("data":{{"userName":"甲","idType":"01","idNo":"1","gender":"2","birthday":"1990-03-01",)"
                                         R"("ecToken":"{:032}","insuOrg":"370200","ecQrCode":"{}"}})",
                                         1, ToyPlatform::voucherCodeOf(1));
    const std::string other = fmt::format(R"({{"code":0,"orgId":"H37020000002",{}}})", data);
    const std::string without = R"({"code":0,"orgId":"H37020000001"})";
    const std::string no_code = fmt::format(R"({{"code":"0","orgId":"H37020000001",{}}})", data);
    for (const std::string& body : {other, without, no_code, std::string("{}"), std::string("garbage")}) {
        bench.platform.say("decode", {200, body});
        const auto outcome = bench.call<CredentialDecode>(voucher());
        BOOST_TEST((outcome.ending == Ending::Unknown), body);
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::PeerAnswerNotValid));
    }
    bench.platform.say("decode", {200, fmt::format(R"({{"code":0,"orgId":"H37020000001",{}}})", data)});
    BOOST_TEST((bench.call<CredentialDecode>(voucher()).ending == Ending::Done));
}

BOOST_AUTO_TEST_CASE(after_a_lost_answer_nothing_is_asked_and_the_same_send_brings_the_same_card) {
    for (const Fault fault : {Fault::LoseAnswer, Fault::ResetAfterActing, Fault::ResetBeforeActing}) {
        EhealthBench bench;
        bench.platform.fail("registerHealthCard", fault);
        const CredentialIssue::Request request{tests::detailsOf(1), std::nullopt};
        const auto lost = bench.call<CredentialIssue>(request);
        BOOST_TEST((lost.ending == Ending::Unknown));
        BOOST_TEST(tests::failsWith(troubleOf(lost), Error::PeerAnswerLost));
        BOOST_TEST(bench.platform.callsOf("registerHealthCard") == 1);

        const int calls = bench.platform.callsOf("getAppToken") + bench.platform.callsOf("registerHealthCard");
        const auto inquiry = handlerOf<CredentialIssue>(*bench.instance)->inquire({}, request);
        BOOST_TEST((inquiry.finding == Finding::CannotTell));
        BOOST_TEST(tests::failsWith(troubleOf(inquiry), Error::OperationNotOffered));
        BOOST_TEST(bench.platform.callsOf("getAppToken") + bench.platform.callsOf("registerHealthCard") == calls);

        const auto again = bench.call<CredentialIssue>(request);
        BOOST_REQUIRE((again.ending == Ending::Done));
        BOOST_TEST(again.result->card.number.reveal().text == kCard);
        BOOST_TEST(bench.platform.effects() == 1);
    }
}

BOOST_AUTO_TEST_CASE(a_code_is_never_decoded_twice_by_itself) {
    EhealthBench bench;
    bench.platform.fail("decode", Fault::LoseAnswer);
    bench.platform.fail("getHealthCardByQRCode", Fault::LoseAnswer);
    const auto by_voucher = bench.call<CredentialDecode>(voucher());
    const auto by_card =
        bench.call<CredentialDecode>({CredentialKind::EhealthCard, core::Sensitive<std::string>(kCard + ":1"), CodeUse::Registration});
    BOOST_TEST((by_voucher.ending == Ending::Unknown && by_card.ending == Ending::Unknown));
    BOOST_TEST(bench.platform.callsOf("decode") == 1);
    BOOST_TEST(bench.platform.callsOf("getHealthCardByQRCode") == 1);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_is_not_sent) {
    EhealthBench bench;
    PersonDetails no_certificate = tests::detailsOf(1);
    no_certificate.certificate.reset();
    Credential hospital_card = tests::ehealthCard(kCard);
    hospital_card.kind = CredentialKind::HospitalCard;
    const std::optional<Credential> good = tests::ehealthCard(kCard);
    const CredentialIssue::Request requests[] = {
        {no_certificate, std::nullopt},
        {no_certificate, good},
        {tests::detailsOf(1), hospital_card},
        {tests::detailsOf(1), tests::ehealthCard(kCard.substr(1))},
        {tests::detailsOf(1), tests::ehealthCard("A" + kCard.substr(1))},
    };
    for (const auto& request : requests) {
        const auto outcome = bench.call<CredentialIssue>(request);
        BOOST_TEST((outcome.ending == Ending::NotReached));
        BOOST_TEST(tests::failsWith(troubleOf(outcome), Error::RequestNotWritable));
    }
    for (const char* wire_id : {"", "01JGYH8M-0000000000000000A", "01JGYH8M0000000000000000A10000001"})
        BOOST_TEST(tests::failsWith(troubleOf(bench.call<CredentialIssue>({tests::detailsOf(1), std::nullopt}, wire_id)),
                                    Error::RequestNotWritable));
    const auto of_another_kind =
        bench.call<CredentialDecode>({CredentialKind::RegionalCard, core::Sensitive<std::string>("1"), CodeUse::Registration});
    BOOST_TEST((of_another_kind.ending == Ending::NotReached));
    BOOST_TEST(tests::failsWith(troubleOf(of_another_kind), Error::RequestNotWritable));
    for (const char* method : {"getAppToken", "registerHealthCard", "getDynamicQRCode", "decode", "getHealthCardByQRCode"})
        BOOST_TEST(bench.platform.callsOf(method) == 0);

    BOOST_TEST(
        (bench.call<CredentialIssue>({tests::detailsOf(1), std::nullopt}, "01JGYH8M0000000000000000A1000001").ending == Ending::Done));
}
