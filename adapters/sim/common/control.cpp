#include "adapters/sim/common/control.h"

namespace adapters::sim::common {

using hub::core::Exposure;
using hub::core::JsonWriter;
using hub::core::Result;

namespace {

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

}  // namespace

Control::Control(std::string name, Books& books, Faults& faults)
    : name_(std::move(name)),
      books_(books),
      door_(faults, [this](const HttpRequest& request, const std::string& path) { return route(request, path); }) {}

Result<std::string> Control::route(const HttpRequest& request, const std::string& path) {
    if (request.method == "GET" && path == "health") return jsonObject({{"simulator", name_}, {"state", "up"}});
    if (request.method == "GET" && path == "books") return books_.dump(request.query);
    if (request.method == "POST") return post(request, path);
    return noSuchPath(request, path);
}

Result<std::string> Control::post(const HttpRequest& request, const std::string& path) {
    const std::string& body = request.body;
    if (path == "patients") {
        return withInput<NewPatient>(body, [&](const NewPatient& input) -> Result<std::string> {
            std::vector<Card> cards;
            if (!input.hospital_card.empty()) cards.push_back({"00", input.hospital_card});
            const Result<Patient> created = books_.createPatient(by("front desk"), input.patient, cards);
            if (!created.ok()) return created.failure();
            return hub::core::toJson(*created, Exposure::Revealed);
        });
    }
    if (path == "charges") {
        return withInput<NewCharge>(body, [&](const NewCharge& input) -> Result<std::string> {
            const Result<Charge> raised = books_.raiseCharge(by("doctor"), input);
            if (!raised.ok()) return raised.failure();
            return chargeAsJson(*raised);
        });
    }
    if (path == "charges/cancel") {
        return withInput<ChargeNumber>(body, [&](const ChargeNumber& input) -> Result<std::string> {
            const Result<void> cancelled = books_.cancelCharge(by("doctor"), input.number);
            if (!cancelled.ok()) return cancelled.failure();
            return jsonObject({{"number", input.number}});
        });
    }
    if (path == "window-payments") {
        return withInput<WindowPayment>(body, [&](const WindowPayment& input) -> Result<std::string> {
            const Result<Settlement> paid = books_.payAtWindow(by("window"), input);
            if (!paid.ok()) return paid.failure();
            return jsonObject({{"settlement_number", paid->number}, {"receipt_number", paid->receipt_number}});
        });
    }
    if (path == "clinic-stops") {
        return withInput<ClinicStop>(body, [&](const ClinicStop& input) -> Result<std::string> {
            books_.stopClinic(input);
            return hub::core::toJson(input, Exposure::Revealed);
        });
    }
    if (path == "reports") {
        return withInput<Report>(body, [&](const Report& input) -> Result<std::string> {
            const Result<std::string> number = books_.publishReport(by("laboratory"), input);
            if (!number.ok()) return number.failure();
            return jsonObject({{"number", *number}});
        });
    }
    return noSuchPath(request, path);
}

}  // namespace adapters::sim::common
