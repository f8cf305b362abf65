#include "hub/cli/population/characters.h"

namespace hub::cli::population {

namespace {

struct Sound {
    std::string_view pinyin;
    std::string_view characters;
};

/// The reading is the one in names, without tone: 贞 is zhen, 隽 is jun.
// clang-format off
constexpr Sound kSounds[] = {
    {"ai", "霭爱艾嫒"}, {"an", "安"}, {"bai", "柏"}, {"bao", "宝保"}, {"bei", "北蓓"}, {"bian", "变"}, {"biao", "彪"},
    {"bin", "斌彬宾滨"}, {"bing", "炳秉兵冰"}, {"bo", "波博勃渤"}, {"cai", "财才彩采"}, {"cen", "岑"}, {"chai", "钗"},
    {"chang", "长昌畅"}, {"chao", "超朝潮"}, {"chen", "晨辰宸琛尘臣"}, {"cheng", "成诚晟城程承"}, {"chu", "初"}, {"chuan", "川传钏穿"},
    {"chun", "春纯淳椿"}, {"cui", "翠萃"}, {"cun", "存"}, {"da", "大"}, {"dan", "丹单旦"}, {"dao", "道"}, {"de", "德得"}, {"deng", "登"},
    {"di", "弟迪"}, {"dong", "东冬栋董"}, {"duan", "端"}, {"e", "娥"}, {"en", "恩"}, {"fa", "发"}, {"fan", "凡帆"},
    {"fang", "方芳房坊放"}, {"fei", "飞菲非斐"}, {"fen", "芬"}, {"feng", "峰凤锋丰风枫烽沣封奉"}, {"fu", "福富"}, {"gai", "改"},
    {"gang", "刚钢"}, {"ge", "歌格"}, {"gen", "根"}, {"gong", "功"}, {"guang", "光广"}, {"gui", "贵桂"}, {"guo", "国果"},
    {"hai", "海亥"}, {"han", "涵翰瀚函晗寒韩含"}, {"hang", "航珩杭"}, {"hao", "浩豪昊皓灏颢毫"}, {"he", "和鹤荷"}, {"heng", "衡恒"},
    {"hong", "宏洪鸿红𬭎弘虹泓"}, {"hou", "厚"}, {"hu", "虎"}, {"hua", "华花桦骅"}, {"huai", "怀"}, {"huan", "焕环换欢"},
    {"hui", "辉会晖惠慧蕙卉挥徽汇"}, {"ji", "吉继纪"}, {"jia", "家嘉佳加"}, {"jian", "健建剑俭鉴键"}, {"jiang", "江姜"},
    {"jiao", "娇姣"}, {"jie", "杰洁倢捷婕桀"}, {"jin", "金进锦瑾晋"}, {"jing", "景敬京璟静晶菁靖婧精"}, {"ju", "菊举"}, {"juan", "娟"},
    {"jue", "珏"}, {"jun", "军俊钧骏峻君珺隽均"}, {"kai", "开凯楷恺"}, {"kang", "康"}, {"ke", "克珂可科"}, {"kun", "坤琨昆"},
    {"la", "腊"}, {"lai", "来"}, {"lan", "兰岚蓝澜"}, {"le", "乐"}, {"lei", "磊雷垒蕾"}, {"li", "立利丽莉黎俐力莅俪"}, {"lian", "连莲"},
    {"liang", "亮良梁"}, {"lin", "林霖琳淋麟临邻"}, {"ling", "岭令凌菱玲灵铃翎陵聆"}, {"long", "龙隆珑"}, {"lu", "禄璐露"},
    {"lun", "伦"}, {"luo", "洛"}, {"man", "满蔓曼"}, {"mao", "茂"}, {"mei", "妹媚梅美玫媒"}, {"meng", "蒙萌梦"}, {"miao", "淼苗妙"},
    {"min", "民敏珉旻闽"}, {"ming", "明铭名鸣茗"}, {"mo", "墨默茉莫"}, {"mu", "木沐"}, {"na", "娜那"}, {"nan", "楠南"}, {"ni", "妮倪"},
    {"nian", "念"}, {"ning", "宁柠凝"}, {"nuo", "诺糯"}, {"ou", "藕"}, {"pan", "攀盼"}, {"pei", "培佩珮配沛"}, {"peng", "鹏朋"},
    {"ping", "平萍苹坪屏"}, {"qi", "启其琦奇祺淇琪齐绮"}, {"qian", "茜倩谦芊千"}, {"qiang", "强"}, {"qiao", "巧乔"},
    {"qin", "勤芹琴秦沁"}, {"qing", "庆清晴青卿"}, {"qiong", "琼"}, {"qiu", "秋邱"}, {"quan", "全泉权"}, {"qun", "群"},
    {"ran", "然冉苒"}, {"ren", "仁人"}, {"rong", "荣绒蓉容融"}, {"rui", "瑞锐睿蕊芮"}, {"run", "润"}, {"ruo", "若"}, {"sen", "森"},
    {"sha", "莎"}, {"shan", "山善姗珊杉"}, {"shao", "少绍"}, {"sheng", "生胜盛升圣声"}, {"shi", "世士石诗仕施"}, {"shou", "守寿"},
    {"shu", "树书述舒淑姝"}, {"shuai", "帅"}, {"shuang", "霜爽"}, {"shui", "水"}, {"shun", "顺"}, {"shuo", "硕"}, {"si", "思斯丝"},
    {"song", "松嵩"}, {"su", "素苏"}, {"sui", "随"}, {"suo", "锁"}, {"tang", "堂糖"}, {"tao", "涛韬桃滔"}, {"tian", "天田恬甜"},
    {"tie", "铁"}, {"ting", "廷挺霆婷亭庭"}, {"tong", "桐彤童"}, {"wan", "万婉晚"}, {"wang", "旺"},
    {"wei", "伟维威卫炜巍玮微薇蔚纬唯苇为惟"}, {"wen", "文雯纹闻"}, {"wu", "武"}, {"xi", "喜熙汐希玺夕晞曦西兮"}, {"xia", "夏霞侠"},
    {"xian", "贤先仙"}, {"xiang", "祥向翔香湘想"}, {"xiao", "晓小孝笑筱肖"}, {"xin", "新信鑫欣昕芯心歆馨辛"}, {"xing", "兴杏星"},
    {"xiong", "雄"}, {"xiu", "修绣秀琇"}, {"xu", "绪旭"}, {"xuan", "轩璇萱宣"}, {"xue", "学雪"}, {"ya", "亚雅"},
    {"yan", "延岩焱彦䶮言妍艳燕嫣雁炎研焉烟"}, {"yang", "洋阳扬杨"}, {"yao", "耀尧瑶"}, {"ye", "烨叶"},
    {"yi", "义毅益翼奕逸一屹亦伊依怡艺亿谊易仪宜颐弈"}, {"yin", "银引茵音因殷"}, {"ying", "英瑛莺颖莹盈瀛营"}, {"yong", "勇永咏泳涌"},
    {"you", "友有佑"}, {"yu", "玉余宇煜钰予羽雨语瑜裕育昱郁玙"}, {"yuan", "元源远苑媛沅园缘"}, {"yue", "越悦月"},
    {"yun", "云运允芸韵耘匀"}, {"ze", "泽则"}, {"zhan", "占"}, {"zhang", "章"}, {"zhao", "钊招"}, {"zhe", "哲喆"},
    {"zhen", "振震贞珍真臻祯镇"}, {"zheng", "正征政"}, {"zhi", "志智致枝芷芝治之直止"}, {"zhong", "忠中仲钟"}, {"zhu", "柱珠竹"},
    {"zhuan", "转"}, {"zhuang", "庄"}, {"zhuo", "卓"}, {"zi", "梓子紫籽"}, {"zong", "宗"}, {"zu", "祖"},};
// clang-format on

/// A simplified character and its traditional one, in turn. Surnames that never changed (范, 于, 涂) are not here.
constexpr std::string_view kTraditional =
    "伟偉强強军軍杰傑涛濤刚剛辉輝鹏鵬飞飛龙龍华華国國庆慶云雲东東兴興荣榮义義晓曉学學宝寶万萬长長贵貴树樹启啟开開胜勝财財发發"
    "顺順连連广廣传傳贤賢岭嶺绪緒泽澤继繼进進运運书書钧鈞银銀锁鎖满滿来來凤鳳鹤鶴禄祿寿壽焕煥润潤铁鐵维維纪紀怀懷鸿鴻绍紹会會"
    "凯凱帅帥亚亞宁寧锋鋒卫衛红紅剑劍钢鋼骏駿阳陽恒恆晖暉尧堯炜煒韬韜锐銳诚誠钊釗垒壘权權伦倫乐樂栋棟丰豐远遠轩軒铭銘锦錦彦彥"
    "诺諾烨燁钰鈺硕碩圣聖尘塵莲蓮贞貞腊臘霭靄随隨俭儉瑶瑤玺璽环環钗釵钏釧绒絨绣繡变變转轉换換庄莊纯純悦悅娇嬌姗姍畅暢玮瑋莺鶯"
    "诗詩语語柠檸静靜丽麗艳艷兰蘭洁潔颖穎莹瑩爱愛琼瓊岚嵐韵韻欢歡艺藝纬緯苇葦为為隽雋咏詠涌湧宾賓滨濱挥揮鉴鑒键鍵鸣鳴灏灝颢顥"
    "风風枫楓沣灃临臨邻鄰桦樺骅驊苹蘋闽閩莅蒞俪儷侠俠灵靈铃鈴营營蓝藍澜瀾匀勻祯禎汇匯单單纹紋闻聞嫒嬡举舉苏蘇乔喬谦謙珑瓏扬揚"
    "杨楊声聲钟鍾亿億谊誼仪儀颐頤镇鎮齐齊绮綺丝絲韩韓则則晋晉园園缘緣叶葉恺愷梦夢烟煙张張刘劉陈陳赵趙黄黃吴吳孙孫马馬罗羅郑鄭"
    "谢謝许許邓鄧冯馮蒋蔣吕呂卢盧谭譚陆陸韦韋贾賈邹鄒闫閆贺賀顾顧龚龔钱錢严嚴汤湯赖賴阎閻萧蕭区區温溫欧歐诸諸颜顏庞龐聂聶鲁魯"
    "骆駱谌諶蔺藺关關";
constexpr std::string_view kRare = "𬭎䶮倢喆旻晞玙珮珺琇璟";

std::size_t bytesOf(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    return byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
}

}  // namespace

std::vector<std::string_view> charactersOf(std::string_view text) {
    std::vector<std::string_view> characters;
    while (!text.empty()) {
        const std::size_t bytes = bytesOf(text.front());
        characters.push_back(text.substr(0, bytes));
        text.remove_prefix(characters.back().size());
    }
    return characters;
}

Characters::Characters() {
    for (const Sound& sound : kSounds) {
        groups_.push_back({sound.pinyin, charactersOf(sound.characters)});
        for (const std::string_view character : groups_.back().characters) group_of_.emplace(character, groups_.size() - 1);
    }
    const std::vector<std::string_view> pairs = charactersOf(kTraditional);
    for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) traditional_of_.emplace(pairs[i], pairs[i + 1]);
}

std::string_view Characters::soundOf(std::string_view character) const {
    const auto found = group_of_.find(character);
    return found == group_of_.end() ? std::string_view() : groups_[found->second].sound;
}

std::vector<std::string_view> Characters::homophonesOf(std::string_view character) const {
    const auto found = group_of_.find(character);
    if (found == group_of_.end()) return {};
    std::vector<std::string_view> others = groups_[found->second].characters;
    std::erase(others, character);
    return others;
}

std::string Characters::traditional(std::string_view text) const {
    std::string written;
    for (const std::string_view character : charactersOf(text)) {
        const auto found = traditional_of_.find(character);
        written += found == traditional_of_.end() ? character : found->second;
    }
    return written;
}

bool Characters::isRare(std::string_view character) const { return kRare.find(character) != std::string_view::npos; }

}  // namespace hub::cli::population
