#include "tests/flows/rest_region.h"

#include <algorithm>
#include <future>
#include <memory>

#include "tests/support/problems.h"

namespace tests {

using namespace hub;

namespace {

class PromisedPort final : public api::ReplyPort {
  public:
    explicit PromisedPort(std::shared_ptr<std::promise<RestAnswer>> answer) : answer_(std::move(answer)) {}
    void answer(api::Response response) override { answer_->set_value({response.status, std::move(response.body)}); }
    std::shared_ptr<api::StreamPort> stream() override { return nullptr; }

  private:
    std::shared_ptr<std::promise<RestAnswer>> answer_;  // shared: the test waits for it
};

/// "?hospital=H1&day=2030-01-02" of a path, nothing encoded.
api::Parameters queryOf(std::string_view path) {
    api::Parameters query;
    std::size_t at = path.find('?');
    while (at != std::string_view::npos) {
        path.remove_prefix(at + 1);
        at = path.find('&');
        const std::string_view pair = path.substr(0, at);
        const std::size_t equals = pair.find('=');
        query.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    return query;
}

}  // namespace

std::string RestAnswer::at(std::string_view place) const {
    const auto document = core::JsonDocument::parse(body);
    BOOST_REQUIRE_MESSAGE(document.ok(), body);
    core::JsonValue value = document->root();
    while (!place.empty()) {
        const std::string_view step = place.substr(0, place.find('.'));
        place.remove_prefix(std::min(step.size() + 1, place.size()));
        if (value.isArray()) {
            BOOST_REQUIRE_MESSAGE(std::stoul(std::string(step)) < value.size(), body);
            value = value.at(std::stoul(std::string(step)));
        } else {
            const auto member = value.member(step);
            BOOST_REQUIRE_MESSAGE(member.has_value(), body);
            value = *member;
        }
    }
    if (const auto text = value.string()) return std::string(*text);
    if (const auto number = value.integer()) return std::to_string(*number);
    return value.isArray() ? std::to_string(value.size()) : "";
}

core::Result<RestAnswer> RestAnswer::result() const { return status < 400 ? core::Result<RestAnswer>(*this) : failureIn(body); }

vault::Signer newSigner(const FileTree& tree) {
    BOOST_REQUIRE(vault::Signer::create(tree.path() / "keys").ok());
    auto signer = vault::Signer::open(tree.path() / "keys");
    BOOST_REQUIRE(signer.ok());
    return *std::move(signer);
}

std::string RestRegion::tokenFor(const std::string& code, access::ClientKind kind, access::Role role, const std::string& hospital) {
    std::string text;
    BOOST_REQUIRE(
        unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
            const auto added = storage->access().addClient(transaction, {code, kind, hospital, access::ClientState::Active, clock.utc()});
            if (!added.ok()) return added.failure();
            const auto issued = tokens.createToken(transaction, code, role);
            if (!issued.ok()) return issued.failure();
            text = issued->text.reveal();
            return flows::Next{};
        }).ok());
    return text;
}

RestAnswer RestRegion::call(const std::string& method, const std::string& path, const std::string& token, const std::string& json,
                            const Fields& fields) {
    return callOn(router, method, path, token, json, fields);
}

RestAnswer RestRegion::callOn(api::Router& routes, const std::string& method, const std::string& path, const std::string& token,
                              const std::string& json, const Fields& fields) {
    api::Request request;
    request.method = method;
    request.path = path.substr(0, path.find('?'));
    request.query = queryOf(path);
    if (!token.empty()) request.headers.add("Authorization", "Bearer " + token);
    if (!json.empty()) {
        request.headers.add("Content-Type", "application/json");
        request.headers.add("Content-Length", std::to_string(json.size()));
    }
    for (const auto& [name, value] : fields) request.headers.add(name, value);
    if (method == "POST" && !request.headers.find("Idempotency-Key"))
        request.headers.add("Idempotency-Key", "key-" + std::to_string(++keys));
    request.body = core::Sensitive<std::string>(json);
    request.peer.address = "127.0.0.1";
    request.trace = ids.next<api::TraceId>();
    const api::Admission admission = routes.admit(request);
    if (admission.refusal) return {admission.refusal->status, admission.refusal->body};
    const auto promise = std::make_shared<std::promise<RestAnswer>>();
    auto answer = promise->get_future();
    const api::TraceId trace = request.trace;
    routes.handle(std::move(request),
                  api::Reply(std::make_unique<PromisedPort>(promise), std::make_shared<api::Departure>(), core::Language::Chinese, trace));
    return answer.get();
}

std::string RestRegion::registered(const std::string& name, const std::string& certificate) {
    clock.pass(core::Duration(1));  // who registered first goes on in a merge
    const RestAnswer answer = call("POST", "/api/v1/people", entrance,
                                   R"({"person":{"name":")" + name + R"(","sex":"male","certificate":{"kind":"resident_id","number":")" +
                                       certificate + R"("},"phone":"13900000001"}})");
    BOOST_REQUIRE_MESSAGE(answer.status == 201, answer.body);
    return "/api/v1/people/" + answer.at("person_id");
}

std::string RestRegion::verified(const std::string& who) {
    BOOST_REQUIRE(call("POST", who + "/identity-check", h2, {}, doctor).at("state") == "verified");
    return exchanged(who);
}

void RestRegion::opened(const std::string& who, const std::string& hospital, const std::string& local_patient) {
    const auto id = identity::PersonId::parse(who.substr(who.rfind('/') + 1));
    BOOST_REQUIRE(id.ok());
    BOOST_REQUIRE(
        unit([&](core::Transaction& transaction) -> core::Result<flows::Next> {
            const auto somebody = storage->identity().findPerson(transaction, *id);
            if (!somebody.ok()) return somebody.failure();
            const contract::HospitalFile told{core::Sensitive(core::CardNumber{local_patient}), somebody->details, {}, std::nullopt};
            return files.take(transaction, *somebody, hospital, told, "test");
        }).ok());
}

}  // namespace tests
