#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/adapters/sim_nhsa/bench.h"

namespace tests::nhsa {

/// A bench whose hospital speaks the mobile chain.
class MobileBench : public Bench {
  public:
    using Change = std::function<void(std::string& body)>;

    explicit MobileBench(sim::NhsaSettings given = goodSettings()) : Bench(std::move(given)) {}

    std::string mobileRequest(std::string_view data, const Change& change = {});
    RawAnswer postMobile(std::string_view method, std::string_view data, const Change& change = {});
    /// `output` is the data; `code` the code. The test fails unless the answer is signed as it should be.
    Said tell(std::string_view method, std::string_view data, const Change& change = {});
    std::string mobileCode(std::string_view method, std::string_view data) { return tell(method, data).code; }

    std::string uploadData(std::string_view certno, std::string_view med_org_ord, std::string_view total = "100.00",
                           const std::vector<TestLine>& lines = {TestLine()});

    struct Paper {
        std::string pay_ord_id;
        std::string pay_token;
        std::string mdtrt_id;
    };
    Paper uploaded(std::string_view certno, std::string_view med_org_ord, std::string_view total = "100.00",
                   const std::vector<TestLine>& lines = {TestLine()});
    std::string payData(const Paper& order, std::string_view certno);
    std::string queryData(const Paper& order, std::string_view certno);
    std::string revokeData(const Paper& order);
    std::string refundData(const Paper& order, std::string_view certno, std::string_view sn, std::string_view type, std::string_view cash,
                           std::string_view account, std::string_view fund, std::string_view total);
    /// ordStas of it.
    std::string ordStas(const Paper& order, std::string_view certno);
};

std::string_view nameOf(std::string_view certno);

}  // namespace tests::nhsa
