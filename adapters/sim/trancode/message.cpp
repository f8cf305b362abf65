#include "adapters/sim/trancode/message.h"

#include <fmt/format.h>

#include <charconv>

#include "adapters/codec/xml/parse.h"

namespace adapters::sim::trancode {

namespace xml = adapters::codec::xml;
using hub::core::Date;
using hub::core::Error;
using hub::core::Failure;
using hub::core::Result;
using hub::core::UtcTime;

namespace {

constexpr std::size_t kBytesMax = std::size_t{4} << 20;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kShanghaiMs = 28'800'000;

struct OlderName {
    std::string_view operations;  ///< a code, or the beginning of several
    std::string_view tag;
    std::string_view older;
    int until_minor;  ///< below this version
};

// V4.4 renamed CardNo everywhere and the inputs of 2002, 2003, 2006; V4.3 those of 4010 and 7xxx.
constexpr OlderName kOlderNames[] = {{"2002", "CertificateType", "CardType", 4},
                                     {"2002", "CertificateNum", "CardNum", 4},
                                     {"2003", "CertificateType", "CardType", 4},
                                     {"2003", "CertificateNum", "CardNum", 4},
                                     {"2006", "CertificateType", "CardType", 4},
                                     {"2006", "CertificateNum", "CardNum", 4},
                                     {"", "CardNum", "CardNo", 4},
                                     {"4010", "SeqNumber", "OrderNo", 3},
                                     {"7", "VisitType", "InPatientNo", 3}};

bool isWhole(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size();
}

bool fits(std::string_view text, char type) {
    switch (type) {
        case 'i':
            return isWhole(text);
        case 'd':
            return Money::parseYuan(text).ok();
        case 'D':
            return text.size() == 8 && Date::parse(text).ok();
        default:
            return true;
    }
}

std::vector<std::string_view> words(std::string_view line, char separator) {
    std::vector<std::string_view> found;
    while (!line.empty()) {
        const std::size_t end = std::min(line.find(separator), line.size());
        const std::string_view word = xml::trimmed(line.substr(0, end));
        if (!word.empty()) found.push_back(word);
        line.remove_prefix(std::min(end + 1, line.size()));
    }
    return found;
}

}  // namespace

std::string_view siteTag(std::string_view operation, std::string_view tag, int minor_version) {
    for (const OlderName& name : kOlderNames) {
        const bool here = operation.substr(0, name.operations.size()) == name.operations;
        if (here && name.tag == tag && minor_version < name.until_minor) return name.older;
    }
    return tag;
}

Result<Request> Request::parse(std::string_view document) {
    const Result<xml::Element> root = xml::parseText(document, kBytesMax);
    if (!root.ok()) return root.failure();
    if (root->name != "Request") return Failure(Error::SimNotValid, "the root is not Request");
    Request request;
    for (const xml::Element& child : root->children) request.values_.emplace(child.name, xml::trimmed(child.text));
    return request;
}

void Request::speak(std::string operation, int minor_version) {
    operation_ = std::move(operation);
    minor_version_ = minor_version;
}

Result<void> Request::check(std::string_view tags, bool accept_missing) const {
    for (const std::string_view word : words(tags, ' ')) {
        const std::size_t end = std::min(word.find_first_of("*!:"), word.size());
        const std::string_view tag = word.substr(0, end);
        const char mark = end < word.size() ? word[end] : ' ';
        const std::size_t colon = word.find(':');
        const std::string value = text(tag);
        if (mark == '*' && !has(tag) && !accept_missing) return Failure(Error::SimNotValid, fmt::format("缺少参数 {}", tag));
        if (mark == '!' && value.empty()) return Failure(Error::SimNotValid, fmt::format("参数 {} 不能为空", tag));
        if (colon != std::string_view::npos && !value.empty() && !fits(value, word[colon + 1]))
            return Failure(Error::SimNotValid, fmt::format("参数 {} 格式不正确", tag));
    }
    return {};
}

std::string Request::raw(std::string_view tag) const {
    const auto found = values_.find(tag);
    return found == values_.end() ? std::string() : found->second;
}

bool Request::has(std::string_view tag) const { return values_.find(siteTag(operation_, tag, minor_version_)) != values_.end(); }
std::string Request::text(std::string_view tag) const { return raw(siteTag(operation_, tag, minor_version_)); }

std::int64_t Request::number(std::string_view tag) const {
    const std::string value = text(tag);
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

Money Request::money(std::string_view tag) const {
    const std::string value = text(tag);
    return value.empty() ? Money() : *Money::parseYuan(value);
}

std::optional<Date> Request::day(std::string_view tag) const {
    const std::string value = text(tag);
    return value.empty() ? std::nullopt : std::optional(*Date::parse(value));
}

std::vector<std::string> Request::list(std::string_view tag, char separator) const {
    const std::string value = text(tag);
    std::vector<std::string> found;
    for (const std::string_view word : words(value, separator)) found.emplace_back(word);
    return found;
}

std::string Format::money(Money amount) const {
    std::string text = amount.yuan();
    if (money_ == MoneyForm::Shortest) {
        while (text.back() == '0') text.pop_back();
        if (text.back() == '.') text.pop_back();
    }
    return text;
}

std::string Format::day(Date day) { return fmt::format("{:04}{:02}{:02}", day.year, day.month, day.day); }

std::string Format::compact(UtcTime time, bool with_milliseconds) {
    const std::int64_t local_ms = time.ms + kShanghaiMs;
    const std::int64_t of_day = (local_ms % kDayMs + kDayMs) % kDayMs;
    const std::int64_t seconds = of_day / 1000;
    std::string text = fmt::format("{}{:02}{:02}{:02}", day(common::dayOf(time)), seconds / 3600, seconds / 60 % 60, seconds % 60);
    if (with_milliseconds) text += fmt::format("{:03}", of_day % 1000);
    return text;
}

std::string Format::time(UtcTime time) const {
    const std::string digits = compact(time, /*with_milliseconds=*/false);
    if (time_ == TimeForm::Compact) return digits;
    if (time_ == TimeForm::Spaced) return digits.substr(0, 8) + " " + digits.substr(8);
    return common::dayOf(time).text() + " " + digits.substr(8, 2) + ":" + digits.substr(10, 2) + ":" + digits.substr(12);
}

std::string Format::quantity(std::int64_t hundredths) {
    if (hundredths % 100 == 0) return std::to_string(hundredths / 100);
    return fmt::format("{}.{:02}", hundredths / 100, hundredths % 100);
}

}  // namespace adapters::sim::trancode
