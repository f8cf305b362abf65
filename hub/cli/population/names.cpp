#include "hub/cli/population/names.h"

#include <fmt/format.h>

#include <algorithm>

#include "hub/cli/population/characters.h"

namespace hub::cli::population {

using contract::Sex;

namespace {

struct Surname {
    std::string_view text;
    std::string_view sound;
    std::uint32_t of_10k;  ///< people of this name
};

/// Shares of about 2020, rounded; compound and polyphone ones are in because systems stumble over them.
// clang-format off
constexpr Surname kSurnames[] = {
    {"王", "wang", 715}, {"李", "li", 706}, {"张", "zhang", 674}, {"刘", "liu", 511}, {"陈", "chen", 448}, {"杨", "yang", 306},
    {"赵", "zhao", 222}, {"黄", "huang", 219}, {"周", "zhou", 206}, {"吴", "wu", 199}, {"徐", "xu", 155}, {"孙", "sun", 150},
    {"马", "ma", 129}, {"朱", "zhu", 126}, {"胡", "hu", 122}, {"林", "lin", 118}, {"郭", "guo", 117}, {"何", "he", 114},
    {"高", "gao", 111}, {"罗", "luo", 105}, {"郑", "zheng", 99}, {"梁", "liang", 92}, {"谢", "xie", 80}, {"宋", "song", 77},
    {"唐", "tang", 71}, {"许", "xu", 69}, {"邓", "deng", 68}, {"韩", "han", 67}, {"冯", "feng", 66}, {"曹", "cao", 61},
    {"彭", "peng", 60}, {"曾", "zeng", 59}, {"肖", "xiao", 57}, {"田", "tian", 53}, {"董", "dong", 53}, {"潘", "pan", 49},
    {"袁", "yuan", 47}, {"蔡", "cai", 46}, {"蒋", "jiang", 46}, {"余", "yu", 46}, {"于", "yu", 45}, {"杜", "du", 45}, {"叶", "ye", 44},
    {"程", "cheng", 43}, {"魏", "wei", 43}, {"苏", "su", 43}, {"吕", "lv", 42}, {"丁", "ding", 41}, {"任", "ren", 40}, {"卢", "lu", 40},
    {"姚", "yao", 39}, {"沈", "shen", 38}, {"钟", "zhong", 38}, {"姜", "jiang", 37}, {"崔", "cui", 36}, {"谭", "tan", 36},
    {"陆", "lu", 34}, {"范", "fan", 33}, {"汪", "wang", 33}, {"廖", "liao", 33}, {"石", "shi", 32}, {"金", "jin", 32}, {"韦", "wei", 31},
    {"贾", "jia", 30}, {"夏", "xia", 29}, {"付", "fu", 28}, {"方", "fang", 28}, {"邹", "zou", 27}, {"熊", "xiong", 26},
    {"白", "bai", 26}, {"孟", "meng", 25}, {"秦", "qin", 25}, {"邱", "qiu", 25}, {"侯", "hou", 24}, {"江", "jiang", 24},
    {"尹", "yin", 23}, {"薛", "xue", 23}, {"闫", "yan", 22}, {"段", "duan", 22}, {"雷", "lei", 22}, {"龙", "long", 21}, {"黎", "li", 20},
    {"史", "shi", 20}, {"陶", "tao", 19}, {"贺", "he", 19}, {"毛", "mao", 18}, {"郝", "hao", 18}, {"顾", "gu", 18}, {"龚", "gong", 17},
    {"邵", "shao", 17}, {"万", "wan", 17}, {"覃", "qin", 17}, {"武", "wu", 16}, {"钱", "qian", 16}, {"戴", "dai", 15}, {"严", "yan", 15},
    {"莫", "mo", 15}, {"孔", "kong", 15}, {"向", "xiang", 14}, {"常", "chang", 14}, {"汤", "tang", 14}, {"康", "kang", 12},
    {"易", "yi", 12}, {"乔", "qiao", 12}, {"赖", "lai", 12}, {"文", "wen", 11}, {"欧阳", "ouyang", 11}, {"傅", "fu", 10},
    {"施", "shi", 10}, {"洪", "hong", 10}, {"辛", "xin", 9}, {"柯", "ke", 8}, {"翟", "zhai", 8}, {"葛", "ge", 8}, {"庄", "zhuang", 8},
    {"倪", "ni", 7}, {"焦", "jiao", 7}, {"纪", "ji", 7}, {"温", "wen", 7}, {"章", "zhang", 7}, {"鲁", "lu", 7}, {"俞", "yu", 6},
    {"祝", "zhu", 6}, {"左", "zuo", 6}, {"阎", "yan", 6}, {"萧", "xiao", 6}, {"单", "shan", 6}, {"涂", "tu", 6}, {"梅", "mei", 6},
    {"颜", "yan", 6}, {"齐", "qi", 6}, {"安", "an", 6}, {"解", "xie", 5}, {"耿", "geng", 5}, {"柳", "liu", 5}, {"伍", "wu", 5},
    {"詹", "zhan", 5}, {"童", "tong", 5}, {"关", "guan", 5}, {"殷", "yin", 5}, {"申", "shen", 5}, {"庞", "pang", 5}, {"聂", "nie", 5},
    {"曲", "qu", 5}, {"樊", "fan", 5}, {"查", "zha", 4}, {"丘", "qiu", 4}, {"骆", "luo", 4}, {"岳", "yue", 4}, {"仇", "qiu", 3},
    {"区", "ou", 3}, {"兰", "lan", 3}, {"蔺", "lin", 2}, {"司马", "sima", 1}, {"上官", "shangguan", 1}, {"诸葛", "zhuge", 1},
    {"司徒", "situ", 1}, {"夏侯", "xiahou", 1}, {"皇甫", "huangfu", 1}, {"慕容", "murong", 1}, {"阳", "yang", 1}, {"谌", "chen", 1},};
// clang-format on

/// What parents of every generation gave, then what came and went; the most frequent first.
struct Generation {
    int born_before;
    std::string_view male;
    std::string_view female;
    std::uint32_t one_character_of_100;
};

constexpr std::string_view kMaleAlways =
    "伟强军勇杰涛磊刚波斌辉健明亮超鹏飞龙浩峰林海洋华平建国文志永春生德庆云光东新立祥兴成安荣忠义仁信良友宏俊晓小玉金天大世家"
    "少学振宝万正长福全贵水树山川江松利民元方启思英清中开宗昌和吉武胜向";
constexpr std::string_view kFemaleAlways =
    "芳娜敏静丽艳霞燕玲红梅英华兰萍莉云秀珍玉凤洁琴春娟香月慧晓雪琳颖婷丹莹文平冬秋爱美淑桂荣菊彩素巧翠琼小金凡佳林青亚新志海"
    "立清明晶蕾芬蓉蓓薇倩芝君瑞岩芸媛岚珊馨韵蕙菁琦虹卉嫣妙怀黎真宁润萌蔚茵怡欢盼俐艺珮凌";
constexpr Generation kGenerations[] = {
    {1970,
     "财根发旺堂柱喜顺盛厚田才连占克洪恩广善士守延传存有得仲景贤岭木修绪泽泉先培登桂继茂进运道敬书章钧银锁满来群祖孝耀升朝廷凤"
     "鹤禄寿桐炳焕润富余石铁秉维其令纪述怀瑞鸿绍功会佩衡",
     "花莲珠枝贞妹娥桃杏银仙改惠荷果腊霜霭焕引弟招随存勤俭端书景庆喜顺福贵群瑛瑶玺珏环钗钏俊芹蔓菱藕绒绣锦变转连换兴成庄纯洪德", 14},
    {2000,
     "凯鑫旭帅晨亚雷翔毅宁坤鸿威锋卫红彬兵虎震剑钢彪岩雄骏凡康豪琦峻冬阳京攀奇帆越凌恒楠维嘉智博源晖冰昊勃潮尧炜挺征韬巍珂琨锐"
     "诚钊佳森淼焱垒旺权益伦昆翼璐乐栋梁丰远航",
     "璐瑶欣悦莎娇茜晨阳菲妍楠鑫蒙璇露晴瑛妮帆雯姗旭冉苗苑媚爽畅羽思可嘉炜焱智玮姣莺伊钰歌彤纯曼格冰钧宏昕笑竹迪微维越", 34},
    {9999,
     "梓轩子涵宇泽然博豪铭睿辰皓晨奕嘉瑞煜祺霖熙翰逸宸航旭阳锦昊佑恩哲君彦佳乐诺一凡远诚景墨峻烨沐霆珩琛骏钰淇楷桐锐柏屹瀚璟珺"
     "𬭎䶮晟弘致言亦予卓硕凯琪默函圣彬城宁汐希尘北南",
     "梓涵欣诗雨一诺思语彤萱琪依晨悦可子妍若汐雅熙芯嘉紫晗菲宸沐予安瑾瑜柠夕婉恩星辰心洛璐舒桐钰淇念茉糖乐瑶筱珺岑允歆希夏初奕"
     "恬苒蕊芮芷晞",
     13},
};

constexpr std::string_view kTranscribedMale[] = {"买买提",   "艾力",   "吐尔逊", "阿不都拉", "玉素甫",   "艾合买提",
                                                 "热合曼",   "依明",   "卡德尔", "阿卜杜拉", "木合塔尔", "艾尔肯",
                                                 "帕尔哈提", "库尔班", "叶尔兰", "别克",     "努尔兰",   "哈力克"};
constexpr std::string_view kTranscribedFemale[] = {"阿依古丽", "古丽娜尔", "帕提古丽", "热依汗",   "阿依努尔", "迪丽拜尔",
                                                   "玛依拉",   "努尔古丽", "茹仙古丽", "海日古丽", "古力扎尔", "阿米娜",
                                                   "米日古丽", "萨依拉",   "加娜尔",   "巴哈尔",   "祖热古丽", "齐曼古丽"};
constexpr std::string_view kForeignSurnames[] = {"SMITH",  "JOHNSON", "MUELLER", "DUBOIS", "ROSSI", "IVANOV", "KIM",   "PARK",
                                                 "TANAKA", "SATO",    "NGUYEN",  "TRAN",   "SINGH", "KHAN",   "SILVA", "ANDERSSON"};
constexpr std::string_view kForeignMale[] = {"JOHN",  "DAVID", "MICHAEL", "THOMAS",   "PIERRE", "MARCO", "SERGEI",
                                             "MINHO", "KENJI", "HIROSHI", "VAN MINH", "ARJUN",  "IMRAN", "LARS"};
constexpr std::string_view kForeignFemale[] = {"MARY",   "ANNA", "EMMA",   "CLAIRE",  "GIULIA", "OLGA",  "JIWOO",
                                               "SOYEON", "YUKI", "SAKURA", "THI LAN", "PRIYA",  "AISHA", "INGRID"};

std::size_t indexOf(Sex sex) { return sex == Sex::Male ? 0 : 1; }

std::size_t generationOf(int birth_year) {
    std::size_t generation = 0;
    while (birth_year >= kGenerations[generation].born_before) ++generation;
    return generation;
}

const Surname* surnameOf(std::string_view text) {
    const Surname* found = std::find_if(std::begin(kSurnames), std::end(kSurnames), [&](const Surname& one) { return one.text == text; });
    return found == std::end(kSurnames) ? nullptr : found;
}

}  // namespace

std::string Name::givenText() const {
    std::string text;
    for (const std::string_view piece : given) text += piece;
    return text;
}

std::string Name::text() const {
    switch (form) {
        case NameForm::Chinese:
            return fmt::format("{}{}", surname, givenText());
        case NameForm::Transcribed:
            return fmt::format("{}·{}", givenText(), surname);
        case NameForm::Foreign:
            return fmt::format("{} {}", surname, givenText());
    }
    HUB_ASSERT(false);
}

Names::Names() {
    for (const Surname& surname : kSurnames) surname_weights_.add(surname.of_10k);
    for (std::size_t generation = 0; generation < std::size(kGenerations); ++generation) {
        const auto fill = [](Given& given, std::string_view own, std::string_view always) {
            // Two ranked lists side by side: the first of each is given about fifteen times as often as the last.
            const std::vector<std::string_view> lists[] = {charactersOf(own), charactersOf(always)};
            for (const std::vector<std::string_view>& list : lists) {
                for (std::size_t rank = 0; rank < list.size(); ++rank) {
                    given.characters.push_back(list[rank]);
                    given.weights.add(static_cast<std::uint32_t>(6000 / (rank + 6)));
                }
            }
        };
        fill(given_[0][generation], kGenerations[generation].male, kMaleAlways);
        fill(given_[1][generation], kGenerations[generation].female, kFemaleAlways);
    }
}

const Names::Given& Names::given(Sex sex, int birth_year) const { return given_[indexOf(sex)][generationOf(birth_year)]; }

const std::vector<std::string_view>& Names::givenCharacters(Sex sex, int birth_year) const { return given(sex, birth_year).characters; }

std::string_view Names::surname(Draw& draw) const { return kSurnames[draw.among(surname_weights_)].text; }

std::vector<std::string_view> Names::givenName(Draw& draw, Sex sex, int birth_year) const {
    const Given& from = given(sex, birth_year);
    const std::string_view first = from.characters[draw.among(from.weights)];
    if (draw.below(100) < kGenerations[generationOf(birth_year)].one_character_of_100) return {first};
    // 丽丽 and 芳芳 are names: the second character may be the first again.
    return {first, from.characters[draw.among(from.weights)]};
}

std::string_view Names::givenCharacter(Draw& draw, Sex sex, int birth_year, std::string_view other) const {
    const Given& from = given(sex, birth_year);
    while (true) {
        const std::string_view drawn = from.characters[draw.among(from.weights)];
        if (drawn != other) return drawn;
    }
}

std::string_view Names::transcribedName(Draw& draw, Sex sex) const {
    return sex == Sex::Male ? draw.of(kTranscribedMale) : draw.of(kTranscribedFemale);
}

std::string_view Names::foreignSurname(Draw& draw) const { return draw.of(kForeignSurnames); }

std::string_view Names::foreignGivenName(Draw& draw, Sex sex) const {
    return sex == Sex::Male ? draw.of(kForeignMale) : draw.of(kForeignFemale);
}

std::string_view Names::soundOf(std::string_view surname) const {
    const Surname* found = surnameOf(surname);
    return found == nullptr ? std::string_view() : found->sound;
}

std::vector<std::string_view> Names::homophonesOf(std::string_view surname) const {
    std::vector<std::string_view> others;
    const std::string_view sound = soundOf(surname);
    for (const Surname& one : kSurnames) {
        if (one.sound == sound && one.text != surname) others.push_back(one.text);
    }
    return others;
}

}  // namespace hub::cli::population
