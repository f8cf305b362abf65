#include "hub/api/router.h"

#include "tests/support/failures.h"
#include "tests/support/problems.h"

namespace hub::api {

namespace {

using core::Error;

/// Keeps what was answered.
class KeptPort final : public ReplyPort {
  public:
    explicit KeptPort(Response& kept) : kept_(kept) {}
    void answer(Response response) override { kept_ = std::move(response); }
    std::shared_ptr<StreamPort> stream() override { return nullptr; }

  private:
    Response& kept_;
};

/// Answers with its name and the values of its parameters.
Route route(std::string method, std::string path) {
    Route made;
    made.method = std::move(method);
    made.path = std::move(path);
    made.endpoint = [name = made.method + " " + made.path](const Request& request, const Reply& reply) {
        std::string text = name;
        for (const auto& [parameter, value] : request.path_parameters) text += " " + parameter + "=" + value;
        reply.send({200, {}, text});
    };
    return made;
}

Route writing(std::string path) {
    Route made = route("POST", std::move(path));
    made.writes = true;
    made.request = [](core::SchemaSet&) { return std::string("{}"); };
    made.body_bytes_max = 77;
    return made;
}

struct Fixture {
    Router router{{route("GET", "/people/{person_id}"), route("GET", "/people/me"), route("GET", "/people/{person_id}/cards/{card_id}"),
                   route("DELETE", "/people/{person_id}"), writing("/payments"), route("POST", "/in/{counterparty}/{path...}"),
                   route("GET", "/people/me/settings")}};

    static Request request(std::string method, std::string path) {
        Request made;
        made.method = std::move(method);
        made.path = std::move(path);
        return made;
    }

    static Request payment() {
        Request made = request("POST", "/payments");
        made.headers.add("Idempotency-Key", "a-1");
        made.headers.add("Content-Type", "application/json; charset=utf-8");
        made.headers.add("Content-Length", "2");
        return made;
    }

    std::string answer(const std::string& method, const std::string& path) {
        const Request asked = request(method, path);
        const Admission admission = router.admit(asked);
        if (admission.refusal) return std::to_string(admission.refusal->status);
        Response kept;
        router.handle(asked, Reply(std::make_unique<KeptPort>(kept), std::make_shared<Departure>(), core::Language::English, {}));
        return kept.body;
    }

    core::Result<Admission> admit(const Request& head) const {
        Admission admission = router.admit(head);
        if (admission.refusal && admission.refusal->status >= 400) return tests::failureIn(admission.refusal->body);
        return admission;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(router_table, Fixture)

BOOST_AUTO_TEST_CASE(a_path_finds_its_endpoint_with_its_parameters) {
    BOOST_TEST(answer("GET", "/people/7") == "GET /people/{person_id} person_id=7");
    BOOST_TEST(answer("GET", "/people/7/cards/8") == "GET /people/{person_id}/cards/{card_id} person_id=7 card_id=8");
    BOOST_TEST(answer("DELETE", "/people/7") == "DELETE /people/{person_id} person_id=7");
}

BOOST_AUTO_TEST_CASE(a_written_segment_goes_before_a_parameter_and_back_when_it_ends) {
    BOOST_TEST(answer("GET", "/people/me") == "GET /people/me");
    BOOST_TEST(answer("GET", "/people/me/cards/8") == "GET /people/{person_id}/cards/{card_id} person_id=me card_id=8");
}

BOOST_AUTO_TEST_CASE(a_segment_is_decoded_after_the_path_is_split) {
    BOOST_TEST(answer("GET", "/people/a%2Fb") == "GET /people/{person_id} person_id=a/b");
    BOOST_TEST(answer("GET", "/%70eople/me") == "GET /people/me");
    BOOST_TEST(answer("GET", "/people/%zz") == "404");
}

BOOST_AUTO_TEST_CASE(a_rest_takes_all_that_follows) {
    BOOST_TEST(answer("POST", "/in/first/hl7/v2/") == "POST /in/{counterparty}/{path...} counterparty=first path=hl7/v2/");
    BOOST_TEST(answer("POST", "/in/first/") == "POST /in/{counterparty}/{path...} counterparty=first path=");
    BOOST_TEST(answer("POST", "/in/first") == "404");
}

BOOST_AUTO_TEST_CASE(what_is_not_in_the_table_is_not_found) {
    for (const char* path :
         {"/", "/people", "/people/", "/people/7/", "/people//", "/people/7/cards", "/People/7", "/people/../payments"}) {
        BOOST_TEST(tests::failsWith(admit(request("GET", path)), Error::RouteNotFound), path);
    }
}

BOOST_AUTO_TEST_CASE(a_method_that_is_not_there_is_told_which_are) {
    const Request asked = request("PUT", "/people/7");
    BOOST_TEST(tests::failsWith(admit(asked), Error::MethodNotAllowed));
    BOOST_TEST((router.admit(asked).refusal->headers.find("Allow") == "DELETE, GET, HEAD, OPTIONS"));
    BOOST_TEST(tests::failsWith(admit(request("get", "/people/7")), Error::MethodNotAllowed));
    BOOST_TEST(tests::failsWith(admit(request("HEAD", "/payments")), Error::MethodNotAllowed));
}

BOOST_AUTO_TEST_CASE(head_goes_to_get_and_options_names_the_methods) {
    BOOST_TEST(answer("HEAD", "/people/7") == "GET /people/{person_id} person_id=7");
    const Admission one = router.admit(request("OPTIONS", "/payments"));
    BOOST_TEST(one.refusal->status == 204);
    BOOST_TEST((one.refusal->headers.find("Allow") == "OPTIONS, POST"));
    const Admission all = router.admit(request("OPTIONS", "*"));
    BOOST_TEST((all.refusal->headers.find("Allow") == "DELETE, GET, HEAD, OPTIONS, POST"));
    BOOST_TEST(router.admit(request("GET", "*")).refusal->status == 405);
}

BOOST_AUTO_TEST_CASE(a_write_needs_a_key_that_can_be_kept) {
    BOOST_TEST(admit(payment()).ok());
    BOOST_TEST(admit(payment())->body_bytes_max == 77U);
    Request head = payment();
    head.headers.set("Idempotency-Key", std::string(64, 'x'));
    BOOST_TEST(admit(head).ok());
    for (const std::string& bad : {std::string(), std::string(65, 'x'), std::string("a b"), std::string("卡")}) {
        head.headers.set("Idempotency-Key", bad);
        BOOST_TEST(tests::failsWith(admit(head), Error::IdempotencyKeyNotValid), bad);
    }
    Request none = request("POST", "/payments");
    BOOST_TEST(tests::failsWith(admit(none), Error::IdempotencyKeyMissing));
}

BOOST_AUTO_TEST_CASE(a_body_needs_a_length_and_the_right_type) {
    Request head = payment();
    head.headers.set("Content-Type", "text/json");
    BOOST_TEST(tests::failsWith(admit(head), Error::HttpContentTypeNotAccepted));
    head.headers.set("Content-Type", "APPLICATION/json ;x=y");
    BOOST_TEST(admit(head).ok());

    Request unknown = request("POST", "/payments");
    unknown.headers.add("Idempotency-Key", "a-1");
    BOOST_TEST(tests::failsWith(admit(unknown), Error::HttpLengthRequired));
    unknown.headers.add("Content-Length", "0");  // the endpoint will say what is missing
    BOOST_TEST(admit(unknown).ok());
    unknown.headers.set("Content-Length", "1");
    BOOST_TEST(tests::failsWith(admit(unknown), Error::HttpContentTypeNotAccepted));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace hub::api
