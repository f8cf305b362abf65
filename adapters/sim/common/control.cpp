#include "adapters/sim/common/control.h"

#include "hub/core/text.h"

namespace adapters::sim::common {

using hub::core::Error;
using hub::core::Exposure;
using hub::core::Failure;
using hub::core::JsonWriter;
using hub::core::Result;

namespace {

constexpr std::string_view kPrefix = "/_sim/";

struct ChargeNumber {
    static constexpr std::string_view kTypeName = "ChargeNumber";
    std::string number;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the bill");
    }
};

struct NewPatient {
    static constexpr std::string_view kTypeName = "NewPatient";
    Patient patient;
    std::string hospital_card;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("patient", self.patient, "the file");
        field("hospital_card", self.hospital_card, "number of a hospital card, empty for none");
    }
};

Caller by(std::string operation) { return {.operation = std::move(operation), .number = "", .operator_id = "SIM", .visible_from = {}}; }

std::string object(std::initializer_list<std::pair<std::string_view, std::string_view>> members) {
    JsonWriter out(Exposure::Revealed);
    out.beginObject();
    for (const auto& [name, value] : members) {
        out.key(name);
        out.string(value);
    }
    out.endObject();
    return out.text();
}

std::string chargeAsJson(const Charge& charge) {
    JsonWriter out(Exposure::Revealed);
    out.beginObject();
    out.key("number");
    out.string(charge.number);
    out.key("visit_number");
    out.string(charge.visit_number);
    out.key("total_fen");
    out.integer(charge.total.fen());
    out.endObject();
    return out.text();
}

/// Reads T from the body and hands it to `work`, which answers with JSON.
template <class T, class Work>
Result<std::string> with(const std::string& body, const Work& work) {
    const Result<T> input = hub::core::fromJson<T>(body);
    if (!input.ok()) return input.failure();
    return work(*input);
}

}  // namespace

std::string Control::ruleList() const {
    JsonWriter out(Exposure::Revealed);
    hub::core::json::write(out, faults_.rules());
    return out.text();
}

std::optional<HttpAnswer> Control::answer(const HttpRequest& request) {
    if (request.path.compare(0, kPrefix.size(), kPrefix) != 0) return std::nullopt;
    const Result<std::string> result = route(request);
    HttpAnswer answer{.status = 200, .content_type = "application/json"};
    if (result.ok()) {
        answer.body = *result;
    } else {
        answer.status = hub::core::errorInfo(result.failure().error()).http_status;
        answer.body = object({{"code", result.failure().code()}, {"message", result.failure().message(hub::core::Language::English)}});
    }
    return answer;
}

Result<std::string> Control::route(const HttpRequest& request) {
    const std::string path = request.path.substr(kPrefix.size());
    if (request.method == "GET" && path == "health") return object({{"simulator", name_}, {"state", "up"}});
    if (request.method == "GET" && path == "books") return books_.dump(request.query);
    if (request.method == "GET" && path == "faults") return ruleList();
    if (request.method == "DELETE" && path == "faults") {
        faults_.clear();
        return ruleList();
    }
    if (request.method == "POST") return post(path, request.body);
    return Failure(Error::SimNotFound, "control " + request.method + " " + hub::core::shapeOf(path));
}

Result<std::string> Control::post(const std::string& path, const std::string& body) {
    if (path == "faults") {
        return with<FaultRule>(body, [&](const FaultRule& rule) -> Result<std::string> {
            const Result<void> added = faults_.add(rule);
            if (!added.ok()) return added.failure();
            return ruleList();
        });
    }
    if (path == "patients") {
        return with<NewPatient>(body, [&](const NewPatient& input) -> Result<std::string> {
            std::vector<Card> cards;
            if (!input.hospital_card.empty()) cards.push_back({"00", input.hospital_card});
            const Result<Patient> created = books_.createPatient(by("front desk"), input.patient, cards);
            if (!created.ok()) return created.failure();
            return hub::core::toJson(*created, Exposure::Revealed);
        });
    }
    if (path == "charges") {
        return with<NewCharge>(body, [&](const NewCharge& input) -> Result<std::string> {
            const Result<Charge> raised = books_.raiseCharge(by("doctor"), input);
            if (!raised.ok()) return raised.failure();
            return chargeAsJson(*raised);
        });
    }
    if (path == "charges/cancel") {
        return with<ChargeNumber>(body, [&](const ChargeNumber& input) -> Result<std::string> {
            const Result<void> cancelled = books_.cancelCharge(by("doctor"), input.number);
            if (!cancelled.ok()) return cancelled.failure();
            return object({{"number", input.number}});
        });
    }
    if (path == "window-payments") {
        return with<WindowPayment>(body, [&](const WindowPayment& input) -> Result<std::string> {
            const Result<Settlement> paid = books_.payAtWindow(by("window"), input);
            if (!paid.ok()) return paid.failure();
            return object({{"settlement_number", paid->number}, {"receipt_number", paid->receipt_number}});
        });
    }
    if (path == "clinic-stops") {
        return with<ClinicStop>(body, [&](const ClinicStop& input) -> Result<std::string> {
            books_.stopClinic(input);
            return hub::core::toJson(input, Exposure::Revealed);
        });
    }
    if (path == "reports") {
        return with<Report>(body, [&](const Report& input) -> Result<std::string> {
            const Result<std::string> number = books_.publishReport(by("laboratory"), input);
            if (!number.ok()) return number.failure();
            return object({{"number", *number}});
        });
    }
    return Failure(Error::SimNotFound, "control POST " + hub::core::shapeOf(path));
}

}  // namespace adapters::sim::common
