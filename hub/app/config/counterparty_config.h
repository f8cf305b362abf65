#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/app/config/diagnostic.h"
#include "hub/app/config/hub_config.h"

/// What a file of config/hospitals or config/counterparties says: CONTRACT 1, 4, 6, 9 to 13 as keys. Ranges stand in the schemas.
namespace hub::app::config {

class Source;

/// `spec.settings`: what only the adapter understands.
class AdapterSettings {
  public:
    AdapterSettings() = default;

    /// As a JSON object, for contract::InstanceSettings. A secret is in it as {"secret": name}.
    const std::string& json() const { return json_; }

    /// The adapter's complaint about a JSON pointer, as a diagnostic at the place in the YAML; of what is not there, where it should be.
    Diagnostic complaint(std::string_view pointer, Wording what) const;

    friend bool operator==(const AdapterSettings& a, const AdapterSettings& b) { return a.json_ == b.json_; }

  private:
    friend class SettingsReader;

    std::string json_ = "{}";
    std::map<std::string, Place, std::less<>> places_;  // by pointer
    std::shared_ptr<const Source> source_;              // shared: the settings outlive the load that read the file
};

/// Calls a poller may make (CONTRACT 9).
struct PollingBudget {
    std::uint32_t calls_per_s = 10;
    std::uint32_t calls_per_device_per_s = 1;

    friend bool operator==(const PollingBudget&, const PollingBudget&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("calls_per_s", self.calls_per_s);
        field("calls_per_device_per_s", self.calls_per_device_per_s);
    }
};

enum class Acknowledgement { Original, Enhanced, AsAsked };
constexpr auto enumNames(Acknowledgement) {
    using Name = std::pair<Acknowledgement, std::string_view>;
    return std::array{Name{Acknowledgement::Original, "original"}, Name{Acknowledgement::Enhanced, "enhanced"},
                      Name{Acknowledgement::AsAsked, "as_asked"}};
}

enum class SameIdOtherBody { Accept, Reject };
constexpr auto enumNames(SameIdOtherBody) {
    using Name = std::pair<SameIdOtherBody, std::string_view>;
    return std::array{Name{SameIdOtherBody::Accept, "accept"}, Name{SameIdOtherBody::Reject, "reject"}};
}

enum class UnmappedType { Store, Reject };
constexpr auto enumNames(UnmappedType) {
    using Name = std::pair<UnmappedType, std::string_view>;
    return std::array{Name{UnmappedType::Store, "store"}, Name{UnmappedType::Reject, "reject"}};
}

/// MECHANISMS 6.
struct InboundPolicy {
    std::optional<std::uint16_t> port;  ///< when it is told apart from others by a listener of its own
    Acknowledgement ack = Acknowledgement::AsAsked;
    SameIdOtherBody same_id_other_body = SameIdOtherBody::Accept;
    UnmappedType unmapped_type = UnmappedType::Store;

    friend bool operator==(const InboundPolicy&, const InboundPolicy&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("port", self.port);
        field("ack", self.ack);
        field("same_id_other_body", self.same_id_other_body);
        field("unmapped_type", self.unmapped_type);
    }
};

/// CONTRACT 13.
enum class StatementForm { Full, File, PerPatient, None };
constexpr auto enumNames(StatementForm) {
    using Name = std::pair<StatementForm, std::string_view>;
    return std::array{Name{StatementForm::Full, "full"}, Name{StatementForm::File, "file"}, Name{StatementForm::PerPatient, "per_patient"},
                      Name{StatementForm::None, "none"}};
}

/// What every counterparty has.
struct CounterpartySpec {
    bool enabled = true;
    std::string adapter;
    std::string charset = "UTF-8";
    std::optional<std::string> version;
    AdapterSettings settings;
    CounterpartyLimits limits;  ///< of hub.yaml, where the file says nothing else
    PollingBudget polling;
    InboundPolicy inbound;
    StatementForm statement = StatementForm::None;

    friend bool operator==(const CounterpartySpec&, const CounterpartySpec&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("enabled", self.enabled);
        field("adapter", self.adapter);
        field("charset", self.charset);
        field("version", self.version);
        field("settings", self.settings);
        field("limits", self.limits);
        field("polling", self.polling);
        field("inbound", self.inbound);
        field("statement", self.statement);
    }
};

/// CONTRACT 6.
enum class InsuranceBy { His, MixedOrder, Hub };
constexpr auto enumNames(InsuranceBy) {
    using Name = std::pair<InsuranceBy, std::string_view>;
    return std::array{Name{InsuranceBy::His, "his"}, Name{InsuranceBy::MixedOrder, "mixed_order"}, Name{InsuranceBy::Hub, "hub"}};
}

/// CONTRACT 10: who counts what is left of a slot.
enum class SlotsBy { Hospital, Hub };
constexpr auto enumNames(SlotsBy) {
    using Name = std::pair<SlotsBy, std::string_view>;
    return std::array{Name{SlotsBy::Hospital, "hospital"}, Name{SlotsBy::Hub, "hub"}};
}

/// CONTRACT 11.
enum class FileChoice { LastVisit, Insured, Ask };
constexpr auto enumNames(FileChoice) {
    using Name = std::pair<FileChoice, std::string_view>;
    return std::array{Name{FileChoice::LastVisit, "last_visit"}, Name{FileChoice::Insured, "insured"}, Name{FileChoice::Ask, "ask"}};
}

/// CONTRACT 1: what may differ per campus.
struct Campus {
    std::string code;
    std::string name;
    std::optional<std::string> local_code;    ///< the hospital's own
    std::optional<std::string> insurer_code;  ///< the insurer's, of this campus
    std::optional<std::string> merchant;      ///< at the payment channels

    friend bool operator==(const Campus&, const Campus&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code);
        field("name", self.name);
        field("local_code", self.local_code);
        field("insurer_code", self.insurer_code);
        field("merchant", self.merchant);
    }
};

struct HospitalMetadata {
    std::string code;  ///< unique among all counterparties
    std::string name;
    std::optional<std::string> district;
    std::optional<std::string> level;

    friend bool operator==(const HospitalMetadata&, const HospitalMetadata&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code);
        field("name", self.name);
        field("district", self.district);
        field("level", self.level);
    }
};

struct HospitalSpec : CounterpartySpec {
    InsuranceBy insurance_by = InsuranceBy::His;
    std::optional<std::string> insurer;  ///< Hub: code of the counterparty that settles, whose institution this hospital is
    SlotsBy slots_by = SlotsBy::Hospital;
    FileChoice file_choice = FileChoice::LastVisit;
    std::vector<Campus> campuses;

    friend bool operator==(const HospitalSpec&, const HospitalSpec&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        CounterpartySpec::describe(field, self);
        field("insurance_by", self.insurance_by);
        field("insurer", self.insurer);
        field("slots_by", self.slots_by);
        field("file_choice", self.file_choice);
        field("campuses", self.campuses);
    }
};

struct HospitalConfig {
    HospitalMetadata metadata;
    HospitalSpec spec;

    friend bool operator==(const HospitalConfig&, const HospitalConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("metadata", self.metadata);
        field("spec", self.spec);
    }
};

enum class Role { Insurer, Channel, Bank, Receipt, Identity };
constexpr auto enumNames(Role) {
    using Name = std::pair<Role, std::string_view>;
    return std::array{Name{Role::Insurer, "insurer"}, Name{Role::Channel, "channel"}, Name{Role::Bank, "bank"},
                      Name{Role::Receipt, "receipt"}, Name{Role::Identity, "identity"}};
}

struct CounterpartyMetadata {
    std::string code;  ///< unique among all counterparties
    std::string name;
    Role role = Role::Channel;

    friend bool operator==(const CounterpartyMetadata&, const CounterpartyMetadata&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code);
        field("name", self.name);
        field("role", self.role);
    }
};

/// CONTRACT 6: whose money it is that a channel collects.
enum class Settles { ViaHub, Direct };
constexpr auto enumNames(Settles) {
    using Name = std::pair<Settles, std::string_view>;
    return std::array{Name{Settles::ViaHub, "via_hub"}, Name{Settles::Direct, "direct"}};
}

struct OtherSpec : CounterpartySpec {
    std::optional<std::string> merchant;  ///< our account at a channel or bank, as the ledger names it
    Settles settles = Settles::ViaHub;
    bool fund_includes_account = false;  ///< of an insurer: fund_pay_sumamt has acct_pay in it (domain.md 1.3)

    friend bool operator==(const OtherSpec&, const OtherSpec&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        CounterpartySpec::describe(field, self);
        field("merchant", self.merchant);
        field("settles", self.settles);
        field("fund_includes_account", self.fund_includes_account);
    }
};

/// Any counterparty that is not a hospital.
struct CounterpartyConfig {
    CounterpartyMetadata metadata;
    OtherSpec spec;

    friend bool operator==(const CounterpartyConfig&, const CounterpartyConfig&) = default;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("metadata", self.metadata);
        field("spec", self.spec);
    }
};

}  // namespace hub::app::config
