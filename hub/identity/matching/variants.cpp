#include "hub/identity/matching/variants.h"

#include <string_view>

#include "hub/core/assert.h"

namespace hub::identity::matching {

namespace {

// Groups, a blank after each. 余佘, 沈沉, 谭覃 and 楼娄 look or sound alike and are different names: not here.
constexpr std::u32string_view kGroups =
    // Surnames that the second simplification of 1977 wrote short. It was taken back in 1986, but identity cards had been made.
    U"萧肖 傅付 阎闫 戴代 詹占 蓝兰 "
    // Surnames with an old or regional form that clerks replace by the one their keyboard gives first.
    U"邱丘 宁甯 钟锺 余馀 凌淩 涂凃 侯候 冼洗 员贠 郄郤 晁鼂 麴麹 "
    // One character by the standard of 2013, which lets names keep the other.
    U"哲喆 坤堃 峰峯 村邨 佩珮 修脩俢 璇璿 佑祐 妍姸 炳昺昞 映暎 照炤 辉煇 皓晧皜 叡睿 朱硃 阔濶 雁鴈 仙僊 澄澂 苏甦 荫廕 麟麐 鲜鱻 "
    // Forms of old registers, of Japan, or of another typeface.
    U"清淸 青靑 卫衞 颖颕 富冨 妙玅 绵緜 德徳惪 惠恵 国囯圀 奇竒 美羙 勋勲 峨峩 艺兿蓺 珍珎 琉瑠 强彊 灵霊 菊蘜 棋碁 花芲 奔犇 晓暁 "
    U"宝寳寚 冰氷 泽沢 亚亜 龙竜 樱桜 广広 密宻 凡凢 吉𠮷 淳湻 草艸 铁鉄 录彔 飚飙 岩嵒 教敎 郎郞 ";

}  // namespace

Variants::Variants() {
    std::uint16_t group = 0;
    for (const char32_t c : kGroups) {
        if (c == U' ') {
            ++group;
        } else {
            group_of_.emplace(c, group);
        }
    }
}

bool Variants::are(char32_t a, char32_t b) const {
    if (a == b) return false;
    const auto group_a = group_of_.find(a);
    const auto group_b = group_of_.find(b);
    return group_a != group_of_.end() && group_b != group_of_.end() && group_a->second == group_b->second;
}

}  // namespace hub::identity::matching
