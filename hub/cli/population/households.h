#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hub/cli/population/draw.h"
#include "hub/cli/population/id_numbers.h"
#include "hub/cli/population/names.h"
#include "hub/cli/population/places.h"
#include "hub/contract/people.h"
#include "hub/core/date.h"

namespace hub::cli::population {

/// Somebody as they are. What hospitals make of them is Mistakes' business.
struct Person {
    Name name;
    Name other_name;  ///< what they are called before or after an official change, should there be one
    contract::Sex sex = contract::Sex::Female;
    core::Date birth_date;
    contract::CertificateKind id_kind = contract::CertificateKind::ResidentId;
    std::string id_no;
    std::string phone;
    std::string former_phone;

    bool isChild() const { return yearsOn(kToday, birth_date) < kAdultYears; }
};

/// People of one address: parents and their children, who may be grown up. Children have their parents' telephone.
struct Household {
    Person father;
    std::optional<Person> mother;
    std::vector<Person> children;  ///< only with a mother; twins follow each other
    std::string address;
    std::string former_address;

    std::size_t people() const { return 1 + (mother ? 1 : 0) + children.size(); }
};

/// Makes households that look like a coastal city's: ages after the census, one family in seventy with transcribed names, a few
/// foreigners, twins in eight of a hundred families with two children.
class Households {
  public:
    Households(const Names& names, const Places& places, std::uint64_t seed);

    /// At most `people_max` people; a household that is too large loses its youngest. REQUIRES: people_max > 0.
    Household next(Draw& draw, std::size_t people_max);

  private:
    core::Date dayIn(Draw& draw, int year) const;
    std::string phone(Draw& draw) const;
    void giveId(Draw& draw, Person& person, NameForm form, std::size_t region);
    void name(Draw& draw, Person& person, NameForm form, std::string_view surname) const;
    Person parent(Draw& draw, NameForm form, contract::Sex sex, int birth_year);
    void addChildren(Draw& draw, Household& household);
    Person child(Draw& draw, const Household& household, core::Date birth_date, std::size_t region);
    void makeTwins(Draw& draw, Person& first, Person& second) const;

    const Names& names_;
    const Places& places_;
    IdNumbers ids_;
    Weights mothers_born_;
};

}  // namespace hub::cli::population
