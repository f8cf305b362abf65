#include "hub/identity/matching/surnames.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "hub/core/assert.h"
#include "hub/identity/matching/icu_tables.h"
#include "hub/identity/matching/readings.h"

namespace hub::identity::matching {

namespace {

// The hundred commonest: some 85 of 100 people.
constexpr std::u32string_view kCommon =
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付"
    U"方邹熊"
    U"白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常";

// The rest of 百家姓, and what else is borne by tens of thousands. Not 阿 木 买 and others that begin names transcribed from Uyghur,
// Kazakh or Tibetan much oftener than they are surnames.
constexpr std::u32string_view kRare =
    U"汤褚卫尤施戚喻柏水窦章云葛奚郎鲁昌苗凤花俞柳酆鲍费廉岑倪滕殷毕邬安乐时傅皮卞齐康伍元卜平和穆萧湛祁禹狄米贝明臧计伏成谈茅庞纪舒屈项祝"
    U"阮蓝闵席季麻强路娄危童颜梅盛刁骆樊凌霍虞支柯昝管经房裘缪干解应宗宣贲郁单杭洪包诸左吉钮嵇邢滑裴荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井富"
    U"巫乌焦巴弓牧隗山谷车宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖符景詹束幸司韶郜蓟薄印宿怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟"
    U"贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容古易慎戈庾终暨居衡步都耿满弘匡国文寇广禄阙东欧"
    U"殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公丘冼岳帅苟代官佘佟佀但修兰信冶况涂刑占卿"
    U"原丛召员商尉揭敬朴来栗楚楼母牟琚矫禚笪粟綦练肇苑菅蔄藏衣谌谯豆赛辜迟邝邸郇郄鄢银门闪闭隋雒青麦鹿仝仉亓冒战操旷晋檀洗盘眭税竹粘芦茆"
    U"药虢言赫鄞靖颉骞区么折祭秘过繁佴皇尧洛展延句邾候年贠甯甫逢鲜睢遆";

// Left out are those of old books that today begin with a common surname and go on with a given name: 单于 梁丘 左丘 谷梁 叶赫 贺兰 佟佳.
constexpr std::u32string_view kCompounds =
    U"欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 司徒 司空 司寇 令狐 夏侯 长孙 宇文 轩辕 端木 独孤 南宫 西门 东郭 百里 呼延 澹台 公冶 "
    U"宗政 濮阳 "
    U"淳于 太叔 申屠 仲孙 钟离 鲜于 闾丘 亓官 子车 颛孙 巫马 公西 漆雕 乐正 壤驷 公良 拓跋 夹谷 宰父 赫连 闻人 公羊 万俟 第五 羊舌 微生 "
    U"东里 东门 "
    U"南门 纳兰 完颜 达奚 哥舒 褚师 太史 那拉 耶律 富察 屈突 豆卢 斛律 公输 公仪 北宫 西陵 贺拔 叱干 ";

struct CompoundReading {
    std::u32string_view surname;
    std::u32string_view second;
};

constexpr CompoundReading kCompoundReadings[] = {
    {U"子车", U"ju"},  // ICU: che; the chariot of the classics
};

std::vector<std::u32string> singleSurnames() {
    std::vector<std::u32string> names;
    for (const char32_t c : kCommon) names.emplace_back(1, c);
    for (const char32_t c : kRare) names.emplace_back(1, c);
    return names;
}

std::vector<std::u32string> compoundSurnames() {
    std::vector<std::u32string> names;
    for (std::size_t at = 0; at < kCompounds.size(); at += 3) names.emplace_back(kCompounds.substr(at, 2));
    return names;
}

}  // namespace

Surnames::Surnames() : rank_of_(kSyllables + 1, SurnameRank::None) {
    const std::vector<std::u32string> names = singleSurnames();
    const std::vector<std::vector<Syllable>> readings = icu_tables::readSurnames(names);
    for (std::size_t i = 0; i < names.size(); ++i) singles_.push_back({names[i][0], readings[i][0]});
    for (const readings::Reading& right : readings::ofSurnames()) {
        const auto at = std::find_if(singles_.begin(), singles_.end(), [&](const Single& one) { return one.character == right.character; });
        HUB_ASSERT(at != singles_.end());
        at->reading = syllableOf(right.spelling);
    }
    for (std::size_t i = 0; i < singles_.size(); ++i) {
        HUB_ASSERT(singles_[i].reading != 0);
        SurnameRank& rank = rank_of_[singles_[i].reading];
        rank = std::max(rank, i < kCommon.size() ? SurnameRank::Common : SurnameRank::Rare);
    }
    const std::vector<std::u32string> pairs = compoundSurnames();
    const std::vector<std::vector<Syllable>> pair_readings = icu_tables::readSurnames(pairs);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        compounds_.push_back({pairs[i][0], pairs[i][1], pair_readings[i][0], pair_readings[i][1]});
        for (const CompoundReading& right : kCompoundReadings) {
            if (pairs[i] == right.surname) compounds_.back().second_reading = syllableOf(right.second);
        }
    }
    std::sort(compounds_.begin(), compounds_.end(),
              [](const Compound& a, const Compound& b) { return std::tie(a.first, a.second) < std::tie(b.first, b.second); });
}

const Surnames::Compound* Surnames::compound(char32_t first, char32_t second) const {
    const auto at = std::lower_bound(compounds_.begin(), compounds_.end(), std::tie(first, second),
                                     [](const Compound& a, const auto& b) { return std::tie(a.first, a.second) < b; });
    return at != compounds_.end() && at->first == first && at->second == second ? &*at : nullptr;
}

SurnameRank Surnames::rank(Syllable first, Syllable second) const {
    const bool known = std::any_of(compounds_.begin(), compounds_.end(),
                                   [&](const Compound& one) { return one.first_reading == first && one.second_reading == second; });
    return known ? SurnameRank::Compound : SurnameRank::None;
}

}  // namespace hub::identity::matching
