#include "hub/cli/population/mistakes.h"

#include <fmt/format.h>

#include <algorithm>

#include "hub/cli/population/slips.h"

namespace hub::cli::population {

using contract::CertificateKind;
using contract::Sex;
using core::Date;

namespace {

constexpr std::size_t kQueue = 64;
constexpr int kNewbornFormsSince = 2015;
constexpr std::uint64_t kParentsCardIsMothersOf100 = 60;
constexpr std::uint64_t kNewbornHasMothersIdOf100 = 50;

/// Who was under 16 on 1999-10-01, when numbers got 18 characters, never had one of 15.
constexpr Date kFifteenDigitsBornBefore{1983, 10, 1};

std::string capitalised(std::string_view sound) {
    std::string text(sound);
    if (!text.empty()) text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string upper(std::string text) {
    for (char& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

/// Of those born together: their number and which of them this is, from 1.
struct Birth {
    int together = 0;
    int order = 0;
    bool same_sex = true;
};

Birth birthOf(const Household& household, const Person& child) {
    Birth birth;
    for (const Person& one : household.children) {
        if (one.birth_date != child.birth_date) continue;
        ++birth.together;
        if (&one == &child) birth.order = birth.together;
        birth.same_sex = birth.same_sex && one.sex == child.sex;
    }
    return birth;
}

}  // namespace

Mistakes::Mistakes(const Rates& rates, const Characters& characters, const Names& names)
    : rates_(rates), characters_(characters), names_(names) {
    queue_.reserve(kQueue);
}

bool Mistakes::make(Draw& draw, Mistake mistake) {
    MistakeCount& count = counts_[static_cast<std::size_t>(mistake)];
    ++count.possible;
    if (!draw.happens(rates_.of(mistake))) return false;
    ++count.made;
    return true;
}

void Mistakes::passed(const Household& household) {
    const auto add = [this](const Person& person) {
        if (queue_.size() < kQueue) {
            queue_.push_back(person);
        } else {
            queue_[queue_next_++ % kQueue] = person;
        }
    };
    add(household.father);
    if (household.mother) add(*household.mother);
}

Record Mistakes::record(Draw& draw, const Household& household, const Person& person) {
    Record record;
    writeName(draw, person, record);
    writeCertificate(draw, household, person, record);
    writeSexAndBirthDate(draw, person, record);
    writePhone(draw, person, record);
    writeAddress(draw, household, record);
    widenDigits(draw, record);
    return record;
}

bool Mistakes::startsAsNewborn(Draw& draw, const Household& household, const Person& child) {
    if (child.birth_date.year < kNewbornFormsSince || household.mother->name.form == NameForm::Foreign) return false;
    return make(draw, Mistake::NewbornForm);
}

Record Mistakes::newbornRecord(Draw& draw, const Household& household, const Person& child) {
    const Person& mother = *household.mother;
    const Birth birth = birthOf(household, child);
    const bool boy = child.sex == Sex::Male;
    Record record;
    record.birth_order = static_cast<std::uint8_t>(birth.order);
    const std::string_view link = draw.below(10) < 7 ? "之" : "";
    // Which twin it is stands in the name at some hospitals, and at others in the birth order only.
    const bool numbered = birth.together > 1 && birth.same_sex && draw.below(2) == 0;
    const std::string_view number = !numbered ? "" : birth.order == 1 ? "长" : "次";
    record.name = fmt::format("{}{}{}{}", mother.name.text(), link, number, boy ? "子" : "女");
    if (draw.below(100) < kNewbornHasMothersIdOf100) showCertificate(draw, mother, record);
    writeSexAndBirthDate(draw, child, record);
    writePhone(draw, mother, record);
    writeAddress(draw, household, record);
    widenDigits(draw, record);
    return record;
}

void Mistakes::writeName(Draw& draw, const Person& person, Record& record) {
    switch (person.name.form) {
        case NameForm::Chinese:
            record.name = chineseName(draw, person);
            return;
        case NameForm::Transcribed:
            record.name = transcribedName(draw, person.name);
            return;
        case NameForm::Foreign:
            record.name = foreignName(draw, person.name);
            return;
    }
}

std::string Mistakes::chineseName(Draw& draw, const Person& person) {
    std::string_view surname = person.name.surname;
    const auto surnames = names_.homophonesOf(surname);
    if (!surnames.empty() && make(draw, Mistake::SurnameHomophone)) surname = draw.of(surnames);
    Name name = make(draw, Mistake::NameChanged) ? person.other_name : person.name;
    name.surname = surname;

    std::string_view& heard = name.given[static_cast<std::size_t>(draw.below(name.given.size()))];
    const auto homophones = characters_.homophonesOf(heard);
    if (!homophones.empty() && make(draw, Mistake::GivenNameHomophone)) heard = draw.of(homophones);

    const std::string traditional = characters_.traditional(name.text());
    if (traditional != name.text() && make(draw, Mistake::NameTraditional)) return traditional;
    if (make(draw, Mistake::NamePinyin)) return inPinyin(draw, name);
    if (name.given.size() > 1 && make(draw, Mistake::NameCharacterDropped)) {
        name.given.erase(name.given.begin() + draw.between(0, static_cast<int>(name.given.size()) - 1));
        return name.text();
    }
    if (make(draw, Mistake::NameCharacterLost)) {
        const auto rare = std::find_if(name.given.begin(), name.given.end(), [&](std::string_view c) { return characters_.isRare(c); });
        (rare != name.given.end() ? *rare : name.given[static_cast<std::size_t>(draw.below(name.given.size()))]) = "?";
        return name.text();
    }
    if (make(draw, Mistake::NameDecorated)) {
        constexpr std::string_view kBlanks[] = {" ", "  ", "　"};
        constexpr std::string_view kRemarks[] = {"（复诊）", "(复诊)", "（医保）", " "};
        if (draw.below(2) == 0) return fmt::format("{}{}{}", name.surname, draw.of(kBlanks), name.givenText());
        return name.text() + std::string(draw.of(kRemarks));
    }
    return name.text();
}

std::string Mistakes::inPinyin(Draw& draw, const Name& name) const {
    std::string given;
    for (const std::string_view character : name.given) given += characters_.soundOf(character);
    const std::string_view surname = names_.soundOf(name.surname);
    switch (draw.below(4)) {
        case 0:
            return upper(fmt::format("{} {}", surname, given));
        case 1:
            return fmt::format("{} {}", capitalised(surname), capitalised(given));
        case 2:
            return upper(fmt::format("{}{}", surname, given));
        default:
            return fmt::format("{}{}", surname, given);
    }
}

std::string Mistakes::transcribedName(Draw& draw, const Name& name) {
    if (!make(draw, Mistake::MiddleDotVaried)) return name.text();
    constexpr std::string_view kDots[] = {"•", "・", ".", " ", ""};
    return fmt::format("{}{}{}", name.givenText(), draw.of(kDots), name.surname);
}

std::string Mistakes::foreignName(Draw& draw, const Name& name) {
    if (!make(draw, Mistake::ForeignNameTurned)) return name.text();
    return fmt::format("{} {}", name.givenText(), name.surname);
}

void Mistakes::writeCertificate(Draw& draw, const Household& household, const Person& person, Record& record) {
    const bool child = person.isChild();
    if (child && person.id_kind == CertificateKind::ResidentId && make(draw, Mistake::ParentsCard)) {
        return showCertificate(draw, draw.below(100) < kParentsCardIsMothersOf100 ? *household.mother : household.father, record);
    }
    if (!queue_.empty() && make(draw, Mistake::StrangersCard)) return showCertificate(draw, draw.of(queue_), record);
    if (make(draw, child ? Mistake::ChildWithoutId : Mistake::AdultWithoutId)) return;
    showCertificate(draw, person, record);
}

void Mistakes::showCertificate(Draw& draw, const Person& holder, Record& record) {
    record.id_kind = holder.id_kind;
    record.id_no = holder.id_no;
    const bool resident = holder.id_kind == CertificateKind::ResidentId;
    if (resident && holder.birth_date < kFifteenDigitsBornBefore && make(draw, Mistake::IdFifteenDigits)) {
        record.id_no = record.id_no.substr(0, 6) + record.id_no.substr(8, 9);
    }
    if (make(draw, Mistake::IdDigitWrong)) {
        record.id_no = withDigitWrong(draw, record.id_no).value_or(record.id_no);
    } else if (const auto swapped = withDigitsSwapped(draw, record.id_no); swapped && make(draw, Mistake::IdDigitsSwapped)) {
        record.id_no = *swapped;
    }
    if (resident && record.id_no.back() == 'X' && make(draw, Mistake::IdLowerCaseX)) record.id_no.back() = 'x';
}

void Mistakes::writeSexAndBirthDate(Draw& draw, const Person& person, Record& record) {
    record.sex = person.sex;
    if (make(draw, Mistake::SexWrong)) record.sex = person.sex == Sex::Male ? Sex::Female : Sex::Male;

    if (make(draw, Mistake::BirthDateBlank)) return;
    const Date right = person.birth_date;
    const Date new_year{right.year, 1, 1};
    const auto choose = [&]() -> Date {
        if (right != new_year && make(draw, Mistake::BirthDateNewYear)) return new_year;
        if (const auto swapped = daySwapped(right); swapped && make(draw, Mistake::BirthDateSwapped)) return *swapped;
        if (make(draw, Mistake::BirthDateDigitWrong)) return dayWithDigitWrong(draw, right).value_or(right);
        if (make(draw, Mistake::BirthYearOffByOne)) return dayOffByOneYear(draw, right);
        return right;
    };
    record.birth_date = choose().text();
}

void Mistakes::writePhone(Draw& draw, const Person& person, Record& record) {
    if (make(draw, Mistake::PhoneBlank)) return;
    if (make(draw, Mistake::PhonePlaceholder)) {
        record.phone = "13800000000";
        return;
    }
    record.phone = make(draw, Mistake::PhoneFormer) ? person.former_phone : person.phone;
    if (make(draw, Mistake::PhoneDigitWrong)) record.phone = *withDigitWrong(draw, record.phone);
}

void Mistakes::writeAddress(Draw& draw, const Household& household, Record& record) {
    if (make(draw, Mistake::AddressBlank)) return;
    record.address = make(draw, Mistake::AddressFormer) ? household.former_address : household.address;
}

void Mistakes::widenDigits(Draw& draw, Record& record) {
    if (record.id_no.empty() && record.phone.empty()) return;
    if (!make(draw, Mistake::FullWidthDigits)) return;
    const bool phone = record.id_no.empty() || (!record.phone.empty() && draw.below(2) == 0);
    std::string& text = phone ? record.phone : record.id_no;
    text = withWideDigits(text);
}

}  // namespace hub::cli::population
