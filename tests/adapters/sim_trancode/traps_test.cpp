// The traps of the interface (section 5 of its description) that are switches or habits of the simulator; numbers are theirs.
#include <boost/test/unit_test.hpp>

#include "hub/core/text.h"
#include "tests/adapters/sim_trancode/caller.h"

using namespace tests::sim;

namespace {

Answer personByCard(Hospital& hospital, const std::string& number) {
    return hospital.call("2001", {{"CardType", "00"}, {"CardNum", number}});
}

/// A hospital with one habit changed.
template <class Change>
trancode::TrancodeSettings with(const Change& change) {
    trancode::TrancodeSettings settings;
    change(settings);
    return settings;
}

trancode::TrancodeSettings findingNothing(trancode::NothingFound form) {
    return with([&](auto& settings) { settings.site.nothing_found = form; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(traps)

BOOST_AUTO_TEST_CASE(trap_01_result_is_an_attribute_but_a_child_in_2007) {
    Hospital hospital(with([](auto& settings) { settings.site.region = trancode::Region::Guangzhou; }));
    const Answer visits =
        hospital.call("2007", {{"CardType", "1"}, {"CardNum", "C00000001"}, {"StartDate", "2030-01-01"}, {"EndDate", "2030-01-31"}});
    BOOST_TEST(visits.ok());
    BOOST_TEST(!visits.response->attribute("Result").has_value());
    BOOST_TEST(visits.response->childText("Result").value() == "0");
    BOOST_TEST(hospital.call("1001", {}).response->attribute("Service").value() == "");
}

BOOST_AUTO_TEST_CASE(trap_03_an_unknown_code_is_answered_with_plain_text) {
    Hospital hospital;
    for (const char* code : {"9999", "", "2011", "2007"}) BOOST_TEST(hospital.call(code, {}).text == "未知服务", code);
    BOOST_TEST(hospital.call("9999", {}).reply.status == 200);
}

BOOST_AUTO_TEST_CASE(trap_04_the_inner_document_comes_in_each_of_three_forms) {
    for (const auto form : {trancode::InnerForm::Cdata, trancode::InnerForm::Escaped, trancode::InnerForm::EscapedTwice}) {
        Hospital hospital(with([&](auto& settings) { settings.soap.inner_form = form; }));
        const Answer answer = personByCard(hospital, "C00000006");
        const bool twice = form == trancode::InnerForm::EscapedTwice;
        BOOST_TEST(answer.text.starts_with(twice ? "&lt;Response" : "<Response"));
        BOOST_TEST((answer.reply.body.find("<![CDATA[") != std::string::npos) == (form == trancode::InnerForm::Cdata));
        if (!twice) BOOST_TEST(fieldOf(answer.items().at(0), "PatientName") == "A&B<C>]]>D");
    }
}

BOOST_AUTO_TEST_CASE(trap_05_a_declaration_in_the_string_may_name_another_charset) {
    Hospital hospital(with([](auto& settings) { settings.soap.inner_declaration = R"(<?xml version="1.0" encoding="GB2312"?>)"; }));
    const Answer answer = personByCard(hospital, "C00000005");
    BOOST_TEST(answer.text.starts_with("<?xml version=\"1.0\" encoding=\"GB2312\"?>"));
    BOOST_TEST(hub::core::isUtf8(answer.reply.body));
    BOOST_TEST(fieldOf(answer.items().at(0), "PatientName") == "𠮷㛃䶮");
}

BOOST_AUTO_TEST_CASE(trap_06_tags_are_read_with_their_case) {
    Hospital hospital;
    BOOST_TEST(hospital.call("4006", {{"PatientId", "100001"}, {"TimeCode", "T00000001"}}).result() == "-1");
    BOOST_TEST(hospital.call("2004", {{"PatientID", "100001"}, {"CardType", "2"}, {"CardNum", "S1"}}).result() == "1");
}

BOOST_AUTO_TEST_CASE(trap_07_userid_and_userid_are_two_tags_in_2005) {
    Hospital hospital;
    const Tags tags{{"PatientId", "100001"}, {"CardNumOld", "C00000001"}, {"CardType", "1"}, {"CardNum", "N1"}};
    BOOST_TEST(hospital.call("2005", tags).result() == "-1");
    Tags complete = tags;
    complete.emplace_back("UserId", "OP");
    BOOST_TEST(hospital.call("2005", complete).ok());
}

BOOST_AUTO_TEST_CASE(trap_08_older_sites_have_older_names) {
    Hospital before_4(with([](auto& settings) { settings.site.minor_version = 3; }));
    const Answer person = before_4.call("2001", {{"CardType", "00"}, {"CardNo", "C00000001"}});
    BOOST_TEST(fieldOf(person.items().at(0), "CardNo") == "C00000001");
    BOOST_TEST(before_4.call("2001", {{"CardType", "00"}, {"CardNum", "C00000001"}}).result() == "-1");
    BOOST_TEST(before_4.call("2006", {{"CardType", "01"}, {"CardNo", "379999199001019015"}}).result() == "-1");
    BOOST_TEST(before_4.call("2006", {{"CardType", "01"}, {"CardNum", "379999199001019015"}}).items().size() == 1);
    Hospital before_3(with([](auto& settings) { settings.site.minor_version = 2; }));
    BOOST_TEST(before_3.call("4010", {{"PatientID", "100001"}, {"OrderNo", ""}}).ok());
    BOOST_TEST(before_3.call("4010", {{"PatientID", "100001"}, {"SeqNumber", ""}}).result() == "-1");
}

BOOST_AUTO_TEST_CASE(trap_12_nothing_found_has_four_forms) {
    using trancode::NothingFound;
    Hospital empty(findingNothing(NothingFound::EmptyItems));
    BOOST_TEST(personByCard(empty, "none").ok());
    BOOST_TEST(personByCard(empty, "none").field("Items") == "");
    Hospital none(findingNothing(NothingFound::NoItems));
    BOOST_TEST(personByCard(none, "none").ok());
    BOOST_TEST(personByCard(none, "none").field("Items") == "(absent)");
    Hospital blank(findingNothing(NothingFound::BlankItem));
    BOOST_TEST(personByCard(blank, "none").items().size() == 1);
    BOOST_TEST(personByCard(blank, "none").items().at(0).children.empty());
    Hospital refused(findingNothing(NothingFound::Refused));
    BOOST_TEST(personByCard(refused, "none").result() == "-1");
    BOOST_TEST(personByCard(refused, "C00000001").ok());
    Hospital one(with([](auto& settings) { settings.site.nothing_found_of = {{"2001", NothingFound::Refused}}; }));
    BOOST_TEST(personByCard(one, "none").result() == "-1");
    BOOST_TEST(one.call("2006", {{"CertificateType", "01"}, {"CertificateNum", "none"}}).ok());
}

BOOST_AUTO_TEST_CASE(trap_13_required_tags_may_be_empty_but_not_absent_unless_the_site_is_lenient) {
    const Tags without{{"PatientID", "100001"}, {"SettleNoSet", "S1"}};
    Hospital strict;
    BOOST_TEST(strict.call("3004", without).result() == "-1");
    Hospital lenient(with([](auto& settings) { settings.site.accept_missing_tags = true; }));
    BOOST_TEST(lenient.call("3004", without).ok());
    Hospital terse(with([](auto& settings) { settings.site.leave_out_tags = {"Msg", "UseTime"}; }));
    const Answer person = personByCard(terse, "C00000001");
    BOOST_TEST(person.field("Msg") == "(absent)");
    BOOST_TEST(fieldOf(person.items().at(0), "UseTime") == "(absent)");
    BOOST_TEST(fieldOf(person.items().at(0), "PatientId") == "100001");
}

BOOST_AUTO_TEST_CASE(trap_15_one_amount_is_written_in_two_ways_and_charges_mean_two_things) {
    Hospital shortest(with([](auto& settings) { settings.site.money_form = trancode::MoneyForm::Shortest; }));
    const auto balance = [&](const std::string& amount, const std::string& order) {
        return shortest.call("3005", card(100001, {{"Amt", amount}, {"OrderNo", order}, {"PayType", "1"}})).field("AccBalance");
    };
    BOOST_TEST(balance("5.00", "O1") == "5");
    BOOST_TEST(balance("0.50", "O2") == "5.5");
    BOOST_TEST(balance("0.05", "O3") == "5.55");
    BOOST_TEST(balance("94.45", "O4") == "100");
    for (const bool contained : {false, true}) {
        Hospital hospital(with([&](auto& settings) { settings.site.charges_contain_account = contained; }));
        const std::string bill = hospital.raiseCharge(100002);
        hospital.control("POST", "/_sim/window-payments", R"({"charge_numbers":[")" + bill + R"("],"fund_fen":1000,"account_fen":500})");
        const Element receipt = hospital.call("3003", withRange(card(100002))).items().at(0);
        BOOST_TEST(fieldOf(receipt, "Charges") == (contained ? "26.25" : "21.25"));
        BOOST_TEST(fieldOf(receipt, "InsurFund") == "10.00");
        BOOST_TEST(fieldOf(receipt, "InsurAccount") == "5.00");
    }
}

BOOST_AUTO_TEST_CASE(trap_16_a_time_is_written_in_three_ways) {
    const std::pair<trancode::TimeForm, std::string> forms[] = {{trancode::TimeForm::Compact, "20300102093000"},
                                                                {trancode::TimeForm::Spaced, "20300102 093000"},
                                                                {trancode::TimeForm::Dashed, "2030-01-02 09:30:00"}};
    for (const auto& [form, text] : forms) {
        Hospital hospital(with([form = form](auto& settings) { settings.site.time_form = form; }));
        BOOST_TEST(hospital.call("1001", {}).field("NowTime") == text);
        BOOST_TEST(hospital.call("1001", {}).field("SerialNo").size() == 17);
    }
}

BOOST_AUTO_TEST_CASE(trap_18_two_card_lists_and_an_unknown_value_is_refused) {
    Hospital hospital;
    BOOST_TEST(hospital.call("2001", {{"CardType", "1"}, {"CardNum", "C00000001"}}).items().empty());
    Tags tags = withRange(card(100001));
    tags[0].second = "00";
    BOOST_TEST(hospital.call("3006", tags).result() == "-1");
}

BOOST_AUTO_TEST_CASE(trap_19_a_transaction_number_of_22_characters_may_come_twice_unless_the_site_minds) {
    const Tags twice{{"TransactionID", "20300102093000SIM00001"}};
    Hospital tolerant;
    BOOST_TEST(tolerant.call("1001", twice).ok());
    BOOST_TEST(tolerant.call("1001", twice).ok());
    BOOST_TEST(tolerant.call("1001", {{"TransactionID", "20300102093000SIM000012"}}).result() == "-1");
    Hospital strict(with([](auto& settings) { settings.site.refuse_repeated_transactions = true; }));
    BOOST_TEST(strict.call("1001", twice).ok());
    BOOST_TEST(strict.call("1001", twice).result() == "-1");
}

BOOST_AUTO_TEST_CASE(trap_22_a_site_may_number_a_transaction_differently) {
    Hospital hospital(with([](auto& settings) { settings.site.site_codes = {{"4001", "4013"}}; }));
    BOOST_TEST(hospital.call("4013", {}).items().size() == 3);
    BOOST_TEST(hospital.call("4001", {}).text == "未知服务");
}

BOOST_AUTO_TEST_CASE(trap_24_lianzhou_has_tags_of_its_own) {
    Hospital hospital(with([](auto& settings) { settings.site.region = trancode::Region::Lianzhou; }));
    const auto sessions = hospital.call("4003", {{"StartDate", "20300103"}, {"EndDate", "20300103"}, {"DeptCode", "D01"}}).items();
    BOOST_TEST(fieldOf(sessions.at(0), "Sex") == "0");
    Hospital base;
    BOOST_TEST(fieldOf(base.call("4003", {{"StartDate", "20300103"}, {"EndDate", "20300103"}, {"DeptCode", "D01"}}).items().at(0), "Sex") ==
               "(absent)");
}

BOOST_AUTO_TEST_CASE(a_wrong_key_or_hospital_is_refused_and_changes_nothing) {
    Hospital hospital;
    Tags tags = card(100001, {{"Amt", "10"}, {"OrderNo", "O1"}, {"PayType", "22"}, {"AuthKey", "WRONG-KEY"}});
    BOOST_TEST(hospital.call("3005", tags).result() == "-1");
    tags.back() = {"HospitalID", "OTHER"};
    BOOST_TEST(hospital.call("3005", tags).result() == "-1");
    tags.back() = {"UserID", ""};
    BOOST_TEST(hospital.call("3005", tags).result() == "-1");
    BOOST_TEST(hospital.books.effects("3005") == 0);
}

BOOST_AUTO_TEST_CASE(what_is_no_soap_call_gets_a_soap_fault) {
    Hospital hospital;
    for (const char* body : {"", "hello", "<a/>", "<Envelope><Body><Other/></Body></Envelope>", "<!DOCTYPE a><a/>"}) {
        const Reply reply = hospital.post(body, "text/xml; charset=utf-8");
        BOOST_TEST(reply.status == 500, body);
        BOOST_TEST(reply.body.find("soap:Fault") != std::string::npos, body);
    }
    Hospital strict(with([](auto& settings) { settings.soap.check_soap_action = true; }));
    BOOST_TEST(strict.call("1001", {}).reply.status == 500);
}

BOOST_AUTO_TEST_SUITE_END()
