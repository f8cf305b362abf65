#pragma once

#include <array>
#include <string>
#include <vector>

#include "adapters/sim/common/books.h"
#include "hub/core/describe.h"

/// A hospital whose HIS has one SOAP method and four-digit transaction codes. README.md says which trap of that interface is which switch.
namespace adapters::sim::trancode {

using hub::core::Money;

enum class WireCharset { Utf8, Gb18030 };
constexpr auto enumNames(WireCharset) {
    using Name = std::pair<WireCharset, std::string_view>;
    return std::array{Name{WireCharset::Utf8, "utf-8"}, Name{WireCharset::Gb18030, "gb18030"}};
}

/// How the document stands inside the SOAP answer.
enum class InnerForm { Cdata, Escaped, EscapedTwice };
constexpr auto enumNames(InnerForm) {
    using Name = std::pair<InnerForm, std::string_view>;
    return std::array{Name{InnerForm::Cdata, "cdata"}, Name{InnerForm::Escaped, "escaped"}, Name{InnerForm::EscapedTwice, "escaped_twice"}};
}

enum class Region { Base, Lianzhou, Guangzhou };
constexpr auto enumNames(Region) {
    using Name = std::pair<Region, std::string_view>;
    return std::array{Name{Region::Base, "base"}, Name{Region::Lianzhou, "LZ"}, Name{Region::Guangzhou, "GZ"}};
}

enum class NothingFound { EmptyItems, NoItems, BlankItem, Refused };
constexpr auto enumNames(NothingFound) {
    using Name = std::pair<NothingFound, std::string_view>;
    return std::array{Name{NothingFound::EmptyItems, "empty_items"}, Name{NothingFound::NoItems, "no_items"},
                      Name{NothingFound::BlankItem, "blank_item"}, Name{NothingFound::Refused, "refused"}};
}

/// 5, 5.5 and 5.50 yuan are one amount.
enum class MoneyForm { Shortest, TwoDecimals };
constexpr auto enumNames(MoneyForm) {
    using Name = std::pair<MoneyForm, std::string_view>;
    return std::array{Name{MoneyForm::Shortest, "shortest"}, Name{MoneyForm::TwoDecimals, "two_decimals"}};
}

enum class TimeForm { Compact, Spaced, Dashed };
constexpr auto enumNames(TimeForm) {
    using Name = std::pair<TimeForm, std::string_view>;
    return std::array{Name{TimeForm::Compact, "compact"}, Name{TimeForm::Spaced, "spaced"}, Name{TimeForm::Dashed, "dashed"}};
}

struct SoapSettings {
    static constexpr std::string_view kTypeName = "SoapSettings";
    std::int32_t port = 0;
    std::string path = "/HisService.asmx";
    std::string method = "Invoke";
    std::string argument = "strXml";
    std::string xml_namespace = "http://tempuri.org/";
    std::string soap_action = "http://tempuri.org/Invoke";
    bool check_soap_action = false;
    WireCharset charset = WireCharset::Utf8;
    InnerForm inner_form = InnerForm::Cdata;
    std::string inner_declaration;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("port", self.port, "port on 127.0.0.1; 0 for a free one");
        field("path", self.path, "path of the service");
        field("method", self.method, "name of the one method");
        field("argument", self.argument, "name of its one argument");
        field("namespace", self.xml_namespace, "XML namespace of the method");
        field("soap_action", self.soap_action, "SOAPAction of the method");
        field("check_soap_action", self.check_soap_action, "refuse calls with another SOAPAction");
        field("charset", self.charset, "charset of answers, and of requests that name none");
        field("inner_form", self.inner_form, "how the document stands inside the SOAP answer; requests may come in any form");
        field("inner_declaration", self.inner_declaration,
              "put before the inner document, for example <?xml version=\"1.0\" encoding=\"GB2312\"?>");
    }
};

struct SiteCode {
    static constexpr std::string_view kTypeName = "SiteCode";
    std::string operation;
    std::string code;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("operation", self.operation, "code of the specification");
        field("code", self.code, "code this hospital uses instead");
    }
};

struct NothingFoundRule {
    static constexpr std::string_view kTypeName = "NothingFoundRule";
    std::string operation;
    NothingFound form = NothingFound::EmptyItems;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("operation", self.operation, "code of the specification");
        field("form", self.form, "what an empty list looks like");
    }
};

/// The habits of this site.
struct SiteSettings {
    static constexpr std::string_view kTypeName = "SiteSettings";
    std::string auth_key = "SIM-KEY-00000001";
    std::string hospital_id = "SIMHOSP01";
    Region region = Region::Base;
    std::int32_t minor_version = 10;
    std::vector<SiteCode> site_codes;
    NothingFound nothing_found = NothingFound::EmptyItems;
    std::vector<NothingFoundRule> nothing_found_of;
    MoneyForm money_form = MoneyForm::TwoDecimals;
    TimeForm time_form = TimeForm::Compact;
    std::vector<std::string> leave_out_tags;
    bool accept_missing_tags = false;
    bool refuse_repeated_orders = false;
    bool refuse_repeated_transactions = false;
    bool charges_contain_account = false;
    std::int32_t booking_hold_minutes = 0;
    std::int32_t slot_capacity = 5;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("auth_key", self.auth_key, "AuthKey every request must carry");
        field("hospital_id", self.hospital_id, "HospitalID every request must carry");
        field("region", self.region, "base, LZ or GZ form of the transactions");
        field("minor_version", self.minor_version, "10 for V4.10; below 4 and below 3 tags have their older names");
        field("site_codes", self.site_codes, "transaction codes that differ here");
        field("nothing_found", self.nothing_found, "what an empty list looks like");
        field("nothing_found_of", self.nothing_found_of, "the same for single transactions");
        field("money_form", self.money_form, "how amounts are written");
        field("time_form", self.time_form, "how dates with time are written");
        field("leave_out_tags", self.leave_out_tags, "tags that answers lack here");
        field("accept_missing_tags", self.accept_missing_tags, "accept requests that lack a required tag");
        field("refuse_repeated_orders", self.refuse_repeated_orders,
              "refuse a second 2002, 3005, 3012 or 4007 of the same certificate or OrderNo");
        field("refuse_repeated_transactions", self.refuse_repeated_transactions, "refuse a TransactionID seen before");
        field("charges_contain_account", self.charges_contain_account, "in 3003 and 3004 Charges holds what the personal account paid");
        field("booking_hold_minutes", self.booking_hold_minutes, "the HIS lets unpaid bookings go after this; 0 never");
        field("slot_capacity", self.slot_capacity, "patients a half hour");
    }
};

struct TrancodeSettings {
    static constexpr std::string_view kTypeName = "TrancodeSettings";
    std::string folder;
    std::int64_t seed = 1;
    SoapSettings soap;
    SiteSettings site;

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("folder", self.folder, "existing folder of the books, for a process of its own");
        field("seed", self.seed, "of the faults that are drawn");
        field("soap", self.soap, "transport and envelope");
        field("site", self.site, "habits of this hospital");
    }
};

}  // namespace adapters::sim::trancode
