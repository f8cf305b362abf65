#include "hub/identity/matching/newborn.h"

namespace hub::identity::matching {

namespace {

enum class Says : std::uint8_t { Order, Son, Daughter, Child };

struct Word {
    std::u32string_view text;
    Says says;
    bool alone;  ///< may follow the parent's name without 之 or 的: no given name ends so
};

// Longer words first: 女婴 before 女.
constexpr Word kWords[] = {
    {U"双胞胎", Says::Child, true},   {U"三胞胎", Says::Child, true}, {U"龙凤胎", Says::Child, true},   {U"新生儿", Says::Child, true},
    {U"双胎", Says::Child, true},     {U"婴儿", Says::Child, true},   {U"男婴", Says::Son, true},       {U"女婴", Says::Daughter, true},
    {U"宝宝", Says::Child, true},     {U"毛毛", Says::Child, false},  {U"孩子", Says::Child, false},    {U"男孩", Says::Son, false},
    {U"女孩", Says::Daughter, false}, {U"儿子", Says::Son, false},    {U"女儿", Says::Daughter, false}, {U"baby", Says::Child, true},
    {U"bb", Says::Child, true},       {U"子", Says::Son, false},      {U"男", Says::Son, false},        {U"女", Says::Daughter, false},
    {U"婴", Says::Child, false},      {U"孩", Says::Child, false},    {U"宝", Says::Child, false},      {U"娃", Says::Child, false},
    {U"双", Says::Child, false},      {U"胎", Says::Child, false},    {U"之", Says::Order, false},      {U"第", Says::Order, false},
    {U"号", Says::Order, false},      {U"长", Says::Order, false},    {U"次", Says::Order, false},      {U"大", Says::Order, false},
    {U"小", Says::Order, false},      {U"幼", Says::Order, false},    {U"甲", Says::Order, false},      {U"乙", Says::Order, false},
    {U"丙", Says::Order, false},      {U"一", Says::Order, false},    {U"二", Says::Order, false},      {U"三", Says::Order, false},
    {U"四", Says::Order, false},      {U"1", Says::Order, false},     {U"2", Says::Order, false},       {U"3", Says::Order, false},
    {U"4", Says::Order, false},       {U"a", Says::Order, false},     {U"b", Says::Order, false},       {U"c", Says::Order, false},
};

const Word* firstWord(std::u32string_view text) {
    for (const Word& word : kWords) {
        if (text.starts_with(word.text)) return &word;
    }
    return nullptr;
}

}  // namespace

ChildOf childBy(std::u32string_view tail) {
    const bool linked = tail.starts_with(U'之') || tail.starts_with(U'的');
    if (linked) tail.remove_prefix(1);
    const Word* word = firstWord(tail);
    if (word == nullptr || word->text == U"之" || (!linked && !word->alone)) return ChildOf::Nobody;
    bool son = false;
    bool daughter = false;
    bool child = false;
    for (; word != nullptr; word = firstWord(tail)) {
        son = son || word->says == Says::Son;
        daughter = daughter || word->says == Says::Daughter;
        child = child || word->says == Says::Child;
        tail.remove_prefix(word->text.size());
    }
    if (!tail.empty()) return ChildOf::Nobody;
    if (son != daughter) return son ? ChildOf::Son : ChildOf::Daughter;
    return son || child ? ChildOf::Child : ChildOf::Nobody;
}

}  // namespace hub::identity::matching
