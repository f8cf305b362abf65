#include "hub/cli/population/places.h"

#include <fmt/format.h>

#include <array>

namespace hub::cli::population {

namespace {

constexpr std::size_t kLocalRegions = 10;
constexpr std::size_t kXinjiangRegions = 2;  // the last ones

constexpr Region kRegions[] = {
    {"370202", "山东省青岛市市南区", 60},
    {"370203", "山东省青岛市市北区", 110},
    {"370211", "山东省青岛市黄岛区", 150},
    {"370212", "山东省青岛市崂山区", 45},
    {"370213", "山东省青岛市李沧区", 65},
    {"370214", "山东省青岛市城阳区", 85},
    {"370215", "山东省青岛市即墨区", 120},
    {"370281", "山东省青岛市胶州市", 95},
    {"370283", "山东省青岛市平度市", 130},
    {"370285", "山东省青岛市莱西市", 70},
    {"370102", "山东省济南市历下区", 8},
    {"370602", "山东省烟台市芝罘区", 9},
    {"370702", "山东省潍坊市潍城区", 8},
    {"370782", "山东省潍坊市诸城市", 12},
    {"371002", "山东省威海市环翠区", 6},
    {"371102", "山东省日照市东港区", 8},
    {"371302", "山东省临沂市兰山区", 12},
    {"371702", "山东省菏泽市牡丹区", 12},
    {"110101", "北京市东城区", 2},
    {"120101", "天津市和平区", 2},
    {"130102", "河北省石家庄市长安区", 4},
    {"140105", "山西省太原市小店区", 3},
    {"150102", "内蒙古自治区呼和浩特市新城区", 3},
    {"210102", "辽宁省沈阳市和平区", 4},
    {"220102", "吉林省长春市南关区", 6},
    {"230102", "黑龙江省哈尔滨市道里区", 9},
    {"310104", "上海市徐汇区", 2},
    {"320102", "江苏省南京市玄武区", 4},
    {"330106", "浙江省杭州市西湖区", 3},
    {"340102", "安徽省合肥市瑶海区", 7},
    {"350203", "福建省厦门市思明区", 2},
    {"360102", "江西省南昌市东湖区", 3},
    {"410102", "河南省郑州市中原区", 10},
    {"411002", "河南省许昌市魏都区", 6},
    {"420106", "湖北省武汉市武昌区", 4},
    {"430102", "湖南省长沙市芙蓉区", 3},
    {"440106", "广东省广州市天河区", 2},
    {"500101", "重庆市万州区", 3},
    {"510104", "四川省成都市锦江区", 5},
    {"610103", "陕西省西安市碑林区", 4},
    {"620102", "甘肃省兰州市城关区", 4},
    {"540102", "西藏自治区拉萨市城关区", 1},
    {"650102", "新疆维吾尔自治区乌鲁木齐市天山区", 2},
    {"653101", "新疆维吾尔自治区喀什地区喀什市", 1},
};

constexpr std::string_view kStreets[] = {"香港中路", "香港东路", "延安三路", "南京路",   "山东路",   "辽阳西路", "福州南路", "台东一路",
                                         "威海路",   "人民路",   "四流中路", "重庆南路", "黑龙江路", "长江中路", "井冈山路", "滨海大道",
                                         "海尔路",   "深圳路",   "书院路",   "京口路",   "正阳路",   "春阳路",   "鹤山路",   "兰州东路",
                                         "胶州路",   "扬州路",   "杭州路",   "青岛路",   "烟台路",   "石岛街",   "解放路",   "文化路",
                                         "新华路",   "和平路",   "建设路",   "中山路"};
constexpr std::string_view kTowns[] = {"李哥庄镇", "胶莱镇", "洋河镇", "田横镇",   "移风店镇", "灵山镇", "南村镇", "蓼兰镇", "明村镇",
                                       "店子镇",   "旧店镇", "姜山镇", "夏格庄镇", "南墅镇",   "琅琊镇", "泊里镇", "大场镇", "王台镇"};
constexpr std::string_view kVillages[] = {"东王家", "西李家", "前张家", "后刘家", "大陈家", "小孙家", "北杨家", "南赵家", "河东",
                                          "河西",   "岭前",   "岭后",   "上泊",   "下泊",   "辛庄",   "官庄",   "店子",   "双庙"};

}  // namespace

Places::Places() {
    for (const Region& region : kRegions) {
        all_.add(region.weight);
        if (local_.size() < kLocalRegions) local_.add(region.weight);
    }
}

std::size_t Places::birthRegion(Draw& draw) const { return draw.among(all_); }
std::size_t Places::localRegion(Draw& draw) const { return draw.among(local_); }
std::size_t Places::xinjiangRegion(Draw& draw) const { return regions() - 1 - draw.below(kXinjiangRegions); }

std::string Places::address(Draw& draw) const {
    const Region& region = kRegions[localRegion(draw)];
    if (draw.below(4) == 0) return fmt::format("{}{}{}村{}号", region.text, draw.of(kTowns), draw.of(kVillages), draw.between(1, 420));
    const std::string_view street = draw.of(kStreets);
    const int number = draw.between(1, 240);
    const int house = draw.between(1, 24);
    const int entrance = draw.between(1, 4);
    const int floor = draw.between(1, 18);
    return fmt::format("{}{}{}号{}号楼{}单元{}{:02}", region.text, street, number, house, entrance, floor, draw.between(1, 4));
}

std::size_t Places::regions() { return std::size(kRegions); }
std::string_view Places::codeOf(std::size_t region) { return kRegions[region].code; }

}  // namespace hub::cli::population
