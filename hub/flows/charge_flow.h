#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hub/flows/house.h"
#include "hub/payment/charge_list.h"

namespace hub::flows {

/// A file at a hospital, and whose it is where that is known.
struct ChargedFile {
    std::string hospital;
    core::Sensitive<core::CardNumber> local_patient;
    std::optional<payment::PersonId> person;
};

/// What hospitals want paid: pushed by them or read from them, kept as CONTRACT 5 says. Any thread.
class ChargeFlow {
  public:
    /// Both outlive the flow.
    ChargeFlow(const House& house, Telling& telling) : house_(house), telling_(telling) {}

    /// charge.created or charge.changed: which of them it is, the content says.
    core::Result<Next> told(core::Transaction& transaction, const ChargedFile& file, const contract::Charge& content);

    /// charge.cancelled. One that was never told changes nothing.
    core::Result<Next> cancelled(core::Transaction& transaction, std::string_view hospital, std::string_view key);

    /// The file is this person's from now on: so are its charges, and what stands open is told to them.
    core::Result<Next> assign(core::Transaction& transaction, const ChargedFile& file);

    /// The file is not this person's after all: what they could pay of it is nobody's until the file is linked again. What they paid stays
    /// theirs. Also: LinkNotAllowed (one of its charges is being paid).
    core::Result<void> release(core::Transaction& transaction, const ChargedFile& file);

    /// Also: ChargeNotFound, and what decide() refuses.
    core::Result<Next> apply(core::Transaction& transaction, payment::ChargeId id, const payment::ChargeEvent& what);

    /// Reads the file's open charges at the hospital until two lists after one another are equal, at most three times, and keeps what
    /// differs. `on_done` is called on the executor: ok, or why nothing was kept (CounterpartyNotAnswering, ChargeListUnsteady, or the
    /// unit's own). `on_call` is called before each call at the hospital.
    void refresh(
        const ChargedFile& file, Carrier::OnDone on_done, std::function<void()> on_call = [] {});

    /// `missing` is called, on the executor, with every file of which a hospital says that it has no such patient. Once, before all else.
    void whenMissing(std::function<void(const ChargedFile&)> missing) { missing_ = std::move(missing); }

  private:
    using List = std::vector<contract::Charge>;

    struct Reading {
        ChargedFile file;
        Carrier::OnDone on_done;
        std::function<void()> on_call;
    };
    void readAgain(const Reading& reading, std::optional<List> before, int reads_left);
    core::Result<Next> keepList(core::Transaction& transaction, const ChargedFile& file, const List& list);
    core::Result<Next> carryOut(core::Transaction& transaction, const payment::ChargeDecision& decision, std::int64_t version);

    const House& house_;
    Telling& telling_;
    std::function<void(const ChargedFile&)> missing_ = [](const ChargedFile&) {};
};

}  // namespace hub::flows
