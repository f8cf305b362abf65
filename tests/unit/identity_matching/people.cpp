#include "tests/unit/identity_matching/people.h"

#include <fmt/format.h>

#include <stdexcept>

#include "hub/identity/check_character.h"

namespace tests::matching {

const FeatureReader& featureReader() {
    static const FeatureReader kReader;
    return kReader;
}

MatchRecord record(std::string name, std::string birth_date, char sex, std::string id_no, std::string phone, std::string address) {
    MatchRecord made;
    made.name = std::move(name);
    const auto date = core::Date::parse(birth_date);
    if (date.ok()) made.birth_date = *date;
    made.sex = sex == 'm' ? contract::Sex::Male : sex == 'f' ? contract::Sex::Female : contract::Sex::Unknown;
    made.id_no = std::move(id_no);
    made.phone = std::move(phone);
    made.address = std::move(address);
    return made;
}

std::string idNumber(const std::string& digits) { return digits + identity::checkCharacter(digits); }

Population amongOthers(const std::vector<MatchRecord>& records) {
    const std::vector<std::string> surnames{"王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高"};
    const std::vector<std::string> given{"伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛",
                                         "明", "超", "霞", "平", "刚", "建", "国", "文", "小", "玉", "海", "志", "春", "雪", "梅"};
    std::vector<Features> all;
    for (const MatchRecord& one : records) all.push_back(featureReader().read(one));
    for (std::size_t i = 0; i < 3000; ++i) {
        const std::string name = surnames[i % 15] + given[i * 7 % 30] + (i % 3 == 0 ? "" : given[i / 15 * 11 % 30]);
        const std::string birth = fmt::format("{}-{:02}-{:02}", 1940 + i * 13 % 80, 1 + i % 12, 1 + i * 5 % 28);
        all.push_back(featureReader().read(record(name, birth, i % 2 == 0 ? 'm' : 'f', "", fmt::format("139{:08}", i * 7919),
                                                  fmt::format("测试市示例区第{}街{}号", i % 211, i % 97))));
    }
    return Population(std::move(all));
}

Scorer scorer(const Population& population) {
    Weights weights = startingWeights();
    weights.auto_from = 8 * kBit;
    return Scorer(featureReader().names(), weights, population.prior());
}

Score scoreOf(const MatchRecord& one, const MatchRecord& other) {
    const Population town = amongOthers({one, other});
    const Score score = scorer(town).score(town.compared(0), town.compared(1));
    const Score turned = scorer(town).score(town.compared(1), town.compared(0));
    if (score.total != turned.total || score.band != turned.band || score.guards != turned.guards)
        throw std::logic_error("it matters which of two records comes first");
    return score;
}

}  // namespace tests::matching
