#pragma once

#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/kit/mapping/merge_patch.h"
#include "adapters/kit/settings.h"

namespace adapters::soap_xml {

enum class SoapVersion { V11, V12 };
constexpr auto enumNames(SoapVersion) {
    using Name = std::pair<SoapVersion, std::string_view>;
    return std::array{Name{SoapVersion::V11, "1.1"}, Name{SoapVersion::V12, "1.2"}};
}

/// How the request document stands inside the SOAP argument. Answers are read in any form.
enum class Inner { Cdata, Escaped };
constexpr auto enumNames(Inner) {
    using Name = std::pair<Inner, std::string_view>;
    return std::array{Name{Inner::Cdata, "cdata"}, Name{Inner::Escaped, "escaped"}};
}

/// What is sent as card number where the interface wants one beside the patient's number.
enum class CardNumberSent { LeftEmpty, LookedUp };
constexpr auto enumNames(CardNumberSent) {
    using Name = std::pair<CardNumberSent, std::string_view>;
    return std::array{Name{CardNumberSent::LeftEmpty, "left_empty"}, Name{CardNumberSent::LookedUp, "looked_up"}};
}

struct SoapNames {
    static constexpr std::string_view kTypeName = "SoapNames";
    std::optional<SoapVersion> version = SoapVersion::V11;
    std::optional<std::string> method = "Invoke";
    std::optional<std::string> argument = "strXml";
    std::optional<std::string> xml_namespace = "http://tempuri.org/";
    std::optional<std::string> action = "http://tempuri.org/Invoke";
    std::optional<Inner> inner = Inner::Cdata;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("version", self.version, "SOAP version; 1.1 when left out");
        field("method", self.method, "name of the one method; Invoke when left out");
        field("argument", self.argument, "name of its one argument; strXml when left out");
        field("namespace", self.xml_namespace, "XML namespace of the method; http://tempuri.org/ when left out");
        field("action", self.action, "SOAPAction; http://tempuri.org/Invoke when left out");
        field("inner", self.inner, "how the request stands in the argument; cdata when left out");
    }
    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

struct Tls {
    static constexpr std::string_view kTypeName = "Tls";
    std::string authority_file;
    std::optional<std::string> certificate_file;
    std::optional<std::string> key_file;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("authority_file", self.authority_file, "PEM file of the authority that signed the hospital's certificate");
        field("certificate_file", self.certificate_file, "PEM file of our certificate, when the hospital wants one");
        field("key_file", self.key_file, "PEM file of its key");
    }
};

/// `spec.settings` of a hospital with one SOAP method and four-digit transaction codes. settings.schema.json is made from it.
struct Settings {
    static constexpr std::string_view kTypeName = "SoapXmlSettings";
    std::string endpoint;
    std::optional<Tls> tls;
    std::optional<SoapNames> soap = SoapNames{};
    kit::Secret auth_key;
    std::string user;
    std::string hospital_id;
    std::vector<std::string> devices;
    std::string pay_type;
    std::optional<CardNumberSent> card_number = CardNumberSent::LeftEmpty;
    std::optional<bool> cash_contains_account = false;
    std::optional<std::int32_t> days_ahead = 60;
    std::optional<std::int32_t> days_back = 90;
    std::optional<hub::core::Duration> answer_within = std::chrono::seconds(10);
    std::optional<hub::core::Duration> connect_within = std::chrono::seconds(3);
    std::optional<std::int32_t> answer_mib_max = 4;
    std::optional<std::vector<std::string>> not_offered = std::vector<std::string>{};
    std::optional<kit::mapping::MergePatch> success = kit::mapping::MergePatch{};
    std::optional<kit::mapping::MergePatch> code_maps = kit::mapping::MergePatch{};
    std::optional<kit::mapping::MergePatch> calls = kit::mapping::MergePatch{};

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("endpoint", self.endpoint, "URL of the service: https://host:port/path");
        field("tls", self.tls, "certificates of an https endpoint");
        field("soap", self.soap, "names around the request");
        field("auth_key", self.auth_key, "AuthKey, as {secret: name}");
        field("user", self.user, "UserID agreed with the hospital");
        field("hospital_id", self.hospital_id, "HospitalID agreed with the hospital");
        field("devices", self.devices, "DeviceIDs of the hub, at most 8 characters each: one for each call at the same time");
        field("pay_type", self.pay_type, "PayType agreed for what the hub pays");
        field("card_number", self.card_number, "CardNum beside a patient's number: left_empty, or looked_up with one more call");
        field("cash_contains_account", self.cash_contains_account, "in 3003 Charges contains InsurAccount; false when left out");
        field("days_ahead", self.days_ahead, "how far ahead bookings are looked for, 1 to 365; 60 when left out");
        field("days_back", self.days_back, "how far back payments and reports are looked for, 1 to 3650; 90 when left out");
        field("answer_within", self.answer_within, "how long one call may take, 50ms to 5m; 10s when left out");
        field("connect_within", self.connect_within, "how long connecting may take, 50ms to 1m; 3s when left out");
        field("answer_mib_max", self.answer_mib_max, "largest answer in MiB, 1 to 64; 4 when left out");
        field("not_offered", self.not_offered, "operations that this hospital does not have");
        field("success", self.success, "laid over the dialect's success");
        field("code_maps", self.code_maps, "laid over the dialect's code maps");
        field("calls", self.calls, "laid over the dialect's calls");
    }
    void check(const std::string& pointer, kit::SettingsProblems& problems) const;
};

/// The draft-07 schema of Settings, in which the three parts laid over the dialect may hold any mapping.
std::string settingsSchema();

}  // namespace adapters::soap_xml
