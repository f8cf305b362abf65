// People, cards, reviews and the work list of a hospital through the command line, against a running hub.
#include "hub/app/commands/people_commands.h"

#include <algorithm>
#include <sstream>

#include "hub/app/commands/commands.h"
#include "tests/e2e/ended_command.h"
#include "tests/e2e/running_hub.h"

using namespace hub;
using adapters::cli::demo::textIn;
using cli::Exit;
using Ended = tests::EndedCommand;

namespace {

constexpr const char* kLi = "city-office/li";
constexpr const char* kWang = "city-office/wang";
constexpr const char* kNurse = "his-h01/20417";
constexpr const char* kName = "测试甲";
constexpr const char* kNumber = "379999199001010010";

/// A hub with an office of stewards and a hospital, which has two files of one person.
struct Hub : tests::RunningHub {
    std::string entrance;

    Hub() {
        tree.write("config/hub.yaml", "apiVersion: onecard/v1\nkind: Hub\n");
        const std::string list =
            tree.write("people.csv",
                       "record_id,hospital,local_id,name,sex,birth_date,id_kind,id_no,phone,address,mother_record_id,birth_order\n"
                       "1,H01,A0000001,诸葛试,2,1975-03-03,resident_id,379999197503030020,13900000001,,,\n"
                       "2,H01,A0000002,诸葛试,2,1975-03-03,resident_id,379999197503030020,13900000002,,,\n"
                       "3,H01,A0000003,欧阳测,2,1980-05-05,passport,E99999998,13900000003,,,\n")
                .string();
        std::ostringstream out;
        std::ostringstream err;
        BOOST_REQUIRE_MESSAGE(cli::runCommandLine({"load", "people", list, "--report", (tree.path() / "report.csv").string(), "--config",
                                                   (tree.path() / "config").string(), "--data", data()},
                                                  app::commands(), out, err, false) == 0,
                              err.str());
        start();
        tokenOf("city-office", R"({"role":"steward"})");
        tokenOf("his-h01", R"({"role":"hospital","hospital":"H01"})");
        entrance = tokenOf("city-app", R"({"role":"entrance"})");
    }
    /// Id of somebody who registers.
    std::string registered(const std::string& certificate) {
        const Answer answer =
            call("POST", "/api/v1/people", entrance,
                 R"({"person":{"name":")" + std::string(kName) + R"(","sex":"male","birth_date":"1990-01-01","certificate":)" +
                     certificate + R"(,"phone":"13900000009"}})");
        BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
        return textIn(answer.body, "person_id");
    }
    /// `onecard` with this typed.
    Ended run(std::vector<std::string> arguments, const std::string& staff = {}, const std::string& typed = {}) const {
        arguments.insert(arguments.end(), {"--data", data()});
        if (!staff.empty()) arguments.insert(arguments.end(), {"--staff", staff});
        std::istringstream in(typed);
        std::ostringstream out;
        std::ostringstream err;
        const int exit = cli::runCommandLine(arguments, app::peopleCommands(app::TypedNumber(in, false)), out, err, false);
        return {exit, out.str(), err.str()};
    }
    Ended json(std::vector<std::string> arguments, const std::string& staff = {}, const std::string& typed = {}) const {
        arguments.push_back("--json");
        return run(std::move(arguments), staff, typed);
    }
    std::string first() { return registered(R"({"kind":"resident_id","number":")" + std::string(kNumber) + R"("})"); }
    std::string again() { return registered(R"({"kind":"passport","number":"E99999999"})"); }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(people_commands, Hub)

BOOST_AUTO_TEST_CASE(a_steward_merges_two_registrations_with_a_second_one_and_a_third_takes_them_apart) {
    const std::string one = first();
    const std::string other = again();
    const Ended merge = run({"person", "merge", one, other, "--why", "certificates_seen"}, kLi);
    BOOST_TEST(merge.with(Exit::Ok));
    BOOST_TEST(merge.err.find("onecard match approve ") != std::string::npos, merge.err);  // four eyes
    const Ended queue = json({"match", "queue", "--state", "proposed"});
    BOOST_TEST(queue.out.find(R"("proposed_by":"city-office/li")") != std::string::npos, queue.out);
    const std::string review = queue.at("reviews.0.review_id");
    BOOST_TEST(merge.out.find(review) != std::string::npos, merge.out);
    BOOST_TEST(json({"person", "merge", one, other}, kLi).at("state") == "proposed");  // again: it stands
    BOOST_TEST(json({"person", "show", one}).out.find(R"("ledger":[])") != std::string::npos);

    BOOST_TEST(run({"match", "approve", review}, kWang).with(Exit::Conflict));  // not claimed
    BOOST_TEST(run({"match", "claim", review}, kLi).with(Exit::Ok));
    BOOST_TEST(run({"match", "approve", review}, kLi).with(Exit::Conflict));  // by whoever proposed it
    BOOST_TEST(run({"match", "claim", review}, kWang).with(Exit::Conflict));
    BOOST_TEST(run({"match", "release", review}, kLi).with(Exit::Ok));
    BOOST_TEST(run({"match", "claim", review}, kNurse).with(Exit::Forbidden));
    BOOST_TEST(run({"match", "claim", review}, kWang).with(Exit::Ok));
    BOOST_TEST(run({"match", "approve", review}, kWang).out == review + "  同一人\n");
    BOOST_TEST(run({"person", "merge", one, other}, kLi).with(Exit::Ok));  // nothing is left to do

    const Ended shown = json({"person", "show", other});
    const std::string root = shown.at("person.person_id");
    const std::string part = root == one ? other : one;
    BOOST_TEST(shown.out.find(R"("approved_by":"city-office/wang")") != std::string::npos, shown.out);
    BOOST_TEST(run({"person", "show", one}).out.find("city-office/wang") != std::string::npos);
    BOOST_TEST(run({"person", "unmerge", part, "--why", "wrong"}, kWang).with(Exit::Conflict));
    BOOST_TEST(run({"person", "unmerge", part, "--why", "wrong"}, "zhao").with(Exit::Ok));  // of the one office of stewards
    BOOST_TEST(json({"person", "show", part}).at("person.person_id") == part);

    const Ended open = run({"match", "show", review});
    BOOST_TEST(open.out.find("待认领") != std::string::npos, open.out);
    BOOST_TEST(open.out.find("重新打开") != std::string::npos, open.out);
    for (const char* value : {kName, kNumber, "E99999999", "13900000009"}) BOOST_TEST(open.out.find(value) == std::string::npos, value);
}

BOOST_AUTO_TEST_CASE(what_is_not_the_same_stays_so_until_it_is_reopened) {
    const std::string one = first();
    const std::string other = again();
    BOOST_REQUIRE(run({"person", "merge", one, other}, kLi).with(Exit::Ok));
    const std::string review = json({"match", "queue", "--state", "proposed"}).at("reviews.0.review_id");
    BOOST_TEST(run({"match", "claim", review}, kWang).with(Exit::Ok));
    BOOST_TEST(run({"match", "send-back", review}, kWang).with(Exit::Ok));
    BOOST_TEST(run({"match", "claim", review}, kWang).with(Exit::Ok));
    BOOST_TEST(run({"match", "propose", review, "not_same", "--why", "two_people"}, kWang).out == review + "  非同一人\n");
    const Ended refused = run({"person", "merge", one, other}, kLi);
    BOOST_TEST(refused.with(Exit::Conflict));
    BOOST_TEST(refused.err.find("onecard match reopen " + review) != std::string::npos, refused.err);
    BOOST_TEST(run({"match", "reopen", review, "--why", "new_evidence"}, kLi).with(Exit::Ok));
    BOOST_TEST(json({"match", "queue"}).at("reviews.0.review_id") == review);
    BOOST_TEST(run({"match", "queue", "--lang", "en"}).out.find("review") == 0U);
    BOOST_TEST(run({"match", "show", std::string(26, '1')}).with(Exit::NotFound));
}

BOOST_AUTO_TEST_CASE(a_person_and_a_card_are_found_by_a_typed_number_and_shown_masked) {
    const std::string one = first();
    const Ended found = json({"person", "find", "--number", "-"}, kLi, std::string(kNumber) + "\n");
    BOOST_TEST(found.at("person_id") == one);
    BOOST_TEST(found.at("name") == "测**");
    const std::string card = found.at("card.number");
    BOOST_TEST(json({"person", "find", "--by", "card", "--number", "-"}, kLi, card).at("person_id") == one);
    BOOST_TEST(json({"person", "find", "--by", "file", "--number", "-"}, kNurse, "A0000003").at("name") == "欧**");
    BOOST_TEST(json({"person", "find", one}).at("name") == "测**");
    BOOST_TEST(run({"person", "find", "--number", "-"}, kLi, "379999199001010011").with(Exit::Invalid));
    BOOST_TEST(run({"person", "find", "--by", "file", "--hospital", "H01", "--number", "-"}, kLi, "A9999999").with(Exit::NotFound));

    const Ended by_number = json({"card", "find", "--number", "-"}, kLi, card);
    BOOST_TEST(by_number.out.find(one) != std::string::npos, by_number.out);
    const std::string card_id = by_number.at("card.card_id");
    BOOST_TEST(run({"card", "show", card_id}).out.find(card) != std::string::npos);
    BOOST_TEST(run({"card", "find", card_id}).out.find("测**") != std::string::npos);
    BOOST_TEST(run({"card", "find", "--number", "-"}, kLi, "12345").with(Exit::Invalid));
    BOOST_TEST(run({"card", "show", std::string(26, '1')}).with(Exit::NotFound));
}

BOOST_AUTO_TEST_CASE(in_full_only_for_a_purpose_by_whoever_may) {
    const std::string one = first();
    const Ended masked = run({"person", "show", one}, kLi);
    BOOST_TEST(masked.out.find(kName) == std::string::npos, masked.out);
    const Ended full = run({"person", "show", one, "--purpose", "supervision"}, kLi);
    BOOST_TEST(full.with(Exit::Ok));
    for (const char* value : {kName, kNumber, "13900000009", "1990-01-01"}) BOOST_TEST(full.out.find(value) != std::string::npos, value);
    BOOST_TEST(json({"person", "show", one, "--purpose", "treatment"}, kNurse).out.find(kNumber) != std::string::npos);
    BOOST_TEST(run({"person", "show", one, "--purpose", "own"}, kLi).with(Exit::Forbidden));
    tokenOf("audit-office", R"({"role":"auditor"})");
    const Ended refused = run({"person", "show", one, "--purpose", "supervision"}, "audit-office/sun");
    BOOST_TEST(refused.with(Exit::Forbidden));
    BOOST_TEST(refused.out.find(kNumber) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(two_files_of_one_person_are_on_the_hospitals_list_until_one_is_rejected) {
    const Ended listed = json({"match", "files", "H01"}, kNurse);
    BOOST_TEST(listed.with(Exit::Ok));
    const core::Result<core::JsonDocument> cases = core::JsonDocument::parse(listed.out);
    BOOST_REQUIRE(cases.ok());
    BOOST_REQUIRE_MESSAGE(cases->root().member("cases")->size() == 1U, listed.out);  // who has one file is no case
    const core::JsonValue found = cases->root().member("cases")->at(0);
    BOOST_TEST(found.member("files")->size() == 2U);
    BOOST_TEST(*found.member("conflicts")->at(0).member("field")->string() == "phone");
    const Ended text = run({"match", "files", "H01", "--kind", "two_files"});
    for (const char* said : {"诸**", "[多份档案]", "****0001", "****0002", "≠ 电话", "139****0001", "139****0002"})
        BOOST_TEST(text.out.find(said) != std::string::npos, said << text.out);
    for (const char* value : {"诸葛试", "13900000001", "A0000001"}) BOOST_TEST(text.out.find(value) == std::string::npos, value);
    BOOST_TEST(run({"match", "files", "H01", "--kind", "candidate"}).out == "没有待办\n");

    const std::string file(*found.member("files")->at(0).member("file_id")->string());
    BOOST_TEST(run({"card", "reject", "H01", file}, kLi).with(Exit::Forbidden));  // a steward has seen nobody
    BOOST_TEST(run({"card", "reject", "H01", file}, kNurse).out == file + "  否认\n");
    BOOST_TEST(run({"match", "files", "H01"}, kNurse).out == "没有待办\n");
    const std::string person(*found.member("person_id")->string());
    BOOST_TEST(run({"card", "link", "H01", file, person}, kNurse).out == file + "  已关联\n");  // it was theirs after all
    BOOST_TEST(json({"match", "files", "H01"}, kNurse).out.find(person) != std::string::npos);
    BOOST_TEST(run({"match", "files", "H02"}, kNurse).with(Exit::Forbidden));
    BOOST_TEST(run({"match", "files", "H02"}, kLi).with(Exit::NotFound));
}

BOOST_AUTO_TEST_CASE(a_wrong_certificate_is_taken_back_by_two_of_staff_and_its_number_is_never_on_the_command_line) {
    const std::string person = again();
    const std::vector<std::string> withdraw{"person",       "certificate", "withdraw",  person,        "--kind", "passport",
                                            "--number",     "-",           "--purpose", "supervision", "--why",  "entered_wrongly",
                                            "--right-kind", "resident_id"};
    const std::string typed = "E99999999\n" + std::string(kNumber) + "\n";
    BOOST_TEST(run(withdraw, kNurse, typed).with(Exit::Forbidden));
    const Ended proposed = json(withdraw, kLi, typed);
    BOOST_TEST(proposed.with(Exit::Ok));
    const std::string id = proposed.at("withdrawal_id");
    BOOST_TEST(proposed.err.find("onecard person certificate approve " + id) != std::string::npos, proposed.err);
    const Ended listed = run({"person", "certificate", "list"});
    BOOST_TEST(listed.out.find(id) != std::string::npos, listed.out);
    BOOST_TEST(run({"person", "certificate", "list", person}).out.find("已提出") != std::string::npos);
    for (const Ended& said : {proposed, listed}) {
        BOOST_TEST(said.out.find("E99999999") == std::string::npos, said.out);
        BOOST_TEST(said.out.find(kNumber) == std::string::npos, said.out);
    }
    const std::vector<std::string> approve{"person", "certificate", "approve", id, "--purpose", "supervision"};
    BOOST_TEST(run(approve, kLi).with(Exit::Conflict));
    const Ended full = run({"person", "certificate", "show", id, "--purpose", "supervision"}, kWang);
    BOOST_TEST(full.out.find("E99999999") != std::string::npos, full.out);
    BOOST_TEST(full.out.find(kNumber) != std::string::npos, full.out);
    BOOST_TEST(run(approve, kWang).out.find("已撤销") != std::string::npos);
    BOOST_TEST(run(approve, kWang).with(Exit::Conflict));
    BOOST_TEST(run({"person", "certificate", "drop", id, "--purpose", "supervision"}, kWang).with(Exit::Conflict));
    BOOST_TEST(run({"person", "find", "--kind", "passport", "--number", "-"}, kLi, "E99999999").with(Exit::NotFound));
    BOOST_TEST(json({"person", "find", "--number", "-"}, kLi, kNumber).at("person_id") == person);
    const Ended shown = run({"person", "show", person, "--purpose", "supervision"}, kLi);
    BOOST_TEST(shown.out.find("已撤销的证件") != std::string::npos, shown.out);
    BOOST_TEST(run({"person", "certificate", "show", std::string(26, '1')}).with(Exit::NotFound));
    BOOST_TEST(run({"person", "certificate", "list", "--state", "any"}).with(Exit::Usage));
    BOOST_TEST(run({"person", "certificate", "withdraw", person, "--number", "-", "--purpose", "supervision"}, kLi).with(Exit::Usage));
}

BOOST_AUTO_TEST_SUITE_END()
