#include "hub/identity/hospital_file.h"

#include <functional>
#include <string>
#include <vector>

#include "tests/support/failures.h"

using namespace hub::contract;
using namespace hub::core;
using hub::identity::Agreement;
using hub::identity::compare;
using hub::identity::Evidence;
using hub::identity::FileChoice;
using hub::identity::HospitalFileId;
using hub::identity::LinkState;
using hub::identity::primaryFile;

namespace {

constexpr Date kToday{2026, 11, 21};

PersonDetails person() {
    PersonDetails made;
    made.name = Sensitive(PersonName{"张三"});
    made.sex = Sex::Male;
    made.birth_date = Sensitive(Date{1990, 1, 1});
    made.certificate = Certificate{CertificateKind::ResidentId, Sensitive(CertificateNumber{"370202199001010015"})};
    return made;
}

hub::identity::HospitalFile file(int number, LinkState state, std::optional<Date> last_visit = {}, bool insured = false) {
    hub::identity::HospitalFile made;
    made.id.bits.bytes[15] = static_cast<std::uint8_t>(number);
    made.hospital = "h01";
    made.local.local_patient = Sensitive(CardNumber{"P" + std::to_string(number)});
    made.local.last_visit = last_visit;
    if (insured) made.local.credentials.push_back({CredentialKind::SocialSecurityCard, Sensitive(CardNumber{"A1"})});
    made.state = state;
    return made;
}

int chosen(const std::vector<hub::identity::HospitalFile>& files, FileChoice choice) {
    const std::optional<HospitalFileId> id = primaryFile(files, choice);
    return id ? id->bits.bytes[15] : 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hospital_file)

BOOST_AUTO_TEST_CASE(a_file_links_when_name_sex_and_birth_date_agree) {
    struct Line {
        std::string what;
        std::function<void(PersonDetails&)> change;
        Evidence evidence;
        bool links;
    };
    constexpr Agreement A = Agreement::Agrees;
    constexpr Agreement D = Agreement::Differs;
    constexpr Agreement M = Agreement::Missing;
    const std::vector<Line> lines{
        {"the same", [](PersonDetails&) {}, {A, A, A, A}, true},
        {"another name", [](PersonDetails& d) { d.name = Sensitive(PersonName{"李四"}); }, {D, A, A, A}, false},
        {"no name", [](PersonDetails& d) { d.name = {}; }, {M, A, A, A}, false},
        {"another sex", [](PersonDetails& d) { d.sex = Sex::Female; }, {A, D, A, A}, false},
        {"unknown sex", [](PersonDetails& d) { d.sex = Sex::Unknown; }, {A, M, A, A}, false},
        {"sex not stated", [](PersonDetails& d) { d.sex = Sex::NotStated; }, {A, M, A, A}, false},
        {"another birth date",
         [](PersonDetails& d) {
             d.birth_date = Sensitive(Date{1990, 1, 2});
         },
         {A, A, D, A},
         false},
        {"no birth date", [](PersonDetails& d) { d.birth_date.reset(); }, {A, A, M, A}, false},
        {"no certificate", [](PersonDetails& d) { d.certificate.reset(); }, {A, A, A, M}, true},
        {"another certificate",
         [](PersonDetails& d) { d.certificate->number = Sensitive(CertificateNumber{"37020219800101007X"}); },
         {A, A, A, D},
         false},
        {"the certificate in its old form",
         [](PersonDetails& d) { d.certificate->number = Sensitive(CertificateNumber{"370202900101001"}); },
         {A, A, A, A},
         true},
        {"a certificate that is none",
         [](PersonDetails& d) { d.certificate->number = Sensitive(CertificateNumber{"0"}); },
         {A, A, A, M},
         true},
        {"a certificate of another kind",
         [](PersonDetails& d) {
             *d.certificate = {CertificateKind::Passport, Sensitive(CertificateNumber{"E1234567"})};
         },
         {A, A, A, M},
         true},
    };
    for (const Line& line : lines) {
        PersonDetails theirs = person();
        line.change(theirs);
        const Evidence evidence = compare(person(), theirs, kToday);
        BOOST_TEST_CONTEXT(line.what) {
            BOOST_TEST((evidence == line.evidence));
            BOOST_TEST(evidence.links() == line.links);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_primary_file_is_a_linked_one_and_the_same_every_time) {
    const std::vector files{file(1, LinkState::Linked, Date{2026, 1, 1}), file(2, LinkState::Linked, Date{2026, 3, 1}),
                            file(3, LinkState::Candidate, Date{2026, 5, 1}), file(4, LinkState::Linked, {}, /*insured=*/true)};
    BOOST_TEST(chosen(files, FileChoice::LastVisit) == 2);
    BOOST_TEST(chosen(files, FileChoice::Insured) == 4);
    BOOST_TEST(chosen(files, FileChoice::Ask) == 0);
    BOOST_TEST(chosen({files[1], files[0]}, FileChoice::Insured) == 2);  // none is insured
    BOOST_TEST(chosen({files[0], files[2]}, FileChoice::Ask) == 1);      // only one is linked
    BOOST_TEST(chosen({files[2]}, FileChoice::LastVisit) == 0);
    BOOST_TEST(chosen({}, FileChoice::LastVisit) == 0);
    const std::vector unvisited{file(5, LinkState::Linked), file(6, LinkState::Linked)};
    BOOST_TEST(chosen(unvisited, FileChoice::LastVisit) == 6);
    BOOST_TEST(chosen({unvisited[1], unvisited[0]}, FileChoice::LastVisit) == 6);
}

BOOST_AUTO_TEST_SUITE_END()
