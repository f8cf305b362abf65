#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/nhsa/simulator.h"
#include "tests/adapters/sim_support/door.h"
#include "tests/support/raw_http.h"

/// What the tests of the insurer share: a running simulator on a clock of its own with invented people, and a hospital that calls it.
namespace tests::nhsa {

namespace common = adapters::sim::common;
namespace sim = adapters::sim::nhsa;
using hub::core::Money;

std::string dataFile(const std::string& name);  ///< of tests/data/sim_nhsa

/// But for the folder; without the SM wrapper.
sim::NhsaSettings goodSettings();
sim::NhsaSettings sealedSettings();

/// The member "setldetail.0.fund_payamt" of a JSON text as it is written (a string without quotes); "(absent)".
std::string member(std::string_view json, std::string_view path);
/// It as fen, a minus too. The test fails when it is no amount.
std::int64_t fen(std::string_view json, std::string_view path);

inline constexpr std::string_view kHospital = "H37990000001";
inline constexpr std::string_view kArea = "379900";
inline constexpr std::string_view kZhao = "379999197001017019";     // 赵玕: 310 with 500.00, civil servant; gives to 钱珅
inline constexpr std::string_view kQian = "379999198002028028";     // 钱珅: 390 in another area; relative of 赵玕
inline constexpr std::string_view kSun = "379999199003039039";      // 孙珏: 310 that does not pay, and 390; medical aid
inline constexpr std::string_view kTable = "001101000010000";       // level 01 without a limit
inline constexpr std::string_view kLimited = "002202010010000";     // level 01, 120.00
inline constexpr std::string_view kShared = "003301000010000";      // level 02, a tenth of one's own
inline constexpr std::string_view kOwn = "009900000010000";         // level 03
inline constexpr std::string_view kStent = "C0101010010010000000";  // level 01, 80.00, the hospital bears the rest

/// An answer of the counter chain.
struct Said {
    std::string code;
    std::string output;  ///< opened; "null" when refused
    std::string body;    ///< as it came
    std::string msgid;   ///< of the request
};

/// What a request says other than the bench would.
struct Twist {
    std::optional<std::string> msgid = {};
    std::optional<std::string> area = {};
    std::optional<std::string> sign_no = {};
    std::function<void(std::string& body)> body = {};  ///< the whole request
    std::function<void(common::HttpHeaders& headers)> headers = {};
};

struct TestLine {
    std::string_view item = kTable;
    std::string_view count = "1";
    std::string_view price = "100.00";
    std::string_view amount = "100.00";
};

class Bench : public tests::sim::Door {
  public:
    explicit Bench(sim::NhsaSettings settings = goodSettings());

    RawAnswer post(std::string_view path, std::string_view body, const common::HttpHeaders& headers = {});

    // The counter chain.

    /// Four headers that are good now.
    common::HttpHeaders headers();
    std::string nextMsgid();
    /// The bytes of a signed-in call.
    std::string request(std::string_view infno, std::string_view input, const Twist& twist = {});
    RawAnswer postCall(std::string_view infno, std::string_view input, const Twist& twist = {});
    Said ask(std::string_view infno, std::string_view input, const Twist& twist = {});
    std::string codeOf(std::string_view infno, std::string_view input, const Twist& twist = {}) { return ask(infno, input, twist).code; }

    std::string psnNo(std::string_view certno);
    /// ecToken, and payAuthNo.
    std::string voucher(std::string_view certno);
    std::string payAuthNo(std::string_view certno);

    std::string visitInput(std::string_view certno, std::string_view insutype = "310");
    /// mdtrt_id of a new one with diagnoses.
    std::string visit(std::string_view certno, std::string_view insutype = "310", std::string_view med_type = "11");
    std::string diagnosesInput(std::string_view mdtrt_id, std::string_view certno, std::string_view med_type = "11");
    std::string admission(std::string_view certno, std::string_view insutype = "310");
    std::string admissionInput(std::string_view certno, std::string_view insutype = "310");

    std::string linesInput(std::string_view mdtrt_id, std::string_view certno, const std::vector<TestLine>& lines,
                           std::string_view batch = "B1");
    Said upload(std::string_view mdtrt_id, std::string_view certno, const std::vector<TestLine>& lines, std::string_view batch = "B1");

    std::string settleInput(std::string_view mdtrt_id, std::string_view certno, std::string_view total, std::string_view insutype = "310",
                            std::string_view batch = "B1", std::string_view med_type = "11", std::string_view acct_used_flag = "1");
    /// A settled one of a table for 100.00: its output.
    Said settled(std::string_view mdtrt_id, std::string_view certno, std::string_view insutype = "310");
    std::string revokeInput(std::string_view setl_id, std::string_view mdtrt_id, std::string_view certno);
    Said reverse(std::string_view certno, std::string_view omsgid, std::string_view oinfno, const Twist& twist = {});

    std::string areaOf(std::string_view certno) const { return certno == kQian ? "379800" : std::string(kArea); }
    Twist areaTwist(std::string_view certno) const { return {.area = areaOf(certno)}; }

    std::string books(const std::string& table) { return control("GET", "books?" + table).body; }
    /// Of the 310 account, in fen.
    std::int64_t balance(std::string_view certno);
    /// Stops it and starts it on the same books.
    void restart();

    sim::NhsaSettings settings;
    std::unique_ptr<sim::NhsaSimulator> simulator;

  private:
    void start();
    void addPeople();
    std::string signNo();

    int calls_ = 0;
    int lines_ = 0;
    std::string sign_no_;
};

/// {"name":"text",…}
std::string object(std::initializer_list<std::pair<std::string_view, std::string_view>> members);
/// {"name":JSON}
std::string wrapped(std::string_view name, std::string_view json);

/// The sums of the page, of an answer's setlinfo and setldetail.
void checkSums(const std::string& output, bool fund_includes_acct);

std::string replaced(std::string text, std::string_view from, std::string_view to);

}  // namespace tests::nhsa
