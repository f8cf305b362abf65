#pragma once

#include <optional>
#include <vector>

#include "hub/api/rest/local_desk.h"
#include "hub/api/rest/views.h"
#include "hub/api/router.h"

namespace hub::app {

/// What is typed to find a card.
struct FindCard {
    static constexpr std::string_view kTypeName = "FindCard";
    core::Sensitive<core::CardNumber> number;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "14 digits");
    }
};

/// A card, whatever its state, and whose it is.
struct CardOfPerson {
    static constexpr std::string_view kTypeName = "CardOfPerson";
    api::rest::CardView card;
    identity::PersonId registration_id;
    api::rest::PersonView person;
    std::vector<api::rest::CardView> cards;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("card", self.card, "the card");
        field("registration_id", self.registration_id, "the registration it was issued to");
        field("person", self.person, "who stands for it, masked");
        field("cards", self.cards, "every card the person has or had");
    }
};

/// What the command line asks about people, cards, reviews, hospital files, weights and payments: routes of /api/v1 as they are, on `desk`,
/// which outlives them, and two that only the command line has.
std::vector<api::Route> peopleAdminRoutes(api::rest::LocalDesk* desk);

}  // namespace hub::app
