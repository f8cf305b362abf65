// The values below were worked out with openssl, which is nobody's code here:
//     printf '%s%s' "$text" "$secret" | openssl dgst -sha256 -binary | openssl base64
#include "adapters/ehealth_card/signature.h"

#include <boost/test/unit_test.hpp>

namespace {

using adapters::ehealth_card::Members;
using adapters::ehealth_card::signOf;

const hub::core::Sensitive<std::string> kSecret("synthetic-app-secret-0001");

// text:
// address=示例市一号&appToken=token-1&birthday=1990-01-01&channelNum=0&gender=女&hospitalId=H0001&idNumber=370202199001010028&idType=01
//       &name=示例甲&phone1=13800000001&requestId=01JGYH8M0000000000000000A1000000&timestamp=1893547800
const Members kCommon{{"appToken", "token-1"},
                      {"requestId", "01JGYH8M0000000000000000A1000000"},
                      {"hospitalId", "H0001"},
                      {"timestamp", "1893547800"},
                      {"channelNum", "0"}};
const Members kCard{{"name", "示例甲"},         {"gender", "女"},         {"nation", ""},
                    {"birthday", "1990-01-01"}, {"idType", "01"},         {"idNumber", "370202199001010028"},
                    {"phone1", "13800000001"},  {"address", "示例市一号"}};
constexpr std::string_view kSignOfCard = "ZZt6Wzq1jhHj184EchJqzdGRNeyEmKREQ5ByHEZgLN8=";

}  // namespace

BOOST_AUTO_TEST_CASE(a_request_is_signed_as_worked_out_by_hand) {
    BOOST_TEST(signOf(kCommon, kCard, kSecret) == kSignOfCard);

    // text: appId=app0001&channelNum=0&hospitalId=H0001&requestId=0123456789abcdef0123456789abcdef&timestamp=1893547800
    const Members common{{"appToken", ""},
                         {"requestId", "0123456789abcdef0123456789abcdef"},
                         {"hospitalId", "H0001"},
                         {"timestamp", "1893547800"},
                         {"channelNum", "0"}};
    BOOST_TEST(signOf(common, {{"appId", "app0001"}}, kSecret) == "Hp4/f/cP5l94uBHkL1dY9a19AYcg9XMoc5Z+CQnJccs=");
}

BOOST_AUTO_TEST_CASE(the_order_of_members_and_empty_ones_do_not_change_the_sign_and_anything_else_does) {
    Members turned(kCard.rbegin(), kCard.rend());
    BOOST_TEST(signOf(kCommon, turned, kSecret) == kSignOfCard);
    turned.emplace_back("abc", "");
    BOOST_TEST(signOf(kCommon, turned, kSecret) == kSignOfCard);
    turned.back().second = "0";
    BOOST_TEST(signOf(kCommon, turned, kSecret) != kSignOfCard);
    BOOST_TEST(signOf(kCommon, kCard, hub::core::Sensitive<std::string>("synthetic-app-secret-0002")) != kSignOfCard);
}
