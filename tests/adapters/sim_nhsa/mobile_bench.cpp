#include "tests/adapters/sim_nhsa/mobile_bench.h"

#include <fmt/format.h>

#include <boost/test/unit_test.hpp>

#include "adapters/sim/nhsa/seal.h"

namespace tests::nhsa {

std::string_view nameOf(std::string_view certno) { return certno == kZhao ? "赵玕" : certno == kQian ? "钱珅" : "孙珏"; }

std::string MobileBench::mobileRequest(std::string_view data, const Change& change) {
    const std::string timestamp = std::to_string(clock.utc().ms);
    const std::string& app_id = settings.mobile.app_id;
    std::string body;
    if (settings.sm.on) {
        const auto document = sim::parsedWithTexts(data);
        BOOST_REQUIRE(document.ok());
        const std::string text = fmt::format("appId={}&data={}&encType=SM4&signType=SM2&timestamp={}&version=2.0.1&key={}", app_id,
                                             sim::canonical(document->root()), timestamp, settings.mobile.app_secret);
        const auto key = sim::Sm2Key::fromPrivatePem(dataFile("keys/hospital_private.pem"), "key");
        const std::string sealed = sim::upperHex(sim::sm4Sealed(sim::mobileKey(app_id, settings.mobile.app_secret), data));
        body = object({{"appId", app_id},
                       {"version", "2.0.1"},
                       {"timestamp", timestamp},
                       {"encType", "SM4"},
                       {"signType", "SM2"},
                       {"signData", key->sign(text)},
                       {"encData", sealed},
                       {"extra", ""}});
    } else {
        body = object({{"appId", app_id},
                       {"version", "2.0.1"},
                       {"timestamp", timestamp},
                       {"encType", "plain"},
                       {"signType", "plain"},
                       {"signData", ""},
                       {"extra", ""}});
        body.back() = ',';
        body += "\"data\":" + std::string(data) + "}";
    }
    if (change) change(body);
    return body;
}

RawAnswer MobileBench::postMobile(std::string_view method, std::string_view data, const Change& change) {
    return post(fmt::format("/org/local/api/hos/{}", method), mobileRequest(data, change));
}

Said MobileBench::tell(std::string_view method, std::string_view data, const Change& change) {
    const RawAnswer answer = postMobile(method, data, change);
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.status << " " << answer.body);
    Said said{member(answer.body, "code"), member(answer.body, "data"), answer.body, {}};
    if (!settings.sm.on) return said;
    const std::string sealed = member(answer.body, "encData");
    std::string signed_data;
    if (sealed != "(absent)") {
        said.output = sim::sm4Opened(sim::mobileKey(settings.mobile.app_id, settings.mobile.app_secret), *sim::fromUpperHex(sealed))
                          .value_or("(sealed)");
        signed_data = "&data=" + sim::canonical(sim::parsedWithTexts(said.output)->root());
    }
    std::string text = fmt::format("appId={}&code={}{}&encType=SM4", settings.mobile.app_id, said.code, signed_data);
    text += fmt::format("&message={}&signType=SM2&timestamp={}&key={}", member(answer.body, "message"), member(answer.body, "timestamp"),
                        settings.mobile.app_secret);
    const auto key = sim::Sm2Key::fromPublicPem(dataFile("keys/insurer_public.pem"), "key");
    BOOST_TEST(key->verify(text, member(answer.body, "signData")), method);
    return said;
}

std::string MobileBench::uploadData(std::string_view certno, std::string_view med_org_ord, std::string_view total,
                                    const std::vector<TestLine>& lines) {
    std::string list;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (!list.empty()) list += ',';
        list += object({{"feedetlSn", fmt::format("{}-{}", med_org_ord, i)},
                        {"rxno", ""},
                        {"feeOcurTime", "2030-01-02 09:10:00"},
                        {"medListCodg", lines[i].item},
                        {"medinsListCodg", "H-1"},
                        {"detItemFeeSumamt", lines[i].amount},
                        {"cnt", lines[i].count},
                        {"pric", lines[i].price},
                        {"bilgDeptCodg", "A03"},
                        {"bilgDeptName", "测试内科"},
                        {"bilgDrCodg", "D379900000001"},
                        {"bilgDrName", "测试医师"}});
    }
    const std::string diagnosis = object({{"diagType", "1"},
                                          {"diagSrtNo", "1"},
                                          {"diagCode", "J00.x00"},
                                          {"diagName", "急性上呼吸道感染"},
                                          {"diagDept", "A03"},
                                          {"diseDorNo", "D379900000001"},
                                          {"diseDorName", "测试医师"},
                                          {"diagTime", "2030-01-02 09:00:00"},
                                          {"valiFlag", "1"},
                                          {"maindiagFlag", "1"}});
    std::string data = object({{"ecToken", voucher(certno)},
                               {"mdtrtId", ""},
                               {"orgCodg", kHospital},
                               {"psnNo", psnNo(certno)},
                               {"insutype", certno == kZhao ? "310" : "390"},
                               {"insuCode", areaOf(certno)},
                               {"medOrgOrd", med_org_ord},
                               {"begntime", "2030-01-02 09:00:00"},
                               {"idNo", certno},
                               {"userName", nameOf(certno)},
                               {"idType", "01"},
                               {"iptOtpNo", "OP0001"},
                               {"deptCode", "A03"},
                               {"deptName", "测试内科"},
                               {"caty", "A03"},
                               {"medType", "11"},
                               {"feeType", "01"},
                               {"medfeeSumamt", total},
                               {"psnSetlway", "01"},
                               {"chrgBchno", "B1"}});
    data.back() = ',';
    return data + "\"feedetailList\":[" + list + "],\"diseinfoList\":[" + diagnosis + "]}";
}

MobileBench::Paper MobileBench::uploaded(std::string_view certno, std::string_view med_org_ord, std::string_view total,
                                         const std::vector<TestLine>& lines) {
    const Said said = tell("uldFeeInfo", uploadData(certno, med_org_ord, total, lines));
    BOOST_REQUIRE_MESSAGE(said.code == "0", said.body);
    return {member(said.output, "payOrdId"), member(said.output, "payToken"), member(said.output, "mdtrtId")};
}

std::string MobileBench::payData(const Paper& order, std::string_view certno) {
    return object({{"ecToken", voucher(certno)},
                   {"payOrdId", order.pay_ord_id},
                   {"payToken", order.pay_token},
                   {"orgCodg", kHospital},
                   {"orgBizSer", "BIZ-" + order.pay_ord_id},
                   {"chrgBchno", "B1"},
                   {"feeType", "01"},
                   {"mdtrtId", order.mdtrt_id},
                   {"acctUsedFlag", "1"}});
}

std::string MobileBench::queryData(const Paper& order, std::string_view certno) {
    return object({{"payOrdId", order.pay_ord_id},
                   {"payToken", order.pay_token},
                   {"orgCodg", kHospital},
                   {"idNo", certno},
                   {"userName", nameOf(certno)},
                   {"idType", "01"}});
}

std::string MobileBench::revokeData(const Paper& order) {
    return object({{"payOrdId", order.pay_ord_id}, {"payToken", order.pay_token}, {"orgCodg", kHospital}});
}

std::string MobileBench::refundData(const Paper& order, std::string_view certno, std::string_view sn, std::string_view type,
                                    std::string_view cash, std::string_view account, std::string_view fund, std::string_view total) {
    return object({{"payOrdId", order.pay_ord_id},
                   {"appRefdSn", sn},
                   {"appRefdTime", "20300102093000"},
                   {"totlRefdAmt", total},
                   {"cashRefdAmt", cash},
                   {"psnAcctRefdAmt", account},
                   {"fundRefdAmt", fund},
                   {"refdType", type},
                   {"ecToken", voucher(certno)}});
}

std::string MobileBench::ordStas(const Paper& order, std::string_view certno) {
    return member(tell("query_order_info", queryData(order, certno)).output, "ordStas");
}

}  // namespace tests::nhsa
