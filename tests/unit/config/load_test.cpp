#include "hub/app/config/load.h"

#include "tests/unit/config/configuration_folder.h"

using namespace hub::app::config;
using hub::core::Error;
using hub::core::Language;
using std::chrono::milliseconds;
using std::chrono::seconds;

BOOST_AUTO_TEST_SUITE(load)

BOOST_AUTO_TEST_CASE(a_hub_yaml_is_loaded_with_exactly_what_it_says) {
    tests::ConfigurationFolder folder;
    folder.write("tls/hub.pem", "x");
    folder.write("ca.pem", "x");
    folder.write("hub.yaml", R"(apiVersion: onecard/v1
kind: Hub
http:
  host: 0.0.0.0
  port: 0
  header_max: 8KiB
  peer: {requests_per_s: 7}
  tls: {certificate_file: tls/hub.pem, private_key: {secret: present}, client_certificate: asked, client_ca_file: ca.pem}
database:
  url: mysql://hub@127.0.0.1:3306/onecard
  password: {secret: present}
  group_wait_max: 1ms
counterparties: {others: {breaker: {open_for: 9s}}}
logging: {level: debug, format: json}
time: {day_cut: "04:30"}
metrics: {enabled: false}
)");
    const Loaded loaded = folder.load();
    BOOST_TEST(toText(loaded.diagnostics, Language::English) == "");
    HubConfig expected;
    expected.http.host = "0.0.0.0";
    expected.http.port = 0;
    expected.http.header_max = kib(8);
    expected.http.peer.requests_per_s = 7;
    expected.http.tls = TlsConfig{"tls/hub.pem", {"present"}, ClientCertificate::Asked, "ca.pem"};
    expected.database.url = "mysql://hub@127.0.0.1:3306/onecard";
    expected.database.password = SecretName{"present"};
    expected.database.group_wait_max = milliseconds(1);
    expected.counterparties.others.breaker.open_for = seconds(9);
    expected.logging = {LogLevel::Debug, LogFormat::Json};
    expected.time.day_cut = "04:30";
    expected.metrics.enabled = false;
    BOOST_REQUIRE(loaded.hub.has_value());
    BOOST_TEST((*loaded.hub == expected));
    BOOST_TEST(loaded.files == 1U);
}

BOOST_AUTO_TEST_CASE(a_hospital_is_loaded_with_exactly_what_its_file_says) {
    const tests::ConfigurationFolder folder;
    folder.write("hospitals/qd.yaml", R"(apiVersion: onecard/v1
kind: Hospital
metadata: {code: QD0001, name: 示例医院, district: 示例区, level: 三级甲等}
spec:
  adapter: hl7_mllp
  charset: GB18030
  version: "2.4"
  settings:
    connect: {host: 10.0.0.1, port: 6661, ratio: 1.50, start: 0x0B, keep: true, none: ~}
    auth: {password: {secret: present}}
    list: [a, "0372", 1]
  limits: {threads: 2, deadline: 900ms, bucket: {burst: 3}}
  polling: {calls_per_s: 5, calls_per_device_per_s: 5}
  inbound: {port: 26101, ack: enhanced, same_id_other_body: reject, unmapped_type: reject}
  insurance_by: mixed_order
  statement: per_patient
  slots_by: hub
  file_choice: ask
  campuses:
    - {code: DONG, name: 东院, local_code: "01", insurer_code: H1, merchant: M1}
    - {code: XI, name: 西院}
)");
    const Loaded loaded = folder.load();
    BOOST_TEST(toText(loaded.diagnostics, Language::English) == "");
    BOOST_REQUIRE(loaded.hospitals.size() == 1U);
    const HospitalConfig& hospital = loaded.hospitals[0];
    BOOST_TEST((hospital.metadata == HospitalMetadata{"QD0001", "示例医院", "示例区", "三级甲等"}));
    const HospitalSpec& spec = hospital.spec;
    BOOST_TEST(spec.enabled);
    BOOST_TEST(spec.adapter == "hl7_mllp");
    BOOST_TEST(spec.charset == "GB18030");
    BOOST_TEST(spec.version.value() == "2.4");
    BOOST_TEST(spec.settings.json() == R"({"connect":{"host":"10.0.0.1","port":6661,"ratio":1.50,"start":11,"keep":true,"none":null},)"
                                       R"("auth":{"password":{"secret":"present"}},"list":["a","0372",1]})");
    CounterpartyLimits limits;
    limits.threads = 2;
    limits.deadline = milliseconds(900);
    limits.bucket.burst = 3;
    BOOST_TEST((spec.limits == limits));
    BOOST_TEST((spec.polling == PollingBudget{5, 5}));
    BOOST_TEST((spec.inbound == InboundPolicy{26101, Acknowledgement::Enhanced, SameIdOtherBody::Reject, UnmappedType::Reject}));
    BOOST_TEST((spec.insurance_by == InsuranceBy::MixedOrder));
    BOOST_TEST((spec.statement == StatementForm::PerPatient));
    BOOST_TEST((spec.slots_by == SlotsBy::Hub));
    BOOST_TEST((spec.file_choice == FileChoice::Ask));
    BOOST_TEST((spec.campuses == std::vector<Campus>{{"DONG", "东院", "01", "H1", "M1"}, {"XI", "西院", {}, {}, {}}}));
}

BOOST_AUTO_TEST_CASE(a_counterparty_takes_the_limits_of_its_kind_and_its_file_overrides_them_one_by_one) {
    tests::ConfigurationFolder folder;
    folder.write("hub.yaml",
                 "apiVersion: onecard/v1\nkind: Hub\ncounterparties: {hospitals: {threads: 3, deadline: 7s}, others: {queue_max: 9}}\n");
    folder.writeHospital("a.yaml", "QD0001");
    folder.writeHospital("b.yaml", "QD0002", "  limits: {deadline: 1s}\n");
    folder.write(
        "counterparties/pay.yaml",
        "apiVersion: onecard/v1\nkind: Counterparty\nmetadata: {code: PAY, name: 示例支付, role: bank}\nspec: {adapter: soap_xml}\n");
    const Loaded loaded = folder.load();
    BOOST_TEST(toText(loaded.diagnostics, Language::English) == "");
    BOOST_REQUIRE(loaded.hospitals.size() == 2U);
    BOOST_TEST(loaded.hospitals[0].spec.limits.threads == 3U);
    BOOST_TEST((loaded.hospitals[0].spec.limits.deadline == seconds(7)));
    BOOST_TEST(loaded.hospitals[1].spec.limits.threads == 3U);
    BOOST_TEST((loaded.hospitals[1].spec.limits.deadline == seconds(1)));
    BOOST_REQUIRE(loaded.counterparties.size() == 1U);
    BOOST_TEST((loaded.counterparties[0].metadata.role == Role::Bank));
    BOOST_TEST(loaded.counterparties[0].spec.limits.threads == 16U);
    BOOST_TEST(loaded.counterparties[0].spec.limits.queue_max == 9U);
    BOOST_TEST(loaded.files == 4U);
}

BOOST_AUTO_TEST_CASE(a_bad_hospital_is_out_of_service_and_the_others_serve) {
    tests::ConfigurationFolder folder;
    folder.writeHospital("a.yaml", "QD0001");
    folder.writeHospital("b.yaml", "QD0002", "  charset: KOI8\n");
    folder.write("hospitals/c.yaml", "a: [\n");
    folder.writeHospital("d.yaml", "QD0004");
    const Loaded loaded = folder.load();
    BOOST_TEST(loaded.hub.has_value());
    BOOST_REQUIRE(loaded.hospitals.size() == 2U);
    BOOST_TEST(loaded.hospitals[0].metadata.code == "QD0001");
    BOOST_TEST(loaded.hospitals[1].metadata.code == "QD0004");
    BOOST_REQUIRE(loaded.out_of_service.size() == 2U);
    BOOST_TEST(loaded.out_of_service[0].code == "QD0002");
    BOOST_TEST(loaded.out_of_service[1].code == "");
    BOOST_TEST(loaded.diagnostics.size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_bad_hub_yaml_stops_the_hub_and_hospitals_are_checked_all_the_same) {
    tests::ConfigurationFolder folder;
    folder.write("hub.yaml", "apiVersion: onecard/v1\nkind: Hub\nhttp: {workers: 0}\n");
    folder.writeHospital("a.yaml", "QD0001", "  charset: KOI8\n");
    const Loaded loaded = folder.load();
    BOOST_TEST(!loaded.hub.has_value());
    BOOST_TEST((tests::placesAndCodes(loaded.diagnostics) == std::vector<std::string>{"3:17+1 OC-CFG-024", "6:12+4 OC-CFG-023"}));
}

BOOST_AUTO_TEST_CASE(without_hub_yaml_the_hub_does_not_start) {
    const tests::FileTree folder;
    const tests::GivenSecrets none;
    const Loaded loaded = loadConfiguration(folder.path(), {none, std::nullopt});
    BOOST_TEST(!loaded.hub.has_value());
    BOOST_TEST(loaded.diagnostics.size() == 1U);
    BOOST_TEST(tests::has(loaded.diagnostics, Error::ConfigNotReadable));
}

BOOST_AUTO_TEST_CASE(a_code_belongs_to_the_file_that_comes_first_also_across_kinds) {
    tests::ConfigurationFolder folder;
    folder.writeHospital("a.yaml", "QD0001");
    folder.writeHospital("b.yaml", "QD0002");
    folder.writeHospital("c.yaml", "QD0002");
    folder.write("counterparties/a.yaml",
                 "apiVersion: onecard/v1\nkind: Counterparty\nmetadata: {code: QD0001, name: x, role: bank}\nspec: {adapter: soap_xml}\n");
    const Loaded loaded = folder.load();
    BOOST_TEST(loaded.counterparties.size() == 1U);  // hospitals name counterparties, so these come first
    BOOST_REQUIRE(loaded.hospitals.size() == 1U);
    BOOST_TEST(loaded.hospitals[0].metadata.code == "QD0002");
    BOOST_TEST((tests::placesAndCodes(loaded.diagnostics) == std::vector<std::string>{"3:18+6 OC-CFG-040", "3:18+6 OC-CFG-040"}));
    BOOST_TEST(loaded.diagnostics[0].text.en.find((folder.path() / "counterparties/a.yaml:3").string()) != std::string::npos);
    BOOST_TEST(loaded.diagnostics[1].text.en.find((folder.path() / "hospitals/b.yaml:3").string()) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_hospital_whose_insurance_the_hub_settles_names_an_enabled_insurer) {
    const auto complaints = [](const std::string& hospital, const std::string& role, const std::string& spec) {
        tests::ConfigurationFolder folder;
        folder.writeHospital("a.yaml", "QD0001", hospital);
        folder.write("counterparties/yb.yaml", "apiVersion: onecard/v1\nkind: Counterparty\nmetadata: {code: YBJ, name: 示例医保, role: " +
                                                   role + "}\nspec:\n  adapter: soap_xml\n" + spec);
        const Loaded loaded = folder.load();
        BOOST_TEST(loaded.hospitals.size() == (loaded.diagnostics.empty() ? 1U : 0U));
        return tests::placesAndCodes(loaded.diagnostics);
    };
    const std::string by_hub = "  insurance_by: hub\n";
    const std::string named = by_hub + "  insurer: YBJ\n";
    BOOST_TEST(complaints(named, "insurer", "").empty());
    BOOST_TEST(complaints("  insurance_by: his\n", "insurer", "").empty());
    BOOST_TEST(complaints("  enabled: false\n" + by_hub, "insurer", "").empty());
    const auto wrong = [&](const auto& found) { return found.size() == 1U && found.front().ends_with(" OC-CFG-042"); };
    BOOST_TEST(wrong(complaints(by_hub, "insurer", "")));
    BOOST_TEST(wrong(complaints(by_hub + "  insurer: YB2\n", "insurer", "")));
    BOOST_TEST(wrong(complaints(named, "bank", "")));
    BOOST_TEST(wrong(complaints(named, "insurer", "  enabled: false\n")));
}

BOOST_AUTO_TEST_CASE(the_port_of_the_hub_is_taken_for_hospitals) {
    tests::ConfigurationFolder folder;
    folder.write("hub.yaml", "apiVersion: onecard/v1\nkind: Hub\nhttp: {port: 26101}\n");
    folder.writeHospital("a.yaml", "QD0001", "  inbound: {port: 26101}\n");
    folder.writeHospital("b.yaml", "QD0002", "  inbound: {port: 26102}\n");
    const Loaded loaded = folder.load();
    BOOST_TEST(loaded.hospitals.size() == 1U);
    BOOST_TEST((tests::placesAndCodes(loaded.diagnostics) == std::vector<std::string>{"6:19+5 OC-CFG-041"}));
}

BOOST_AUTO_TEST_CASE(who_is_not_enabled_needs_no_adapter_secret_or_port_yet) {
    tests::ConfigurationFolder folder;
    const std::string spec = "  inbound: {port: 26101}\n  settings: {password: {secret: absent}}\n";
    folder.writeHospital("a.yaml", "QD0001", "  inbound: {port: 26101}\n");
    folder.writeHospital("b.yaml", "QD0002", "  enabled: false\n" + spec);
    BOOST_TEST(folder.load().diagnostics.empty());
    folder.writeHospital("b.yaml", "QD0002", "  enabled: true\n" + spec);
    const auto diagnostics = folder.load().diagnostics;
    BOOST_TEST(tests::has(diagnostics, Error::ConfigPortTaken));
    BOOST_TEST(tests::has(diagnostics, Error::SecretMissing));
    BOOST_TEST(diagnostics.size() == 2U);
}

BOOST_AUTO_TEST_CASE(an_adapter_is_checked_only_when_it_is_known_which_there_are) {
    tests::ConfigurationFolder folder;
    folder.write("hospitals/a.yaml",
                 "apiVersion: onecard/v1\nkind: Hospital\nmetadata: {code: QD0001, name: x}\nspec: {adapter: others}\n");
    BOOST_TEST(tests::has(folder.load().diagnostics, Error::ConfigAdapterUnknown));
    BOOST_TEST(loadConfiguration(folder.path(), {folder.secrets, std::nullopt}).diagnostics.empty());
}

BOOST_AUTO_TEST_CASE(plain_http_is_a_warning_unless_only_this_machine_can_connect) {
    const tests::ConfigurationFolder folder;
    for (const char* host : {"127.0.0.1", "127.0.0.2", "localhost", "\"::1\""}) {
        folder.write("hub.yaml", std::string("apiVersion: onecard/v1\nkind: Hub\nhttp: {host: ") + host + "}\n");
        BOOST_TEST(folder.load().diagnostics.empty(), host);
    }
    for (const char* host : {"0.0.0.0", "10.0.0.1", "hub.example"}) {
        folder.write("hub.yaml", std::string("apiVersion: onecard/v1\nkind: Hub\nhttp: {host: ") + host + "}\n");
        const Loaded loaded = folder.load();
        BOOST_TEST(loaded.hub.has_value());
        BOOST_TEST(tests::has(loaded.diagnostics, Error::ConfigPlainHttp), host);
        BOOST_TEST(count(loaded.diagnostics).errors == 0U);
        BOOST_TEST(count(loaded.diagnostics).warnings == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_looks_like_a_hospital_and_is_not_read_is_a_warning) {
    tests::ConfigurationFolder folder;
    folder.writeHospital("a.yml", "QD0001");
    folder.writeHospital("README.md", "QD0002");
    folder.writeHospital(".b.yaml", "QD0003");
    folder.writeHospital("c.yaml~", "QD0004");
    const Loaded loaded = folder.load();
    BOOST_TEST(loaded.hospitals.empty());
    BOOST_TEST(loaded.diagnostics.size() == 1U);
    BOOST_TEST(tests::has(loaded.diagnostics, Error::ConfigFileNotRead));
    BOOST_TEST(count(loaded.diagnostics).errors == 0U);
}

BOOST_AUTO_TEST_CASE(a_secret_that_is_there_and_not_usable_is_told_from_one_that_is_missing) {
    tests::ConfigurationFolder folder;
    folder.write("secrets/open", "x", 0644);
    folder.writeHospital("a.yaml", "QD0001", "  settings: {password: {secret: open}}\n");
    const auto secrets = standardSecrets(folder.path());
    const Loaded loaded = loadConfiguration(folder.path(), {*secrets, std::nullopt});
    BOOST_TEST(tests::has(loaded.diagnostics, Error::SecretNotUsable));
    BOOST_TEST(loaded.out_of_service.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_bank_of_e_accounts_is_an_enabled_bank_or_it_is_said_that_nobody_is_offered_one) {
    const auto complaints = [](const std::string& role, const std::string& spec) {
        const tests::ConfigurationFolder folder;
        folder.write("hub.yaml", "apiVersion: onecard/v1\nkind: Hub\ncounterparties: {e_account_bank: SLYH}\n");
        folder.write("counterparties/bank.yaml",
                     "apiVersion: onecard/v1\nkind: Counterparty\nmetadata: {code: SLYH, name: 示例银行, role: " + role +
                         "}\nspec:\n  adapter: soap_xml\n" + spec);
        const Loaded loaded = folder.load();
        BOOST_REQUIRE(loaded.hub.has_value());  // everything else serves
        BOOST_TEST(loaded.hub->counterparties.e_account_bank.value_or("") == "SLYH");
        return tests::placesAndCodes(loaded.diagnostics);
    };
    const std::vector<std::string> one{"3:34+4 OC-CFG-042"};
    BOOST_TEST(complaints("bank", "").empty());
    BOOST_TEST(complaints("bank", "  enabled: false\n") == one, boost::test_tools::per_element());
    BOOST_TEST(complaints("channel", "") == one, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_adapters_complaint_about_a_pointer_gets_its_place_in_the_file) {
    tests::ConfigurationFolder folder;
    folder.writeHospital("a.yaml", "QD0001", "  settings:\n    endpoint:\n      url: htp://x\n    lists: [1, {a~b/c: 2}]\n");
    const Loaded loaded = folder.load();
    BOOST_REQUIRE(loaded.hospitals.size() == 1U);
    const AdapterSettings& settings = loaded.hospitals[0].spec.settings;
    const std::tuple<const char*, std::size_t, std::size_t> rows[] = {{"/endpoint/url", 8, 12},  {"/lists/1/a~0b~1c", 9, 24},
                                                                      {"/lists/0", 9, 13},       {"/endpoint/user", 7, 5},
                                                                      {"/nothing/at/all", 6, 3}, {"", 6, 3}};
    for (const auto& [pointer, line, column] : rows) {
        const Diagnostic complaint = settings.complaint(pointer, {"不对", "is wrong"});
        BOOST_TEST(complaint.place.line == line, pointer);
        BOOST_TEST(complaint.place.column == column, pointer);
        BOOST_TEST(complaint.text.en.ends_with("is wrong"));
        BOOST_TEST(!complaint.source.empty());
        BOOST_TEST(tests::has({complaint}, Error::AdapterSettingsNotValid));
    }
    BOOST_TEST(AdapterSettings().complaint("/a", {"不对", "is wrong"}).place.line == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
