#include "tests/unit/identity_matching/names.h"

using namespace tests::matching;

namespace {

ChildOf childOf(std::string_view name) { return reader().read(name).child_of; }

}  // namespace

BOOST_AUTO_TEST_SUITE(newborn)

BOOST_AUTO_TEST_CASE(a_newborn_is_called_by_its_parent_and_the_name_is_the_parents) {
    struct Row {
        const char* name;
        ChildOf child;
    };
    const Row rows[] = {
        {"王芳之子", ChildOf::Son},           {"王芳之女", ChildOf::Daughter},    {"王芳之婴", ChildOf::Child},
        {"王芳之长子", ChildOf::Son},         {"王芳之次女", ChildOf::Daughter},  {"王芳之双胞胎一子", ChildOf::Son},
        {"王芳之双胞胎之二", ChildOf::Child}, {"王芳之大双", ChildOf::Child},     {"王芳之子1", ChildOf::Son},
        {"王芳之女Ｂ", ChildOf::Daughter},    {"王芳之男婴", ChildOf::Son},       {"王芳之女婴", ChildOf::Daughter},
        {"王芳的儿子", ChildOf::Son},         {"王芳之子女", ChildOf::Child},     {"王芳新生儿", ChildOf::Child},
        {"王芳女婴", ChildOf::Daughter},      {"王芳 之 子", ChildOf::Son},       {"王芳之子（早产）", ChildOf::Son},
        {"王芳(之女)", ChildOf::Daughter},    {"王芳（新生儿）", ChildOf::Child}, {"王芳之新生兒", ChildOf::Child},
    };
    for (const Row& row : rows) {
        BOOST_TEST(childOf(row.name) == row.child, row.name);
        BOOST_TEST(charactersOf(row.name) == "王芳", row.name);
        BOOST_TEST(syllablesOf(row.name) == "wang fang", row.name);
        BOOST_TEST(reader().read(row.name).script == NameScript::Han, row.name);
        BOOST_TEST(surnameOf(row.name) == 1, row.name);
    }
}

BOOST_AUTO_TEST_CASE(people_who_have_a_name_of_their_own_are_nobodys_child) {
    for (const char* name : {"王芳", "王子", "李男", "张之子", "欧阳之女", "王宝宝", "欧阳宝宝", "王芳之", "王芳之友", "王芳之大",
                             "王芳之一", "王芳(女)", "王芳(子)", "周芳子", "Webb", "Zhang Webb", "王之涣", "之子"}) {
        BOOST_TEST(childOf(name) == ChildOf::Nobody, name);
    }
    BOOST_TEST(charactersOf("张之子") == "张之子");
}

BOOST_AUTO_TEST_CASE(a_parent_may_have_a_compound_surname_or_a_zhi_in_the_name) {
    BOOST_TEST(charactersOf("欧阳芳之女") == "欧阳芳");
    BOOST_TEST(surnameOf("欧阳芳之女") == 2);
    BOOST_TEST(charactersOf("王羲之之子") == "王羲之");
    BOOST_TEST(childOf("王羲之之子") == ChildOf::Son);
    BOOST_TEST(charactersOf("阿依古丽·买买提之子") == "阿依古丽买买提");
    BOOST_TEST(charactersOf("王?之子") == "王?");
    BOOST_TEST(childOf("王?之子") == ChildOf::Son);
}

BOOST_AUTO_TEST_SUITE_END()
