#include "hub/identity/matching/readings.h"

namespace hub::identity::matching::readings {

std::span<const Reading> ofCharacters() {
    static constexpr Reading kRows[] = {
        {U'晟', U"sheng"},  // ICU: cheng, as the rare surname only
        {U'珩', U"heng"},   // ICU: hang, which mainland dictionaries do not have
        {U'偲', U"si"},     // ICU: cai, "able"; parents mean "to encourage one another"
        {U'卜', U"bu"},     // ICU: bo, as in 萝卜 only
        {U'拓', U"tuo"},    // ICU: ta, to make a rubbing
        {U'琢', U"zhuo"},   // ICU: zuo, as in 琢磨 only
        {U'勒', U"le"},     // ICU: lei, to tighten; names transcribed from Mongolian are full of le
        {U'焘', U"tao"},    // ICU: dao, the older reading
    };
    return kRows;
}

std::span<const Reading> ofSurnames() {
    static constexpr Reading kRows[] = {
        {U'朴', U"piao"},  // ICU: pu, the wood; the surname is Korean
        {U'缪', U"miao"},  // ICU: mou, as in 绸缪
        {U'覃', U"qin"},   // ICU: tan; most bearers live in Guangxi and say qin
        {U'祭', U"zhai"},  // ICU: ji, to sacrifice
        {U'么', U"yao"},   // ICU: me, as in 什么
        {U'洗', U"xian"},  // ICU: xi, to wash; the surname is 冼 written short
        {U'尉', U"wei"},   // ICU: yu, which is right in 尉迟 only
        {U'薄', U"bo"},    // ICU: bao, thin
        {U'都', U"du"},    // ICU: dou, all
        {U'阚', U"kan"},   // ICU: kan for 闞, and han for its simplified form
        {U'乜', U"nie"},   // ICU: mie, to squint
        {U'佴', U"nai"},   // ICU: er, then
        {U'能', U"nai"},   // ICU: neng, to be able
        {U'莘', U"shen"},  // ICU: xin; both are surnames, this one is in the dictionary of the state
    };
    return kRows;
}

std::span<const Reading> besides() {
    static constexpr Reading kRows[] = {
        // Surnames of which bearers are known by either reading.
        {U'谌', U"shen"},
        {U'郗', U"chi"},
        {U'郄', U"xi"},
        {U'郄', U"qiao"},
        {U'宓', U"fu"},
        {U'盖', U"he"},
        {U'尉', U"yu"},
        {U'褚', U"zhu"},
        {U'蔚', U"yu"},
        {U'莘', U"xin"},
        {U'车', U"ju"},
        {U'柏', U"bo"},
        {U'卜', U"bo"},
        {U'叶', U"xie"},
        {U'贾', U"gu"},
        {U'那', U"nuo"},
        {U'单', U"chan"},
        {U'万', U"mo"},
        {U'石', U"dan"},
        {U'沈', U"chen"},
        {U'俞', U"shu"},
        {U'缪', U"mu"},
        {U'宿', U"xiu"},
        {U'句', U"gou"},
        {U'殷', U"yan"},
        {U'盛', U"cheng"},
        {U'强', U"jiang"},
        {U'俟', U"si"},
        {U'黑', U"he"},
        {U'汤', U"shang"},
        {U'景', U"ying"},
        // Characters of given names.
        {U'晟', U"cheng"},
        {U'珩', U"hang"},
        {U'偲', U"cai"},
        {U'焘', U"dao"},
        {U'勒', U"lei"},
        {U'茜', U"xi"},
        {U'娜', U"nuo"},
        {U'莎', U"suo"},
        {U'行', U"hang"},
        {U'朝', U"zhao"},
        {U'和', U"huo"},
        {U'会', U"kuai"},
        {U'降', U"xiang"},
        {U'角', U"jue"},
        {U'觉', U"jiao"},
        {U'校', U"jiao"},
        {U'隽', U"jun"},
        {U'露', U"lou"},
        {U'绿', U"lu"},
        {U'率', U"shuai"},
        {U'蔓', U"wan"},
        {U'茄', U"qie"},
        {U'若', U"re"},
        {U'厦', U"xia"},
        {U'识', U"zhi"},
        {U'省', U"xing"},
        {U'提', U"di"},
        {U'调', U"tiao"},
        {U'纤', U"qian"},
        {U'血', U"xie"},
        {U'阿', U"e"},
        {U'浚', U"xun"},
        {U'筠', U"jun"},
        {U'颉', U"xie"},
        {U'栎', U"yue"},
        {U'鹄', U"hu"},
        {U'婼', U"ruo"},
        {U'炅', U"gui"},
        {U'莞', U"wan"},
        {U'菀', U"yuan"},
        {U'嬛', U"xuan"},
        {U'媞', U"ti"},
        {U'玟', U"min"},
        {U'玢', U"fen"},
        {U'瑱', U"tian"},
        {U'焌', U"qu"},
        {U'峤', U"qiao"},
        {U'澄', U"deng"},
        {U'焯', U"zhuo"},
        {U'弹', U"tan"},
        {U'佛', U"fo"},
        {U'红', U"gong"},
        {U'参', U"shen"},
        {U'参', U"cen"},
        {U'藏', U"zang"},
        {U'乘', U"sheng"},
        {U'奇', U"ji"},
        {U'其', U"ji"},
        {U'伽', U"ga"},
        {U'伽', U"qie"},
        {U'思', U"sai"},
        {U'骑', U"ji"},
        {U'巷', U"hang"},
        {U'仔', U"zai"},
        {U'拾', U"she"},
        {U'蕃', U"bo"},
        {U'涌', U"chong"},
        {U'杉', U"sha"},
        {U'拓', U"ta"},
        {U'泌', U"bi"},
        {U'澹', U"tan"},
        {U'琢', U"zuo"},
        {U'镐', U"hao"},
        {U'镡', U"tan"},
        {U'禅', U"shan"},
        {U'铅', U"yan"},
        {U'靓', U"liang"},
        {U'骠', U"piao"},
        {U'奘', U"zhuang"},
        {U'屏', U"bing"},
        {U'虹', U"jiang"},
        {U'适', U"kuo"},
        {U'扎', U"za"},
    };
    return kRows;
}

}  // namespace hub::identity::matching::readings
