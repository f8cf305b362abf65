#include "hub/api/open_api.h"

#include "hub/core/json.h"
#include "tests/support/failures.h"

namespace hub::api {

namespace {

struct Booking {
    static constexpr std::string_view kTypeName = "Booking";
    std::string slot;
    core::Money fee;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("slot", self.slot, "which one");
        field("fee_fen", self.fee, "what it costs");
    }
};

std::vector<Route> routes() {
    Route read;
    read.method = "GET";
    read.path = "/bookings/{booking_id}";
    read.operation = "booking.get";
    read.summary = "one booking";
    read.query = {{"lang", "names in this language", /*required=*/false}};
    read.response = schemaReference<Booking>;
    Route write;
    write.method = "POST";
    write.path = "/bookings";
    write.operation = "booking.create";
    write.summary = "books \"a\" slot";
    write.writes = true;
    write.status = 201;
    write.request = schemaReference<Booking>;
    Route page;
    page.method = "GET";
    page.path = "/{page...}";
    page.listed = false;
    return {read, write, page};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(open_api)

BOOST_AUTO_TEST_CASE(the_document_says_what_the_table_says) {
    const auto document = core::JsonDocument::parse(openApi(routes(), {"OneCard Hub", "1.2.3", "about"}));
    BOOST_REQUIRE(document.ok());
    const auto at = [&](std::initializer_list<std::string_view> names) {
        core::JsonValue value = document->root();
        for (const std::string_view name : names) {
            BOOST_REQUIRE(value.member(name).has_value());
            value = *value.member(name);
        }
        return value;
    };
    BOOST_TEST((at({"openapi"}).string() == "3.1.0"));
    BOOST_TEST((at({"info", "version"}).string() == "1.2.3"));
    BOOST_TEST(at({"paths"}).memberNames().size() == 2U);

    const core::JsonValue read = at({"paths", "/bookings/{booking_id}", "get", "parameters"});
    BOOST_TEST(read.size() == 2U);
    BOOST_TEST((read.at(0).member("name")->string() == "booking_id"));
    BOOST_TEST((read.at(0).member("in")->string() == "path"));
    BOOST_TEST((read.at(0).member("required")->boolean() == true));
    BOOST_TEST((read.at(1).member("in")->string() == "query"));
    BOOST_TEST((read.at(1).member("required")->boolean() == false));
    BOOST_TEST(
        (at({"paths", "/bookings/{booking_id}", "get", "responses", "200", "content", "application/json", "schema", "$ref"}).string() ==
         "#/components/schemas/Booking"));

    BOOST_TEST((at({"paths", "/bookings", "post", "parameters"}).at(0).member("name")->string() == "Idempotency-Key"));
    BOOST_TEST((at({"paths", "/bookings", "post", "requestBody", "required"}).boolean() == true));
    at({"paths", "/bookings", "post", "responses", "201", "description"});
    BOOST_TEST(
        (at({"paths", "/bookings", "post", "responses", "default", "content", "application/problem+json", "schema", "$ref"}).string() ==
         "#/components/schemas/Problem"));
    at({"components", "schemas", "Booking", "properties", "fee_fen"});
    at({"components", "schemas", "Problem", "properties", "implies"});
}

BOOST_AUTO_TEST_CASE(the_problem_schema_names_what_a_problem_has) {
    const auto document = core::JsonDocument::parse(openApi(routes(), {}));
    const auto answer = core::JsonDocument::parse(problem(core::Failure(core::Error::HubBusy), core::Language::English, {}).body);
    const auto schema = document->root().member("components")->member("schemas")->member("Problem")->member("properties");
    BOOST_TEST((schema->memberNames() == answer->root().memberNames()));
}

BOOST_AUTO_TEST_CASE(the_same_table_gives_the_same_bytes) {
    BOOST_TEST(openApi(routes(), {"a", "b", "c"}) == openApi(routes(), {"a", "b", "c"}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::api
