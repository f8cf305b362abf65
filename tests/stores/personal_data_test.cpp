#include <fstream>
#include <iterator>

#include "hub/storage/sql/withdrawal_store.h"
#include "tests/stores/people.h"

using namespace hub::core;
using namespace hub::identity;
using tests::People;
using tests::zhangSan;

namespace {

/// Every byte the database has on disk: tables, indexes, write-ahead log.
std::string bytesOn(const std::filesystem::path& folder) {
    std::string bytes;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        std::ifstream file(entry.path(), std::ios::binary);
        bytes.append(std::istreambuf_iterator<char>(file), {});
    }
    return bytes;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(personal_data)

BOOST_AUTO_TEST_CASE(nothing_personal_stands_on_the_disk_in_clear) {
    People<tests::SqliteEngine> people;
    hub::contract::PersonDetails details = zhangSan();
    details.name = Sensitive(PersonName{"欧阳测试甲"});
    details.address = Sensitive<std::string>("市南区某路9号");
    const Registered made = people.registered(details);
    hub::contract::HospitalFile local;
    local.local_patient = Sensitive(CardNumber{"LOCAL-P-778899"});
    local.person = details;
    local.credentials.push_back({hub::contract::CredentialKind::HospitalCard, Sensitive(CardNumber{"HC-556677"})});
    BOOST_REQUIRE(people
                      .inUnit<HospitalFile>([&](Transaction& transaction) {
                          return people.files.take(transaction, made.person, "h01", local, {"flow/find_patient", "found_by_certificate"});
                      })
                      .ok());

    const FormerCertificate former{people.ids.next<FormerCertificateId>(),
                                   made.person.id,
                                   {hub::contract::CertificateKind::Passport, Sensitive(CertificateNumber{"EFORMER112233"})},
                                   people.clock.utc()};
    BOOST_REQUIRE(
        people.stores.inUnit([&](Transaction& transaction) { return people.store.addFormerCertificate(transaction, former); }).ok());

    Withdrawal withdrawal;
    withdrawal.id = people.ids.next<WithdrawalId>();
    withdrawal.person = made.person.id;
    withdrawal.certificate = {hub::contract::CertificateKind::Passport, Sensitive(CertificateNumber{"EWRONG445566"})};
    withdrawal.right = RightCertificate{
        {hub::contract::CertificateKind::Passport, Sensitive(CertificateNumber{"ERIGHT778899"})}, std::nullopt, std::nullopt};
    withdrawal.why = "entered_wrongly";
    hub::storage::sql::SqlWithdrawalStore withdrawals(people.stores.vault);
    BOOST_REQUIRE(people.stores.inUnit([&](Transaction& transaction) { return withdrawals.add(transaction, withdrawal); }).ok());

    const std::vector<std::string> personal{"欧阳测试甲",     "370202199001010015", "13800001234",   made.card->number.reveal().text,
                                            "LOCAL-P-778899", "HC-556677",          "市南区某路9号", "1990-01-01",
                                            "EFORMER112233",  "EWRONG445566",       "ERIGHT778899"};
    const std::string on_disk = bytesOn(people.stores.engine.folder());
    BOOST_TEST(on_disk.find("found_by_certificate") != std::string::npos);  // what is not personal is found, so this looks where it should
    for (const std::string& value : personal) BOOST_TEST(on_disk.find(value) == std::string::npos, value);

    people.stores.meddle("CREATE TABLE control (name BLOB)");
    for (const std::string& value : personal)
        people.stores.meddle("INSERT INTO control (name) VALUES (?)", std::array{hub::storage::sql::blob(value)});
    const std::string with_control = bytesOn(people.stores.engine.folder());
    for (const std::string& value : personal) BOOST_TEST(with_control.find(value) != std::string::npos, value);
}

BOOST_AUTO_TEST_SUITE_END()
