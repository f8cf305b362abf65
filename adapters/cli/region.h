#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "adapters/cli/child_process.h"
#include "hub/core/describe.h"
#include "hub/core/result.h"

namespace adapters::cli {

/// What a simulated region is made of.
struct RegionPlan {
    std::filesystem::path out;     ///< made when it is not there: config/, sims/, region.json
    std::int32_t soap = 10;        ///< hospitals with one SOAP method, 0 to 99
    std::int32_t gb18030 = 5;      ///< of them in GB18030
    std::int32_t hl7 = 10;         ///< hospitals that speak HL7 v2 over MLLP, 0 to 99
    std::int32_t hl7_gb18030 = 2;  ///< of them in GB18030
    std::uint64_t seed = 1;
    std::uint16_t hub_port = 0;                  ///< of the hub's HTTP front; 0: a free one
    std::uint16_t mllp_port = 0;                 ///< of the hub's MLLP listener; 0: a free one
    std::int32_t calls_per_s = 200;              ///< that a hospital can bear; the channel five times as many
    std::string http_settings;                   ///< more of `http` in hub.yaml: ", peer: {…}"
    std::string hub_settings;                    ///< more lines of hub.yaml
    std::int32_t notify_again_per_mille = 1000;  ///< of the channel's own distances between the repeats of a notification
};

struct SimulatedHospital {
    static constexpr std::string_view kTypeName = "SimulatedHospital";
    std::string code;
    std::string protocol;  ///< "soap_xml" or "hl7_mllp"
    std::string charset;
    std::int32_t control_port = 0;  ///< of its side door
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "code of the hospital");
        field("protocol", self.protocol, "adapter it is reached by");
        field("charset", self.charset, "its charset");
        field("control_port", self.control_port, "port of its side door");
    }
};

/// DIR/region.json: how to reach what was started.
struct RegionFile {
    static constexpr std::string_view kTypeName = "RegionFile";
    std::vector<SimulatedHospital> hospitals;
    std::string channel;
    std::int32_t channel_port = 0;
    std::string ehealth_card;
    std::int32_t ehealth_card_port = 0;
    std::int32_t hub_port = 0;
    std::int32_t mllp_port = 0;
    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("hospitals", self.hospitals, "the simulated hospitals");
        field("channel", self.channel, "code of the payment channel");
        field("channel_port", self.channel_port, "port of its side door");
        field("ehealth_card", self.ehealth_card, "code of the platform of e-health cards and vouchers");
        field("ehealth_card_port", self.ehealth_card_port, "port of its side door");
        field("hub_port", self.hub_port, "port that the hub is configured to listen on");
        field("mllp_port", self.mllp_port, "port that the hub's HL7 adapter is configured to listen on");
    }
};

/// Simulators of a region, each a process of its own, with the configuration that points a hub at them.
class Region {
  public:
    /// Also: ChildNotReady, RegionNotWritable.
    static hub::core::Result<std::unique_ptr<Region>> up(const RegionPlan& plan);

    const RegionFile& file() const { return file_; }

  private:
    explicit Region(RegionPlan plan) : plan_(std::move(plan)) {}
    hub::core::Result<void> addSoapHospital(std::int32_t number);
    hub::core::Result<void> addHl7Hospital(std::int32_t number);
    /// Starts `onecard sim run KIND` on its settings in `folder`; the first line it says.
    hub::core::Result<std::string> start(const std::string& kind, const std::filesystem::path& folder, const std::string& settings);
    hub::core::Result<void> addChannel();
    /// Knows the people of the hospitals there are so far.
    hub::core::Result<void> addEhealthCard();
    hub::core::Result<void> writeHub();

    const RegionPlan plan_;
    RegionFile file_;
    std::vector<std::unique_ptr<ChildProcess>> children_;
};

}  // namespace adapters::cli
