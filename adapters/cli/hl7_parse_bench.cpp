#include "adapters/cli/hl7_parse_bench.h"

#include <CLI/CLI.hpp>

#include "adapters/codec/charset/charset.h"
#include "adapters/codec/hl7v2/message.h"
#include "hub/cli/bench.h"
#include "hub/core/clock.h"

namespace adapters::cli {

namespace {

using codec::charset::Charset;
using codec::hl7v2::Message;

/// An ORU^R01 of about 1 KB with invented people; the order number makes each a little different.
std::string sample(std::size_t number, std::string_view charset) {
    const std::string id = std::to_string(100'000 + number);
    std::string text =
        "MSH|^~\\&|LIS|QD0007|HUB|REGION|20261121093000||ORU^R01^ORU_R01|" + id + "|P|2.4||||||" + std::string(charset) +
        "\r"
        "PID|1||" +
        id +
        "^^^QD0007^PI~370202199001010015^^^^NNCHN||张三^^^^^^L||19900101|M|||山东省青岛市示例路1号^^青岛^^266000||13800001234\r"
        "PV1|1|O|内科^^^示例医院||||D012^李医生|||||||||||V" +
        id + "\rORC|RE|" + id + "||||||||||D012^李医生\rOBR|1|" + id + "||CBC^血常规^L|||20261121090000\r";
    const char* items[] = {"WBC^白细胞^L||5.6|10*9/L|3.5-9.5",     "RBC^红细胞^L||4.52|10*12/L|4.3-5.8",
                           "HGB^血红蛋白^L||139|g/L|130-175",      "PLT^血小板^L||221|10*9/L|125-350",
                           "NEU^中性粒细胞^L||3.1|10*9/L|1.8-6.3", "LYM^淋巴细胞^L||2.0|10*9/L|1.1-3.2"};
    int line = 0;
    for (const char* item : items) text += "OBX|" + std::to_string(++line) + "|NM|" + item + "|N|||F|||20261121092500\r";
    return text;
}

std::vector<std::string> samples(std::string_view name, Charset charset) {
    std::vector<std::string> messages;
    for (std::size_t i = 0; i < 1000; ++i) {
        auto bytes = codec::charset::fromUtf8(charset, sample(i, name));
        HUB_ASSERT(bytes.ok());
        messages.push_back(std::move(*bytes));
    }
    return messages;
}

struct Speed {
    double mb_s = 0;
    std::int64_t messages = 0;
    double seconds = 0;
};

template <class Parse>
Speed measure(const std::vector<std::string>& messages, double seconds, Parse parse) {
    const hub::core::SystemClock clock;
    const hub::core::MonoTime start = clock.mono();
    Speed speed;
    double bytes = 0;
    while (speed.seconds < seconds) {
        for (const std::string& message : messages) {
            parse(message);
            bytes += static_cast<double>(message.size());
        }
        speed.messages += static_cast<std::int64_t>(messages.size());
        speed.seconds = std::chrono::duration<double>(clock.mono() - start).count();
    }
    speed.mb_s = bytes / 1e6 / speed.seconds;
    return speed;
}

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == at) {
            parts.emplace_back();
        } else {
            parts.back() += c;
        }
    }
    return parts;
}

std::size_t splitIntoStrings(const std::string& message) {
    std::size_t leaves = 0;
    for (const std::string& segment : split(message, '\r')) {
        for (const std::string& field : split(segment, '|')) {
            for (const std::string& repetition : split(field, '~')) {
                for (const std::string& component : split(repetition, '^')) leaves += split(component, '&').size();
            }
        }
    }
    return leaves;
}

}  // namespace

void Hl7ParseBench::declare(CLI::App& app) { app.add_option("--seconds", seconds_, "1 … 60")->check(CLI::Range(1.0, 60.0)); }

hub::cli::Exit Hl7ParseBench::run(hub::cli::Terminal& terminal) {
    const std::vector<std::string> utf8 = samples("UNICODE UTF-8", Charset::Utf8);
    const std::vector<std::string> gb18030 = samples("GB 18030-2000", Charset::Gb18030);
    Message message;
    std::size_t seen = 0;
    const auto parse = [&](const std::string& bytes) {
        HUB_ASSERT(message.assign(bytes, Charset::Utf8).ok());
        seen += message.segments();
    };
    const Speed fast = measure(utf8, seconds_, parse);
    const Speed chinese = measure(gb18030, seconds_, parse);
    const Speed plain = measure(utf8, seconds_, [&](const std::string& bytes) { seen += splitIntoStrings(bytes); });
    HUB_ASSERT(seen > 0);  // keeps the loops from being optimised away

    hub::cli::BenchResult result;
    result.bench = "hl7-parse";
    result.value = fast.mb_s;
    result.unit = "MB/s";
    result.n = fast.messages;
    result.seconds = fast.seconds;
    result.parameters = {{"message_bytes", std::to_string(utf8.front().size())}, {"threads", "1"}, {"charset", "UTF-8"}};
    result.extras = {{"gb18030_mb_s", chinese.mb_s}};
    result.baseline = hub::cli::Baseline{"split into vectors of strings", plain.mb_s};
    result.ratio = fast.mb_s / plain.mb_s;
    hub::cli::print(terminal, result);
    return hub::cli::Exit::Ok;
}

}  // namespace adapters::cli
