#pragma once

#include <array>
#include <string>
#include <utility>

#include "hub/core/clock.h"
#include "hub/core/date.h"
#include "hub/core/describe.h"

/// What the platform keeps. The people are invented, so nothing here is Sensitive. A time of 0 means none.
namespace adapters::sim::ehealth_card {

using hub::core::Date;
using hub::core::UtcTime;

enum class Gender { Male, Female, Unknown };
/// As the card platform writes them.
constexpr auto enumNames(Gender) {
    using Name = std::pair<Gender, std::string_view>;
    return std::array{Name{Gender::Male, "男"}, Name{Gender::Female, "女"}, Name{Gender::Unknown, "未知"}};
}

struct Certificate {
    static constexpr std::string_view kTypeName = "Certificate";
    std::string type;  ///< "01"
    std::string number;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("idType", self.type, "kind of the certificate");
        field("idNumber", self.number, "its number");
    }
};

struct Person {
    static constexpr std::string_view kTypeName = "Person";
    std::int64_t id = 0;  ///< of the books
    std::string name;
    Certificate certificate;
    Gender gender = Gender::Unknown;
    Date birthday;
    std::string phone;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("name", self.name, "name");
        Certificate::describe(field, self.certificate);
        field("gender", self.gender, "gender");
        field("birthday", self.birthday, "birthday");
        field("phone", self.phone, "phone, empty for none");
    }
};

struct Card {
    std::int64_t id = 0;
    std::int64_t person_id = 0;
    std::string health_card_id;
    std::string phid;
    std::string phone;
    std::string address;
    UtcTime made_at;
};

struct HeldCard {
    Person person;
    Card card;

    std::string staticCode() const { return card.health_card_id + ":1"; }
};

enum class CodeKind { Static, Dynamic, Voucher };
constexpr auto enumNames(CodeKind) {
    using Name = std::pair<CodeKind, std::string_view>;
    return std::array{Name{CodeKind::Static, "static"}, Name{CodeKind::Dynamic, "dynamic"}, Name{CodeKind::Voucher, "voucher"}};
}

/// One that works once: dynamic or voucher.
struct Code {
    std::int64_t id = 0;
    std::string text;
    CodeKind kind = CodeKind::Dynamic;
    std::int64_t person_id = 0;
    UtcTime made_at;
    UtcTime expires_at;
    UtcTime used_at;
    std::string ec_token;  ///< of a used voucher
};

/// A voucher that was decoded.
struct Presence {
    Person person;
    Code code;
};

struct Call {
    std::string method;
    std::string request_id;  ///< empty for a voucher
    std::string caller;      ///< hospitalId or orgId
    std::string body;
    std::string result;  ///< the code it was answered with
};

/// What a call comes to before a protocol gives it a number.
enum class Outcome { Done, NotFound, Expired, Used, NotTogether };

template <class T>
struct Answer {
    Outcome outcome = Outcome::Done;
    T value = {};  ///< when Done

    bool ok() const { return outcome == Outcome::Done; }
};

bool isIdType(std::string_view text);
bool isBusinessType(std::string_view text);

}  // namespace adapters::sim::ehealth_card
