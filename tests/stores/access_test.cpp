#include "hub/access/tokens.h"

#include "hub/storage/sql/access_store.h"
#include "tests/stores/people.h"

using namespace hub::access;
using namespace hub::core;
using hub::identity::Person;
using hub::identity::PersonId;
using hub::identity::PersonState;
using tests::People;

namespace {

template <class Engine>
struct Doors : People<Engine> {
    Doors() {
        BOOST_REQUIRE(addClient({"city-app", ClientKind::Entrance, "", ClientState::Active, tests::kStart}).ok());
        BOOST_REQUIRE(addClient({"his-h01", ClientKind::Hospital, "h01", ClientState::Active, tests::kStart}).ok());
    }

    Result<void> addClient(const Client& client) {
        return this->stores.inUnit([&](Transaction& transaction) { return access.addClient(transaction, client); });
    }
    Result<void> setState(const std::string& client, ClientState state) {
        return this->stores.inUnit([&](Transaction& transaction) { return access.setClientState(transaction, client, state); });
    }
    Result<void> revoke(TokenId id) {
        return this->stores.inUnit([&](Transaction& transaction) { return access.revokeToken(transaction, id, this->clock.utc()); });
    }
    Result<IssuedToken> create(const std::string& client, Role role) {
        return this->template inUnit<IssuedToken>([&](Transaction& transaction) { return tokens.createToken(transaction, client, role); });
    }
    Result<Caller> authenticate(const std::string& text) {
        return this->template inRead<Caller>([&](ReadTransaction& transaction) { return tokens.authenticate(transaction, text); });
    }
    Result<Caller> authenticate(const IssuedToken& token) { return authenticate(token.text.reveal()); }
    Result<IssuedToken> exchange(const Caller& caller, const Person& person, Scopes wanted = scopesOf(Role::Person)) {
        return this->template inUnit<IssuedToken>(
            [&](Transaction& transaction) { return tokens.exchange(transaction, caller, person, wanted); });
    }

    hub::storage::sql::SqlAccessStore access;
    Tokens tokens{access, this->ids, this->clock};
};

Person person(PersonState state) {
    Person made;
    made.id.bits.bytes[15] = 9;
    made.state = state;
    return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(access_tokens)

BOOST_AUTO_TEST_CASE_TEMPLATE(a_system_token_tells_who_comes_for_a_year, Engine, tests::Engines) {
    Doors<Engine> doors;
    const auto token = doors.create("his-h01", Role::Hospital);
    BOOST_REQUIRE(token.ok());
    BOOST_TEST(token->text.reveal().size() == 95U);
    const auto caller = doors.authenticate(*token);
    BOOST_REQUIRE(caller.ok());
    BOOST_TEST((caller->token == token->token.id));
    BOOST_TEST(caller->client == "his-h01");
    BOOST_TEST(caller->hospital == "h01");
    BOOST_TEST((caller->kind == ClientKind::Hospital));
    BOOST_TEST((caller->role == Role::Hospital));
    BOOST_TEST((caller->scopes == scopesOf(Role::Hospital)));
    BOOST_TEST(caller->person.none());
    doors.clock.advance(Tokens::kSystemTokenFor - Duration(1));
    BOOST_TEST(doors.authenticate(*token).ok());
    doors.clock.advance(Duration(1));
    BOOST_TEST(tests::failsWith(doors.authenticate(*token), Error::TokenExpired));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(whatever_is_wrong_with_a_token_the_answer_is_the_same, Engine, tests::Engines) {
    Doors<Engine> doors;
    const IssuedToken token = *doors.create("city-app", Role::Entrance);
    const std::string text = token.text.reveal();
    std::vector<std::string> wrong{"", text.substr(1), text + "0", "oct_" + doors.ids.template next<TokenId>().text() + text.substr(30)};
    for (const std::size_t at : {std::size_t{0}, std::size_t{30}, std::size_t{31}, text.size() - 1}) {
        wrong.push_back(text);
        wrong.back()[at] = text[at] == '0' ? '1' : '0';
    }
    for (const std::string& one : wrong) {
        const auto refused = doors.authenticate(one);
        BOOST_TEST(tests::failsWith(refused, Error::TokenNotValid), one);
        BOOST_TEST(refused.failure().detail().empty());
    }
    BOOST_TEST(doors.authenticate(text).ok());
    BOOST_REQUIRE(doors.revoke(token.token.id).ok());
    BOOST_TEST(tests::failsWith(doors.authenticate(text), Error::TokenNotValid));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(the_database_does_not_hold_what_opens_the_door, Engine, tests::Engines) {
    Doors<Engine> doors;
    const IssuedToken token = *doors.create("city-app", Role::Entrance);
    const std::string secret = token.text.reveal().substr(31);
    BOOST_TEST(token.token.secret_hash.hex() != secret);
    BOOST_TEST((token.token.secret_hash == hub::vault::Vault::digest(secret)));
    BOOST_TEST(doors.create("city-app", Role::Entrance)->text.reveal().substr(31) != secret);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_client_gets_tokens_of_its_own_roles_while_it_is_active, Engine, tests::Engines) {
    Doors<Engine> doors;
    BOOST_TEST(tests::failsWith(doors.create("city-app", Role::Hospital), Error::RoleNotAllowed));
    BOOST_TEST(tests::failsWith(doors.create("city-app", Role::Person), Error::RoleNotAllowed));
    BOOST_TEST(tests::failsWith(doors.create("nobody", Role::Entrance), Error::ClientNotFound));
    const IssuedToken token = *doors.create("city-app", Role::Entrance);
    BOOST_REQUIRE(doors.setState("city-app", ClientState::Disabled).ok());
    BOOST_TEST(tests::failsWith(doors.create("city-app", Role::Entrance), Error::ClientDisabled));
    BOOST_TEST(tests::failsWith(doors.authenticate(token), Error::ClientDisabled));
    BOOST_REQUIRE(doors.setState("city-app", ClientState::Active).ok());
    BOOST_TEST(doors.authenticate(token).ok());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(an_entrance_exchanges_its_token_for_a_persons_for_thirty_minutes, Engine, tests::Engines) {
    Doors<Engine> doors;
    const Caller entrance = *doors.authenticate(*doors.create("city-app", Role::Entrance));
    const auto token = doors.exchange(entrance, person(PersonState::Verified));
    BOOST_REQUIRE(token.ok());
    const auto caller = doors.authenticate(*token);
    BOOST_REQUIRE(caller.ok());
    BOOST_TEST((caller->person == person(PersonState::Verified).id));
    BOOST_TEST(caller->client == "city-app");
    BOOST_TEST((caller->role == Role::Person));
    BOOST_TEST((caller->scopes == scopesOf(Role::Person)));
    BOOST_TEST(tests::failsWith(doors.exchange(*caller, person(PersonState::Verified)), Error::ScopeMissing));
    doors.clock.advance(Duration(30 * 60'000 - 1));
    BOOST_TEST(doors.authenticate(*token).ok());
    doors.clock.advance(Duration(1));
    BOOST_TEST(tests::failsWith(doors.authenticate(*token), Error::TokenExpired));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_person_token_has_what_was_asked_for_and_what_the_person_may, Engine, tests::Engines) {
    Doors<Engine> doors;
    const Caller entrance = *doors.authenticate(*doors.create("city-app", Role::Entrance));
    const auto scopesFor = [&](PersonState state, Scopes wanted) { return doors.exchange(entrance, person(state), wanted)->token.scopes; };
    BOOST_TEST((scopesFor(PersonState::Verified, {Scope::Book, Scope::AuditRead}) == Scopes{Scope::Book}));
    BOOST_TEST((scopesFor(PersonState::Verified, {Scope::Book, Scope::RecordRead}) == Scopes{Scope::Book, Scope::RecordRead}));
    BOOST_TEST((scopesFor(PersonState::Unverified, {Scope::Book, Scope::RecordRead}) == Scopes{Scope::Book}));
    for (const PersonState state : {PersonState::Suspended, PersonState::Closed})
        BOOST_TEST(tests::failsWith(doors.exchange(entrance, person(state)), Error::PersonNotActive));
    const Caller hospital = *doors.authenticate(*doors.create("his-h01", Role::Hospital));
    BOOST_TEST(tests::failsWith(doors.exchange(hospital, person(PersonState::Verified)), Error::ScopeMissing));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(clients_stand_once_and_are_listed, Engine, tests::Engines) {
    Doors<Engine> doors;
    BOOST_TEST(tests::failsWith(doors.addClient({"city-app", ClientKind::Office, "", ClientState::Active, {}}), Error::ClientTaken));
    BOOST_TEST(tests::failsWith(doors.setState("nobody", ClientState::Disabled), Error::ClientNotFound));
    const auto all =
        doors.template inRead<std::vector<Client>>([&](ReadTransaction& transaction) { return doors.access.clients(transaction); });
    BOOST_REQUIRE(all->size() == 2U);
    BOOST_TEST(all->at(0).code == "city-app");
    BOOST_TEST(all->at(1).hospital == "h01");
    BOOST_TEST((all->at(1).added_at == tests::kStart));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(tokens_are_listed_revoked_and_forgotten, Engine, tests::Engines) {
    Doors<Engine> doors;
    const IssuedToken system = *doors.create("city-app", Role::Entrance);
    const Caller entrance = *doors.authenticate(system);
    const IssuedToken mine = *doors.exchange(entrance, person(PersonState::Verified));
    const auto listed = doors.template inRead<std::vector<Token>>(
        [&](ReadTransaction& transaction) { return doors.access.tokensOf(transaction, "city-app"); });
    BOOST_REQUIRE(listed->size() == 1U);
    BOOST_TEST((listed->front().id == system.token.id));

    BOOST_TEST(tests::failsWith(doors.revoke(doors.ids.template next<TokenId>()), Error::TokenNotFound));
    const auto revokeAll = [&] {
        return *doors.template inUnit<std::int64_t>(
            [&](Transaction& transaction) { return doors.access.revokeTokensOf(transaction, mine.token.person, doors.clock.utc()); });
    };
    BOOST_TEST(revokeAll() == 1);
    BOOST_TEST(revokeAll() == 0);
    BOOST_TEST(tests::failsWith(doors.authenticate(mine), Error::TokenNotValid));
    const UtcTime revoked_at = doors.clock.utc();
    doors.clock.advance(Duration(1000));
    BOOST_REQUIRE(doors.revoke(mine.token.id).ok());
    const auto kept =
        doors.template inRead<Token>([&](ReadTransaction& transaction) { return doors.access.findToken(transaction, mine.token.id); });
    BOOST_TEST((kept->revoked_at == revoked_at));

    const auto forget = [&](UtcTime before) {
        return *doors.template inUnit<std::int64_t>(
            [&](Transaction& transaction) { return doors.access.forgetTokens(transaction, before, 100); });
    };
    BOOST_TEST(forget(mine.token.expires_at) == 0);
    BOOST_TEST(forget(system.token.expires_at + Duration(1)) == 1);
    BOOST_TEST(doors.authenticate(system).ok());
}

BOOST_AUTO_TEST_SUITE_END()
