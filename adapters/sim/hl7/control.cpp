#include "adapters/sim/hl7/control.h"

namespace adapters::sim::hl7 {

using common::HttpAnswer;
using common::HttpRequest;
using common::jsonObject;
using common::withInput;
using hub::core::Exposure;
using hub::core::JsonWriter;
using hub::core::Result;

namespace {

struct ChangedCharge {
    static constexpr std::string_view kTypeName = "ChangedCharge";
    std::string number;
    std::vector<ChargeLine> lines;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("number", self.number, "the charge");
        field("lines", self.lines, "all its lines from now on");
    }
};

struct WindowPayment {
    static constexpr std::string_view kTypeName = "Hl7WindowPayment";
    std::vector<std::string> charge_numbers;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charge_numbers", self.charge_numbers, "what somebody pays");
    }
};

struct WantedRefund {
    static constexpr std::string_view kTypeName = "WantedRefund";
    std::string charge;
    std::vector<std::string> lines;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("charge", self.charge, "number of a paid charge");
        field("lines", self.lines, "keys of its lines; none: all that are left");
    }
};

struct Merge {
    static constexpr std::string_view kTypeName = "Merge";
    std::int64_t stays = 0;
    std::int64_t goes = 0;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("stays", self.stays, "id of the file that stays");
        field("goes", self.goes, "id of the file that goes into it");
    }
};

std::string patientJson(const Patient& patient) {
    JsonWriter out(Exposure::Revealed);
    out.beginObject();
    out.key("id");
    out.integer(patient.id);
    out.key("local_number");
    out.string(patient.localNumber());
    out.endObject();
    return out.text();
}

Result<std::string> chargeJson(const Result<Charge>& charge) {
    if (!charge.ok()) return charge.failure();
    JsonWriter out(Exposure::Revealed);
    out.beginObject();
    out.key("number");
    out.string(charge->number());
    out.key("visit_number");
    out.string(charge->visit_number);
    out.key("total_fen");
    out.integer(charge->total().fen());
    out.key("lines");
    out.beginArray();
    for (const BilledLine& line : charge->lines) out.string(line.key);
    out.endArray();
    out.endObject();
    return out.text();
}

std::string countJson(std::string_view name, std::int64_t count) {
    JsonWriter out(Exposure::Revealed);
    out.beginObject();
    out.key(name);
    out.integer(count);
    out.endObject();
    return out.text();
}

}  // namespace

HospitalControl::HospitalControl(Hospital& hospital, Sender& sender, common::Faults& faults)
    : hospital_(hospital),
      sender_(sender),
      door_(faults, [this](const HttpRequest& request, const std::string& path) { return route(request, path); }) {}

HttpAnswer HospitalControl::answer(const HttpRequest& request) {
    return door_.answer(request).value_or(HttpAnswer{.status = 404, .body = "this hospital speaks MLLP; HTTP has only /_sim/"});
}

Result<std::string> HospitalControl::route(const HttpRequest& request, const std::string& path) {
    if (request.method == "GET" && path == "health") return jsonObject({{"simulator", "hl7"}, {"state", "up"}});
    if (request.method == "GET" && path == "books") return hospital_.dump(request.query);
    if (request.method == "POST") return post(request, path);
    return common::noSuchPath(request, path);
}

Result<std::string> HospitalControl::post(const HttpRequest& request, const std::string& path) {
    const std::string& body = request.body;
    if (path == "hub") {
        return withInput<HubAddress>(body, [&](const HubAddress& hub) -> Result<std::string> {
            if (hub.port < 1 || hub.port > 65'535) return hub::core::Failure(hub::core::Error::SimNotValid, "port is 1 to 65535");
            sender_.setHub(hub);
            return hub::core::toJson(hub, Exposure::Revealed);
        });
    }
    if (path == "patients") {
        return withInput<Patient>(body, [&](const Patient& input) -> Result<std::string> {
            const Result<Patient> added = hospital_.addPatient(input);
            if (!added.ok()) return added.failure();
            return patientJson(*added);
        });
    }
    if (path == "patients/merge") {
        return withInput<Merge>(body, [&](const Merge& input) -> Result<std::string> {
            const Result<void> merged = hospital_.merge(input.stays, input.goes);
            if (!merged.ok()) return merged.failure();
            return countJson("stays", input.stays);
        });
    }
    if (path == "clinic-stops") {
        return withInput<common::ClinicStop>(body, [&](const common::ClinicStop& input) -> Result<std::string> {
            const Result<std::size_t> stopped = hospital_.stopClinic(input);
            if (!stopped.ok()) return stopped.failure();
            return countJson("bookings", static_cast<std::int64_t>(*stopped));
        });
    }
    if (path == "reports") {
        return withInput<common::Report>(body, [&](const common::Report& input) -> Result<std::string> {
            const Result<std::string> number = hospital_.publish(input);
            if (!number.ok()) return number.failure();
            return jsonObject({{"number", *number}});
        });
    }
    return postMoney(request, path);
}

Result<std::string> HospitalControl::postMoney(const HttpRequest& request, const std::string& path) {
    const std::string& body = request.body;
    if (path == "charges")
        return withInput<NewCharge>(body, [&](const NewCharge& input) { return chargeJson(hospital_.addCharge(input)); });
    if (path == "charges/change")
        return withInput<ChangedCharge>(
            body, [&](const ChangedCharge& input) { return chargeJson(hospital_.changeCharge(input.number, input.lines)); });
    if (path == "charges/cancel")
        return withInput<common::ChargeNumber>(
            body, [&](const common::ChargeNumber& input) { return chargeJson(hospital_.cancelCharge(input.number)); });
    if (path == "window-payments") {
        return withInput<WindowPayment>(body, [&](const WindowPayment& input) -> Result<std::string> {
            for (const std::string& number : input.charge_numbers) {
                const Result<void> paid = hospital_.payAtWindow(number);
                if (!paid.ok()) return paid.failure();
            }
            return countJson("charges", static_cast<std::int64_t>(input.charge_numbers.size()));
        });
    }
    if (path == "refund-requests") {
        return withInput<WantedRefund>(body, [&](const WantedRefund& input) -> Result<std::string> {
            const Result<RefundRequest> wanted = hospital_.requestRefund(input.charge, input.lines);
            if (!wanted.ok()) return wanted.failure();
            JsonWriter out(Exposure::Revealed);
            out.beginObject();
            out.key("number");
            out.string(wanted->number());
            out.key("amount_fen");
            out.integer(wanted->amount().fen());
            out.endObject();
            return out.text();
        });
    }
    return common::noSuchPath(request, path);
}

}  // namespace adapters::sim::hl7
