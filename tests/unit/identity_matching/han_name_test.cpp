#include "tests/unit/identity_matching/names.h"

using namespace tests::matching;

BOOST_AUTO_TEST_SUITE(han_name)

BOOST_AUTO_TEST_CASE(a_han_name_has_a_syllable_for_each_character) {
    const NameForm form = reader().read("张三丰");
    BOOST_TEST(form.script == NameScript::Han);
    BOOST_TEST(form.characters.size() == 3U);
    BOOST_TEST(form.words.empty());
    BOOST_TEST(!form.unreadable);
    BOOST_TEST(syllablesOf("张三丰") == "zhang san feng");
    BOOST_TEST(charactersOf("张三丰") != charactersOf("张三"));
}

BOOST_AUTO_TEST_CASE(blanks_width_and_the_traditional_form_do_not_count) {
    for (const char* written : {"张三丰", " 张　三 丰 ", "張三豐", "张-三丰", "张\t三丰", "\xEF\xBB\xBF张三\xE2\x80\x8B丰"})
        BOOST_TEST(charactersOf(written) == "张三丰", written);
    BOOST_TEST(charactersOf("张三峰") != "张三丰");
    BOOST_TEST(charactersOf("張後") == charactersOf("张后"));
    BOOST_TEST(charactersOf("歐陽脩") == "欧阳脩");
}

BOOST_AUTO_TEST_CASE(heaven_stays_itself_and_is_not_simplified_to_dry) {
    BOOST_TEST(charactersOf("李乾") == "李乾");
    BOOST_TEST(syllablesOf("李乾") == "li qian");
    BOOST_TEST(charactersOf("李幹") == "李干");
}

BOOST_AUTO_TEST_CASE(a_surname_is_read_as_a_surname_and_the_same_character_in_a_given_name_is_not) {
    BOOST_TEST(syllablesOf("单雄信") == "shan xiong xin");
    BOOST_TEST(syllablesOf("李单") == "li dan");
    BOOST_TEST(syllablesOf("曾明") == "zeng ming");
    BOOST_TEST(syllablesOf("李曾") == "li ceng");
    BOOST_TEST(syllablesOf("仇明") == "qiu ming");
    BOOST_TEST(syllablesOf("解明") == "xie ming");
    BOOST_TEST(syllablesOf("区明") == "ou ming");
    BOOST_TEST(syllablesOf("查明") == "zha ming");
    BOOST_TEST(syllablesOf("盖明") == "ge ming");
    BOOST_TEST(syllablesOf("乐明") == "yue ming");
    BOOST_TEST(syllablesOf("张乐") == "zhang le");
    BOOST_TEST(syllablesOf("王重阳") == "wang zhong yang");
    BOOST_TEST(syllablesOf("區明") == "ou ming");
}

BOOST_AUTO_TEST_CASE(where_icu_does_not_read_names_our_rows_do) {
    BOOST_TEST(syllablesOf("朴明") == "piao ming");
    BOOST_TEST(syllablesOf("李朴") == "li pu");
    BOOST_TEST(syllablesOf("缪明") == "miao ming");
    BOOST_TEST(syllablesOf("尉明") == "wei ming");
    BOOST_TEST(syllablesOf("覃明") == "qin ming");
    BOOST_TEST(syllablesOf("闞明") == "kan ming");
    BOOST_TEST(syllablesOf("王晟") == "wang sheng");
    BOOST_TEST(syllablesOf("吕绿") == "lü lü");
}

BOOST_AUTO_TEST_CASE(a_compound_surname_is_two_characters_when_a_given_name_follows) {
    BOOST_TEST(surnameOf("欧阳修") == 2);
    BOOST_TEST(surnameOf("歐陽修") == 2);
    BOOST_TEST(surnameOf("司马相如") == 2);
    BOOST_TEST(surnameOf("欧阳") == 1);
    BOOST_TEST(surnameOf("欧明阳") == 1);
    BOOST_TEST(syllablesOf("尉迟恭") == "yu chi gong");
    BOOST_TEST(syllablesOf("长孙明") == "zhang sun ming");
    BOOST_TEST(syllablesOf("万俟明") == "mo qi ming");
    BOOST_TEST(syllablesOf("澹臺明") == "tan tai ming");
    BOOST_TEST(syllablesOf("令狐冲") == "ling hu chong");
    BOOST_TEST(syllablesOf("子车明") == "zi ju ming");
    BOOST_TEST(surnameOf("单于明") == 1);  // of old books; today it is a 单 called 于明
}

BOOST_AUTO_TEST_CASE(a_surname_is_only_told_where_it_can_be) {
    BOOST_TEST(surnameOf("王芳") == 1);
    BOOST_TEST(surnameOf("张") == 1);
    BOOST_TEST(surnameOf("芳") == 0);
    BOOST_TEST(surnameOf("陈张玉兰") == 1);
    BOOST_TEST(surnameOf("古丽米热木") == 0);  // five characters
    BOOST_TEST(surnameOf("司马义·吐尔逊") == 0);
    BOOST_TEST(surnameOf("马·明") == 0);
    BOOST_TEST(surnameOf("马明") == 1);
}

BOOST_AUTO_TEST_CASE(dots_of_transcribed_names_do_not_count_whichever_they_are) {
    for (const char* written : {"阿依古丽·买买提", "阿依古丽•买买提", "阿依古丽.买买提", "阿依古丽‧买买提", "阿依古丽・买买提",
                                "阿依古丽．买买提", "阿依古丽买买提", "阿依古丽 · 买买提"}) {
        BOOST_TEST(charactersOf(written) == "阿依古丽买买提", written);
        BOOST_TEST(syllablesOf(written) == "a yi gu li mai mai ti", written);
        BOOST_TEST(surnameOf(written) == 0, written);
    }
    BOOST_TEST(charactersOf("阿依古丽·买买江") != "阿依古丽买买提");
}

BOOST_AUTO_TEST_CASE(a_remark_in_brackets_at_the_end_is_no_part_of_the_name) {
    for (const char* written :
         {"张三(复诊)", "张三（复诊）", "张三【急】", "张三 [2]", "张三(复诊", "张三(复诊)(加号)", "张三 （复诊） "}) {
        BOOST_TEST(charactersOf(written) == "张三", written);
        BOOST_TEST(reader().read(written).script == NameScript::Han, written);
    }
    BOOST_TEST(charactersOf("张(老)三") == "张(老)三");
    BOOST_TEST(reader().read("张(老)三").script == NameScript::Mixed);
    BOOST_TEST(charactersOf("(张三)") == "(张三)");
}

BOOST_AUTO_TEST_CASE(characters_beyond_the_basic_plane_are_characters_like_others) {
    const NameForm form = reader().read("王𬭎");
    BOOST_TEST(form.script == NameScript::Han);
    BOOST_TEST(form.characters.size() == 2U);
    BOOST_TEST(charactersOf("王𬭎") == "王𬭎");
    BOOST_TEST(syllablesOf("王𬭎") == "wang hong");
    BOOST_TEST(syllablesOf("刘䶮") == "liu yan");
    BOOST_TEST(charactersOf("刘\xEE\xA1\xA3") == "刘䶮");  // U+E863, where GBK had it
    BOOST_TEST(reader().read("𠮷").script == NameScript::Han);
}

BOOST_AUTO_TEST_CASE(a_lost_character_keeps_its_place_and_makes_the_name_unreadable) {
    for (const char* written : {"张?丰", "张？丰", "张\xEF\xBF\xBD丰", "张□丰", "张*丰", "张\xFF丰", "张\xEE\x80\x80丰"}) {
        BOOST_TEST(reader().read(written).unreadable, written);
        BOOST_TEST(charactersOf(written) == "张?丰", written);
        BOOST_TEST(syllablesOf(written) == "zhang - feng", written);
        BOOST_TEST(surnameOf(written) == 1, written);
    }
    BOOST_TEST(!reader().read("张三丰").unreadable);
    BOOST_TEST(!reader().read("张三(?)").unreadable);
    BOOST_TEST(reader().read("???").script == NameScript::Mixed);
}

BOOST_AUTO_TEST_CASE(what_is_neither_han_nor_latin_is_mixed_and_nothing_is_empty) {
    BOOST_TEST(reader().read("张Mary").script == NameScript::Mixed);
    BOOST_TEST(reader().read("张三2").script == NameScript::Mixed);
    BOOST_TEST(charactersOf("张三２Ａ") == "张三2a");
    BOOST_TEST(reader().read("Иван").script == NameScript::Mixed);
    for (const char* nothing : {"", "  ", "·", "'"}) BOOST_TEST(reader().read(nothing).script == NameScript::Empty, nothing);
}

BOOST_AUTO_TEST_CASE(variants_are_other_characters_for_the_same_name) {
    const auto variants = [](char32_t a, char32_t b) { return reader().areVariants(a, b) && reader().areVariants(b, a); };
    for (const auto* pair : {U"萧肖", U"傅付", U"阎闫", U"邱丘", U"於于", U"鍾锺", U"哲喆", U"昇升", U"峰峯", U"張张"}) {
        BOOST_TEST(variants(pair[0], pair[1]), static_cast<unsigned>(pair[0]));
    }
    BOOST_TEST(!variants(U'余', U'佘'));
    BOOST_TEST(!variants(U'萧', U'付'));
    BOOST_TEST(!variants(U'张', U'章'));
    BOOST_TEST(!variants(U'张', U'张'));
    BOOST_TEST(!variants(U'李', U'a'));
}

BOOST_AUTO_TEST_CASE(characters_are_read_alike_when_they_share_any_reading) {
    const auto alike = [](char32_t a, char32_t b) { return reader().readAlike(a, b) && reader().readAlike(b, a); };
    BOOST_TEST(alike(U'单', U'丹'));
    BOOST_TEST(alike(U'单', U'山'));
    BOOST_TEST(alike(U'曾', U'增'));
    BOOST_TEST(alike(U'曾', U'层'));
    BOOST_TEST(alike(U'仇', U'邱'));
    BOOST_TEST(alike(U'解', U'谢'));
    BOOST_TEST(alike(U'查', U'茶'));
    BOOST_TEST(alike(U'覃', U'谭'));
    BOOST_TEST(alike(U'乐', U'勒'));
    BOOST_TEST(alike(U'單', U'丹'));
    BOOST_TEST(alike(U'伟', U'伟'));
    BOOST_TEST(!alike(U'单', U'三'));
    BOOST_TEST(!alike(U'曾', U'真'));
    BOOST_TEST(!alike(U'a', U'a'));
}

BOOST_AUTO_TEST_SUITE_END()
