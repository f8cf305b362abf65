#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/sim/ehealth_card/simulator.h"
#include "tests/adapters/sim_support/door.h"
#include "tests/support/raw_http.h"

/// What the tests of the platform share: a running simulator on a clock of its own with four people, and an application that signs.
namespace tests::ehealth_card {

namespace common = adapters::sim::common;
namespace sim = adapters::sim::ehealth_card;
using tests::sim::member;

std::string dataFile(const std::string& name);  ///< of tests/data/sim_ehealth_card

/// But for the folder.
sim::EhealthCardSettings goodSettings();

using Texts = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// {"name":"text",…}
std::string object(Texts members);

inline constexpr std::string_view kLi = "379999198003039031";       // 李玕, 男, 1980-03-03, 13900000003
inline constexpr std::string_view kWang = "379999198104049044";     // 王珅, 女
inline constexpr std::string_view kUnknown = "379999198205059057";  // 测试丙, 未知, no phone

class Bench : public tests::sim::Door {
  public:
    Bench();

    RawAnswer post(std::string_view path, std::string_view body);

    /// The body of a signed request with the next requestId. Without a token of its own it brings one that is good.
    std::string request(std::string_view req, std::optional<std::string> token = {});
    /// Its answer.
    std::string call(std::string_view method, std::string_view req, std::optional<std::string> token = {});
    /// resultCode of it.
    std::string codeOf(std::string_view method, std::string_view req, std::optional<std::string> token = {});
    std::string newToken();

    std::string registration(std::string_view name, std::string_view number) const;
    /// healthCardId of the card that 李玕 has now.
    std::string cardOfLi();
    /// What the phone shows, by the side door.
    std::string shown(std::string_view number, std::string_view kind);
    std::string byCode(std::string_view code);
    std::string dynamicCode(std::string_view health_card_id, std::string_view number);

    std::string voucherRequest(std::string_view ec_qr_code, std::string_view business_type = "01101") const;
    std::string decode(std::string_view ec_qr_code);

    std::unique_ptr<sim::EhealthCardSimulator> simulator;

  private:
    int requests_ = 0;
};

}  // namespace tests::ehealth_card
