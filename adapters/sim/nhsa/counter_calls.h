#pragma once

#include <string>
#include <string_view>

#include "adapters/sim/nhsa/insurer.h"
#include "adapters/sim/nhsa/wire.h"

namespace adapters::sim::nhsa {

/// What stands around the input of a call of the counter chain.
struct Envelope {
    std::string infno;
    std::string msgid;
    std::string insuplc_admdvs;  ///< empty where it named none
    std::string hospital;
    std::string sign_no;
    std::string opter;
};

struct Output {
    std::string json;     ///< empty for null
    std::string subject;  ///< setl_id or payOrdId it is about; empty for none
};
using Outcome = common::Answer<Output>;

/// Whether its msgid is taken.
bool isWrite(std::string_view infno);
bool isKnown(std::string_view infno);

/// The calls of the counter chain: decodes the input, asks the insurer, encodes. One call; inside the insurer's inOneGo().
class CounterCalls {
  public:
    /// Both outlive it.
    CounterCalls(Insurer& insurer, const Envelope& envelope) : insurer_(insurer), envelope_(envelope) {}

    /// `input` is the member of that name. REQUIRES: isKnown(), signed in.
    Outcome answer(Members input);

    /// Whom the input named; empty for nobody.
    const std::string& psnNo() const { return psn_no_; }

  private:
    Outcome signIn(Members input);
    Outcome person(Members input);
    Outcome sums(Members input);
    Outcome openVisit(Members input);
    Outcome cancelVisit(Members input);
    Outcome diagnoses(Members input);
    Outcome admit(Members input);
    Outcome changeAdmission(Members input);
    Outcome discharge(Members input);
    Outcome cancelAdmission(Members input);
    Outcome cancelDischarge(Members input);
    Outcome addLines(Members input, bool inpatient);
    Outcome revokeLines(Members input, bool inpatient);
    Outcome settle(Members input, bool inpatient, bool keep);
    Outcome revokeSettlement(Members input, bool inpatient);
    Outcome findSettlement(Members input);
    Outcome reverse(Members input);

    /// What the call with that number did. Also: WrongState, Cleared.
    Done undo(std::string_view infno, std::string_view omsgid);

    std::string psnNoIn(Members& members);
    Shown shownIn(Members& members);
    /// Also: NoPerson, OtherArea when the person has no insurance there, NotValid when the call names no area.
    common::Answer<Person> named(std::string_view psn_no);
    /// Also: OtherArea.
    Done inArea(std::string_view area) const;
    /// Also: as named(), NoVisit, OtherArea.
    common::Answer<Visit> visit(std::string_view psn_no, std::string_view mdtrt_id, bool inpatient);
    /// The members that 2401 and 2403 have in common.
    void readAdmission(Members& members);
    static void readDiagnoses(Members& input, bool one_is_main);
    std::string settlementJson(const Settlement& settlement, bool is_quote, bool with_flag);

    Out out() const { return {insurer_.settings.amounts, NameStyle::Snake}; }

    Insurer& insurer_;
    const Envelope& envelope_;
    std::string psn_no_;
};

/// The refusal, if something was missing.
Done complete(const Members& members);

/// setldetail, in either chain: each fund that pays.
void writeFunds(Out& out, std::string_view insutype, const Split& split);

/// diseinfo and its like, in either chain.
void readDiagnosis(Members& members, int& mains);
NewLine lineIn(Members& members);

}  // namespace adapters::sim::nhsa
