#include "hub/identity/matching/syllables.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "hub/core/assert.h"

namespace hub::identity::matching {

namespace {

// v stands for ü.
constexpr std::string_view kSpellings =
    "a ai an ang ao "
    "ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu "
    "ca cai can cang cao ce cen ceng cha chai chan chang chao che chen cheng chi chong chou chu chua chuai chuan chuang chui chun chuo "
    "ci cong cou cu cuan cui cun cuo "
    "da dai dan dang dao de dei den deng di dia dian diao die ding diu dong dou du duan dui dun duo "
    "e ei en eng er "
    "fa fan fang fei fen feng fo fou fu "
    "ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo "
    "ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo "
    "ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun "
    "ka kai kan kang kao ke kei ken keng kong kou ku kua kuai kuan kuang kui kun kuo "
    "la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long lou lu luan lun luo lv lve "
    "ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu "
    "na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong nou nu nuan nun nuo nv nve "
    "o ou "
    "pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu "
    "qi qia qian qiang qiao qie qin qing qiong qiu qu quan que qun "
    "ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo "
    "sa sai san sang sao se sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo "
    "si song sou su suan sui sun suo "
    "ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo "
    "wa wai wan wang wei wen weng wo wu "
    "xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun "
    "ya yan yang yao ye yi yin ying yo yong you yu yuan yue yun "
    "za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan zhuang zhui "
    "zhun zhuo zi zong zou zu zuan zui zun zuo ";

/// Up to six letters, five bits each: comparing and searching numbers is faster than strings, and reading a name does it often.
using Key = std::uint32_t;

constexpr Key add(Key key, char32_t letter) { return key * 32 + (letter - U'a' + 1); }

constexpr auto kKeys = [] {
    std::array<Key, kSyllables> keys{};
    std::size_t count = 0;
    Key key = 0;
    for (const char letter : kSpellings) {
        if (letter == ' ') {
            keys[count++] = std::exchange(key, 0);
        } else {
            key = add(key, static_cast<char32_t>(letter));
        }
    }
    std::sort(keys.begin(), keys.end());
    return keys;
}();
static_assert(kKeys.front() != 0, "kSyllables is greater than the number of spellings");

Syllable find(Key key) {
    const auto at = std::lower_bound(kKeys.begin(), kKeys.end(), key);
    return at != kKeys.end() && *at == key ? static_cast<Syllable>(at - kKeys.begin() + 1) : Syllable{0};
}

bool replaceStart(std::u32string& text, std::u32string_view from, std::u32string_view to) {
    if (!text.starts_with(from)) return false;
    text.replace(0, from.size(), to);
    return true;
}

/// Syllables that are confused with one another have one spelling here. It need not be that of a syllable.
std::u32string confusable(std::u32string text) {
    for (char32_t& letter : text) letter = letter == U'ü' ? U'u' : letter;
    constexpr std::array<std::pair<std::u32string_view, std::u32string_view>, 8> kLips{{{U"feng", U"hong"},
                                                                                        {U"fang", U"huang"},
                                                                                        {U"fan", U"huan"},
                                                                                        {U"fei", U"hui"},
                                                                                        {U"fen", U"hun"},
                                                                                        {U"fa", U"hua"},
                                                                                        {U"fo", U"huo"},
                                                                                        {U"fu", U"hu"}}};
    for (const auto& [from, to] : kLips) {
        if (text == from) text = to;
    }
    constexpr std::array<std::pair<std::u32string_view, std::u32string_view>, 5> kInitials{
        {{U"zh", U"z"}, {U"ch", U"c"}, {U"sh", U"s"}, {U"n", U"l"}, {U"r", U"l"}}};
    for (const auto& [from, to] : kInitials) {
        if (replaceStart(text, from, to)) break;
    }
    const bool keeps = text.ends_with(U"iang") || text.ends_with(U"yang") || text.ends_with(U"ong");
    if (text.ends_with(U"ng") && !keeps) text.pop_back();
    return text;
}

}  // namespace

Syllable syllableOf(std::u32string_view letters) {
    if (letters.empty() || letters.size() > kSyllableLettersMax) return 0;
    Key key = 0;
    const bool may_be_round = letters[0] == U'l' || letters[0] == U'n';
    for (std::size_t i = 0; i < letters.size(); ++i) {
        char32_t letter = letters[i];
        if (may_be_round && i == 1) {
            const std::u32string_view rest = letters.substr(1);
            if (letter == U'ü' || rest == U"ue" || rest.starts_with(U"yu")) letter = U'v';
            if (rest.starts_with(U"yu")) ++i;
        }
        if (letter < U'a' || letter > U'z') return 0;
        key = add(key, letter);
    }
    return find(key);
}

std::u32string spellingOf(Syllable syllable) {
    HUB_ASSERT(syllable >= 1 && syllable <= kSyllables);
    std::u32string spelling;
    for (Key key = kKeys[syllable - 1U]; key != 0; key /= 32) {
        const char32_t letter = U'a' + key % 32 - 1;
        spelling.insert(spelling.begin(), letter == U'v' ? U'ü' : letter);
    }
    return spelling;
}

Syllable fuzzySyllable(Syllable syllable) {
    static const auto kFuzzy = [] {
        std::array<Syllable, kSyllables + 1> fuzzy{};
        std::map<std::u32string, Syllable> first_with;
        for (Syllable one = 1; one <= kSyllables; ++one) fuzzy[one] = first_with.emplace(confusable(spellingOf(one)), one).first->second;
        return fuzzy;
    }();
    HUB_ASSERT(syllable <= kSyllables);
    return kFuzzy[syllable];
}

}  // namespace hub::identity::matching
