#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/common/database.h"
#include "adapters/sim/nhsa/codes.h"
#include "adapters/sim/nhsa/records.h"
#include "hub/core/result.h"

namespace adapters::sim::nhsa {

/// What the side door says of somebody.
struct PersonInput {
    static constexpr std::string_view kTypeName = "PersonInput";
    std::string psn_cert_type = "01";
    std::string certno;
    std::string psn_name;
    std::string gend = "9";
    Date brdy;
    std::string card_no;
    std::string card_sn;
    bool civil_servant = false;
    bool medical_aid = false;
    std::vector<Insurance> insurances;
    std::vector<std::string> relatives;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("psn_cert_type", self.psn_cert_type, "kind of the certificate");
        field("certno", self.certno, "its number");
        field("psn_name", self.psn_name, "name");
        field("gend", self.gend, "1 male, 2 female, 9 not said");
        field("brdy", self.brdy, "birthday");
        field("card_no", self.card_no, "number of the social security card, empty for none");
        field("card_sn", self.card_sn, "serial from its chip");
        field("civil_servant", self.civil_servant, "whether 310 has the supplement of civil servants");
        field("medical_aid", self.medical_aid, "whether medical aid pays");
        field("insurances", self.insurances, "every insurance");
        field("relatives", self.relatives, "certno of those whose accounts pay too, in order");
    }
};

/// Who is insured, with what, and what they can show. One thread at a time, inside the caller's transaction.
class People {
  public:
    /// All outlive it.
    People(common::Database& database, const hub::core::Clock& clock, std::int64_t seed)
        : database_(database), clock_(clock), seed_(seed) {}

    // What calls need.

    /// Whoever it belongs to. Also: NoPerson, also of a voucher whose token is over.
    common::Answer<Person> holder(const Shown& shown);
    /// payAuthNo instead of ecToken. Also: NoPerson.
    common::Answer<Person> holderOfPayAuthNo(std::string_view pay_auth_no);
    /// Also: NoPerson.
    common::Answer<Person> byNumber(std::string_view psn_no);
    /// As byNumber(); what is shown must be theirs. Also: NoPerson, OtherPerson.
    common::Answer<Person> showing(std::string_view psn_no, const Shown& shown);
    Person byId(std::int64_t id);  ///< REQUIRES: it is there.

    std::vector<Insurance> insurances(std::int64_t person_id);
    /// Whether it pays or not.
    std::optional<Insurance> insurance(std::int64_t person_id, std::string_view insutype);
    /// Also: DoesNotPay, also for one that the person has not.
    common::Answer<Insurance> paying(std::int64_t person_id, std::string_view insutype);
    std::vector<Purse> relatives(std::int64_t person_id);

    /// Takes it out of the 310 account, or puts a negative amount back. REQUIRES: there is enough.
    void draw(const Draw& draw);
    Money balanceOf(std::int64_t person_id);  ///< of the 310 account; zero without one

    // What the side door does.

    /// Said again for the same certificate, it takes the place of what was said, balances too; an insurance that is not
    /// named any more does not pay. Also: SimNotValid.
    hub::core::Result<Person> add(const PersonInput& input);
    /// Also: SimNotFound.
    hub::core::Result<Voucher> newVoucher(std::string_view certno, hub::core::Duration life);
    /// Also: SimNotFound, SimNotValid (negative).
    hub::core::Result<void> setBalance(std::string_view certno, Money balance);

  private:
    std::optional<Person> personWhere(std::string_view condition, const common::Values& values);
    common::Answer<Person> holderOfVoucher(std::string_view column, std::string_view text);

    common::Database& database_;
    const hub::core::Clock& clock_;
    const std::int64_t seed_;
};

}  // namespace adapters::sim::nhsa
