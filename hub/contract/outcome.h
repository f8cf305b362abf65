#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "hub/core/describe.h"
#include "hub/core/result.h"

namespace hub::contract {

/// Why a counterparty said no, in words that every counterparty shares; flows decide by these and never by the text.
enum class RefusalReason {
    NoSuchPatient,
    NoSuchBooking,
    NoSuchCharge,
    NoSlotLeft,
    AlreadyBooked,
    NotAllowed,     ///< a rule of the hospital: age, sex, block list, window closed
    ChargeChanged,  ///< version or total is not the one expected (CONTRACT 5): show the person again
    AlreadyPaid,    ///< by somebody: inquire whose it is
    AmountRefused,  ///< the amount is not what the counterparty wants
    BalanceTooLow,
    DuplicateNumber,  ///< our number was used before
    WrongState,       ///< too late or too early for this operation
    Other,
};

constexpr auto enumNames(RefusalReason) {
    using Name = std::pair<RefusalReason, std::string_view>;
    return std::array{Name{RefusalReason::NoSuchPatient, "no_such_patient"},
                      Name{RefusalReason::NoSuchBooking, "no_such_booking"},
                      Name{RefusalReason::NoSuchCharge, "no_such_charge"},
                      Name{RefusalReason::NoSlotLeft, "no_slot_left"},
                      Name{RefusalReason::AlreadyBooked, "already_booked"},
                      Name{RefusalReason::NotAllowed, "not_allowed"},
                      Name{RefusalReason::ChargeChanged, "charge_changed"},
                      Name{RefusalReason::AlreadyPaid, "already_paid"},
                      Name{RefusalReason::AmountRefused, "amount_refused"},
                      Name{RefusalReason::BalanceTooLow, "balance_too_low"},
                      Name{RefusalReason::DuplicateNumber, "duplicate_number"},
                      Name{RefusalReason::WrongState, "wrong_state"},
                      Name{RefusalReason::Other, "other"}};
}

struct Refusal {
    static constexpr std::string_view kTypeName = "Refusal";
    RefusalReason reason = RefusalReason::Other;
    std::string their_code;                   ///< as the counterparty wrote it
    core::Sensitive<std::string> their_text;  ///< may name a person

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("reason", self.reason, "why, in the hub's words");
        field("their_code", self.their_code, "the counterparty's own code");
        field("their_text", self.their_text, "the counterparty's own text");
    }
};

/// What kept a call from a clear answer: a code of errors.yaml and the place.
struct Trouble {
    static constexpr std::string_view kTypeName = "Trouble";
    std::string code;
    std::string detail;

    static Trouble of(const core::Failure& failure) { return {std::string(failure.code()), failure.detail()}; }

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("code", self.code, "code of schemas/errors/errors.yaml");
        field("detail", self.detail, "place or value concerned, without personal data");
    }
};

enum class Ending {
    Done,        ///< it happened, here is the result
    StepDone,    ///< this step happened; the operation goes on with the next one
    Accepted,    ///< the counterparty took it and ends it later under the same attempt
    Refused,     ///< a business "no", final
    NotReached,  ///< nothing happened; it may be repeated
    Unknown,     ///< it may have happened: time-out, reset, 5xx, garbage, bad signature, wrong amount
};

constexpr auto enumNames(Ending) {
    using Name = std::pair<Ending, std::string_view>;
    return std::array{Name{Ending::Done, "done"},       Name{Ending::StepDone, "step_done"},     Name{Ending::Accepted, "accepted"},
                      Name{Ending::Refused, "refused"}, Name{Ending::NotReached, "not_reached"}, Name{Ending::Unknown, "unknown"}};
}

/// How a call ended (CONTRACT 2). Made by the named functions, so that each ending carries what belongs to it and nothing else.
template <class T>
struct Outcome {
    static constexpr std::string_view kTypeName = "Outcome";
    Ending ending = Ending::Unknown;
    std::optional<T> result;
    std::optional<core::Sensitive<std::string>> evidence;  ///< StepDone: given back in Meta::steps_done
    std::optional<Refusal> refusal;
    std::optional<Trouble> trouble;  ///< NotReached, Unknown

    static Outcome done(T value) {
        Outcome outcome;
        outcome.ending = Ending::Done;
        outcome.result = std::move(value);
        return outcome;
    }
    static Outcome stepDone(std::string evidence) {
        Outcome outcome;
        outcome.ending = Ending::StepDone;
        outcome.evidence = core::Sensitive<std::string>(std::move(evidence));
        return outcome;
    }
    static Outcome accepted() {
        Outcome outcome;
        outcome.ending = Ending::Accepted;
        return outcome;
    }
    static Outcome refused(Refusal why) {
        Outcome outcome;
        outcome.ending = Ending::Refused;
        outcome.refusal = std::move(why);
        return outcome;
    }
    static Outcome notReached(const core::Failure& why) {
        Outcome outcome;
        outcome.ending = Ending::NotReached;
        outcome.trouble = Trouble::of(why);
        return outcome;
    }
    static Outcome unknown(const core::Failure& why) {
        Outcome outcome;
        outcome.trouble = Trouble::of(why);
        return outcome;
    }

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("ending", self.ending, "how the call ended");
        field("result", self.result, "done: the result");
        field("evidence", self.evidence, "step_done: what the step brought");
        field("refusal", self.refusal, "refused: why");
        field("trouble", self.trouble, "not_reached, unknown: what stood in the way");
    }
};

enum class Finding {
    Ours,         ///< it happened and carries our number
    SomeoneElse,  ///< it happened, by another: our money goes back
    NotThere,     ///< no trace of it; means "did not happen" only after a quiet time and a successful fence
    NotYet,       ///< the counterparty is still at it
    CannotTell,   ///< ends in a case
};

constexpr auto enumNames(Finding) {
    using Name = std::pair<Finding, std::string_view>;
    return std::array{Name{Finding::Ours, "ours"}, Name{Finding::SomeoneElse, "someone_else"}, Name{Finding::NotThere, "not_there"},
                      Name{Finding::NotYet, "not_yet"}, Name{Finding::CannotTell, "cannot_tell"}};
}

/// What `inquire` found about an earlier call whose answer was lost (CONTRACT 3). It changes nothing at the counterparty.
template <class T>
struct Inquiry {
    static constexpr std::string_view kTypeName = "Inquiry";
    Finding finding = Finding::CannotTell;
    std::optional<T> result;                               ///< Ours of the last step, SomeoneElse
    std::optional<core::Sensitive<std::string>> evidence;  ///< Ours of an earlier step
    std::optional<Trouble> trouble;                        ///< CannotTell

    static Inquiry ours(T value) { return {Finding::Ours, std::move(value), std::nullopt, std::nullopt}; }
    static Inquiry oursStep(std::string evidence) {
        return {Finding::Ours, std::nullopt, core::Sensitive<std::string>(std::move(evidence)), std::nullopt};
    }
    static Inquiry someoneElse(T value) { return {Finding::SomeoneElse, std::move(value), std::nullopt, std::nullopt}; }
    static Inquiry notThere() { return {Finding::NotThere, std::nullopt, std::nullopt, std::nullopt}; }
    static Inquiry notYet() { return {Finding::NotYet, std::nullopt, std::nullopt, std::nullopt}; }
    static Inquiry cannotTell(const core::Failure& why) { return {Finding::CannotTell, std::nullopt, std::nullopt, Trouble::of(why)}; }

    template <class Visitor, class Self>
    static void describe(Visitor& field, Self& self) {
        field("finding", self.finding, "what was found");
        field("result", self.result, "ours, someone_else: the result as it stands there");
        field("evidence", self.evidence, "ours, of an earlier step: what the step brought");
        field("trouble", self.trouble, "cannot_tell: what stood in the way");
    }
};

}  // namespace hub::contract
