#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/codec/xml/element.h"
#include "adapters/sim/common/books.h"
#include "adapters/sim/trancode/message.h"
#include "adapters/sim/trancode/settings.h"

namespace adapters::sim::trancode {

using codec::xml::Element;
using hub::core::Result;

/// What a transaction works with.
struct Context {
    common::Books& books;
    const SiteSettings& site;
    Format format;
    hub::core::UtcTime now;
    common::Caller caller;

    common::Days today() const { return {common::dayOf(now), common::dayOf(now)}; }
    common::OnRepeat onRepeat() const { return site.refuse_repeated_orders ? common::OnRepeat::Refuse : common::OnRepeat::BookAgain; }
};

/// What stands below Response besides Msg.
using Content = std::vector<Element>;

/// One transaction of the specification. `tags` is its line of request tags, see Request::check; the common ones are checked for all.
struct Operation {
    std::string_view code;
    std::string_view tags;
    Result<Content> (*run)(Context& context, const Request& request);
    std::string_view failure = "-1";  ///< what Result is when it says no
    Region region = Region::Base;     ///< Base: offered everywhere, else only there
    bool result_as_child = false;     ///< 2007 shows Result as a child element
};

std::span<const Operation> personOperations();     ///< 1001, 2xxx
std::span<const Operation> billingOperations();    ///< 3001 to 3008, 3019
std::span<const Operation> inpatientOperations();  ///< 3011 to 3015
std::span<const Operation> bookingOperations();    ///< 4xxx
std::span<const Operation> visitOperations();      ///< 5xxx, 6xxx
std::span<const Operation> reportOperations();     ///< 7xxx

// What several of them need.

/// The patient named by PatientID, after a look at CardType and CardNum (two-value list; an empty number is not looked at).
/// Also: SimNotFound, SimNotPossible when the card is another's.
Result<common::Patient> cardHolder(Context& context, const Request& request, std::string_view id_tag);

/// StartDate to EndDate; a missing end is open.
common::Days range(const Request& request);

/// Every day there is.
common::Days always();

/// <Items> of these; `wrapper` "BillItems" gives <BillItem>s.
Element items(std::vector<Element> rows, std::string_view wrapper = "Items");

/// An element with children from pairs of tag and text.
Element row(std::string_view name, std::initializer_list<std::pair<std::string_view, std::string>> fields);

/// The same, as content directly below Response.
Content fields(std::initializer_list<std::pair<std::string_view, std::string>> fields);

/// <Items> of 3006 and 3013.
Element depositRows(const Context& context, const std::vector<common::Deposit>& deposits);

/// 0 male, 1 female, 9 unknown: not GB/T 2261.1.
std::string sexCode(common::Sex sex);
Result<common::Sex> sexFromCode(std::string_view code);

/// The kind in the certificate list of a code of the two-value card list. Also: SimNotValid.
Result<std::string> cardKind(std::string_view card_type);

/// The doctor of that code; an empty one when there is none.
common::Doctor doctorOf(Context& context, std::string_view code);
std::string departmentName(Context& context, std::string_view code);

}  // namespace adapters::sim::trancode
