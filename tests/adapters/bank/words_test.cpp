#include "adapters/bank/words.h"

#include <boost/test/unit_test.hpp>

#include "tests/adapters/bank/bench.h"

namespace {

namespace core = hub::core;
using namespace adapters::bank;
using namespace hub::contract;
using core::Error;
using tests::failsWith;

const Words kWords;
constexpr const char* kNumber = "01JGYH8M00000000000000BP01";

std::string replaced(std::string text, std::string_view from, std::string_view to) {
    BOOST_REQUIRE_MESSAGE(text.find(from) != std::string::npos, from);
    return text.replace(text.find(from), from.size(), to);
}

const std::string kDone =
    R"({"number":"01JGYH8M00000000000000BP01","kind":"pay","state":"done","amount":3625,"bank_number":"77","booked_at":"2026-11-29 10:00:07",)"
    R"("bank_day":"20261129","reason":""})";
const std::string kRejected =
    R"({"number":"01JGYH8M00000000000000BP01","kind":"withdraw","state":"rejected","amount":1,"reason":"card_closed"})";

core::Result<BankTransfer> transferFrom(const std::string& body) { return kWords.transfer(body, kNumber); }

core::Result<std::string> written(const TransferCreate::Request& request, const std::string& number = kNumber) {
    return kWords.ofTransfer(number, request);
}

TransferCreate::Request payOf(std::int64_t fen, std::string summary = "门诊缴费") {
    return tests::transferRequest(TransferKind::Pay, fen, std::move(summary));
}

}  // namespace

BOOST_AUTO_TEST_CASE(our_number_has_six_to_thirty_two_letters_and_digits) {
    for (const std::string& number : {std::string("A00001"), std::string(32, 'z')}) BOOST_TEST(isOurNumber(number));
    for (const std::string& number : {std::string("A0001"), std::string(33, 'a'), std::string(), std::string("A0000_"),
                                      std::string("A0000-"), std::string("A00 01"), std::string("编号编号")}) {
        BOOST_TEST(!isOurNumber(number), number);
        BOOST_TEST(failsWith(written(payOf(1), number), Error::RequestNotWritable));
        BOOST_TEST(failsWith(kWords.ofOpen(number, tests::openRequest()), Error::RequestNotWritable));
        BOOST_TEST(failsWith(Words::ofFind(number), Error::RequestNotWritable));
    }
}

BOOST_AUTO_TEST_CASE(an_amount_of_nothing_is_not_sent) {
    BOOST_TEST(written(payOf(1)).ok());
    BOOST_TEST(failsWith(written(payOf(0)), Error::RequestNotWritable));
    BOOST_TEST(failsWith(written(payOf(-1)), Error::RequestNotWritable));
}

BOOST_AUTO_TEST_CASE(a_summary_is_sent_whole_or_not_at_all) {
    const auto repeated = [](std::string_view character, int times) {
        std::string text;
        for (int i = 0; i < times; ++i) text += character;
        return text;
    };
    for (const std::string_view character : {"a", "费", "𠮷"}) {
        BOOST_TEST(written(payOf(1, repeated(character, 60))).ok());
        BOOST_TEST(failsWith(written(payOf(1, repeated(character, 61))), Error::RequestNotWritable));
    }
    for (const char* summary : {"", "a b", "\"", "亅"}) BOOST_TEST(written(payOf(1, summary)).ok(), summary);
    for (const char* summary : {"a|b", "a\nb", "a\r", "\t", "\x7F"})
        BOOST_TEST(failsWith(written(payOf(1, summary)), Error::RequestNotWritable));
}

BOOST_AUTO_TEST_CASE(only_what_is_given_back_names_a_payment) {
    using Kind = TransferKind;
    for (const Kind kind : {Kind::TopUp, Kind::Withdraw, Kind::Pay, Kind::GiveBack, Kind::Payout}) {
        TransferCreate::Request request = tests::transferRequest(kind, 1, "");
        BOOST_TEST(written(request).ok() == (kind != Kind::GiveBack), core::enumName(kind));
        request.original = "ORIGINAL1";
        BOOST_TEST(written(request).ok() == (kind == Kind::GiveBack), core::enumName(kind));
    }
    TransferCreate::Request back = tests::transferRequest(Kind::GiveBack, 1, "");
    back.original = "A-0001";
    BOOST_TEST(failsWith(written(back), Error::RequestNotWritable));
}

BOOST_AUTO_TEST_CASE(an_account_is_opened_with_a_certificate_that_the_bank_takes) {
    const std::pair<CertificateKind, const char*> kinds[] = {
        {CertificateKind::ResidentId, "01"}, {CertificateKind::Passport, "03"},        {CertificateKind::HongKongMacauPass, "06"},
        {CertificateKind::TaiwanPass, "07"}, {CertificateKind::ResidencePermit, "09"}, {CertificateKind::PermanentResidence, "10"}};
    for (const auto& [kind, theirs] : kinds) {
        AccountOpen::Request request = tests::openRequest();
        request.person.certificate->kind = kind;
        const auto body = kWords.ofOpen(kNumber, request);
        BOOST_REQUIRE(body.ok());
        BOOST_TEST(body->find(std::string(R"("certificate_type":")") + theirs + "\"") != std::string::npos, theirs);
    }
    for (const CertificateKind kind : {CertificateKind::OfficerCard, CertificateKind::BirthCertificate, CertificateKind::Other}) {
        AccountOpen::Request request = tests::openRequest();
        request.person.certificate->kind = kind;
        BOOST_TEST(failsWith(kWords.ofOpen(kNumber, request), Error::CodeNotMapped));
    }
    AccountOpen::Request request = tests::openRequest();
    request.person.phone.reset();
    BOOST_TEST(failsWith(kWords.ofOpen(kNumber, request), Error::RequestNotWritable));
    request = tests::openRequest();
    request.person.certificate.reset();
    BOOST_TEST(failsWith(kWords.ofOpen(kNumber, request), Error::RequestNotWritable));
}

BOOST_AUTO_TEST_CASE(an_account_has_nineteen_digits_and_a_day) {
    const std::string good = R"({"account":"9955880000000000017","opened_at":"2026-11-29 10:00:00"})";
    BOOST_TEST(kWords.opened(good).ok());
    for (const char* account :
         {R"("995588000000000001")", R"("99558800000000000170")", R"("995588000000000001x")", "9955880000000000017", "null"})
        BOOST_TEST(failsWith(kWords.opened(replaced(good, R"("9955880000000000017")", account)), Error::PeerAnswerNotValid), account);
    BOOST_TEST(failsWith(kWords.opened(replaced(good, "opened_at", "at")), Error::PeerAnswerNotValid));
    BOOST_TEST(failsWith(kWords.opened(replaced(good, " 10:00:00", "T10:00:00")), Error::ValueNotInForm));
    for (const char* body : {"", "[]", "<html>", "{}"}) BOOST_TEST(failsWith(kWords.opened(body), Error::PeerAnswerNotValid), body);
}

BOOST_AUTO_TEST_CASE(a_balance_is_whole_fen_and_never_below_zero) {
    const std::string good = R"({"balance":1,"at":"2026-11-29 10:00:00"})";
    BOOST_TEST(kWords.balance(good)->balance.fen() == 1);
    BOOST_TEST(kWords.balance(replaced(good, "1", "0"))->balance.fen() == 0);
    BOOST_TEST(kWords.balance(replaced(good, "1", "999999999999999"))->balance.fen() == 999999999999999);
    for (const char* balance : {"-1", "1.0", "1e2", R"("1")", "null", "1000000000000000"})
        BOOST_TEST(failsWith(kWords.balance(replaced(good, "1", balance)), Error::PeerAnswerNotValid), balance);
    BOOST_TEST(failsWith(kWords.balance(replaced(good, R"("at")", R"("on")")), Error::PeerAnswerNotValid));
}

BOOST_AUTO_TEST_CASE(a_transfer_is_not_read_without_what_makes_it_ours) {
    BOOST_TEST(transferFrom(kDone).ok());
    for (const char* member : {"number", "kind", "state", "amount", "bank_number", "booked_at", "bank_day"}) {
        const std::string name = std::string("\"") + member + "\"";
        BOOST_TEST(failsWith(transferFrom(replaced(kDone, name, "\"other\"")), Error::PeerAnswerNotValid), member);
    }
    BOOST_TEST(failsWith(transferFrom(replaced(kDone, "BP01", "BP02")), Error::PeerAnswerNotValid));
    BOOST_TEST(failsWith(transferFrom(replaced(kDone, R"("pay")", R"("collect")")), Error::CodeNotMapped));
    BOOST_TEST(failsWith(transferFrom(replaced(kDone, R"("done")", R"("perhaps")")), Error::CodeNotMapped));
    for (const char* amount : {"0", "-1", "36.25", R"("3625")", "1000000000000000"})
        BOOST_TEST(failsWith(transferFrom(replaced(kDone, "3625", amount)), Error::PeerAnswerNotValid), amount);
    for (const char* number : {R"("7x")", R"("")", "77"})
        BOOST_TEST(failsWith(transferFrom(replaced(kDone, R"("77")", number)), Error::PeerAnswerNotValid), number);
    BOOST_TEST(failsWith(transferFrom(replaced(kDone, "20261129", "20261131")), Error::ValueNotInForm));
    BOOST_TEST(failsWith(transferFrom(replaced(kDone, "10:00:07", "10:00")), Error::ValueNotInForm));
}

BOOST_AUTO_TEST_CASE(every_kind_of_a_transfer_has_its_word) {
    for (const auto& [kind, word] : enumNames(TransferKind())) {
        const auto transfer = transferFrom(replaced(kDone, R"("pay")", "\"" + std::string(word) + "\""));
        BOOST_REQUIRE(transfer.ok());
        BOOST_TEST((transfer->kind == kind), word);
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_done_has_no_time_and_what_is_rejected_says_why) {
    const auto accepted = transferFrom(replaced(kDone, R"("done")", R"("accepted")"));
    BOOST_REQUIRE(accepted.ok());
    BOOST_TEST((!accepted->booked_at && !accepted->bank_day && !accepted->reason));
    const auto rejected = transferFrom(kRejected);
    BOOST_REQUIRE(rejected.ok());
    BOOST_TEST(rejected->reason.value_or("") == "card_closed");
    BOOST_TEST(!rejected->bank_number.has_value());
    for (const char* reason : {R"("")", R"("㛃䶮𠮷")", R"("990101")", "null"})
        BOOST_TEST(failsWith(transferFrom(replaced(kRejected, R"("card_closed")", reason)), Error::PeerAnswerNotValid), reason);
}
