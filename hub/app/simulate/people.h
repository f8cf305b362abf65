#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "hub/app/simulate/hub.h"

namespace hub::simulate {

/// What one person has been told, and so has a right to: the history from their side.
struct Visit {
    std::string hospital;
    std::string local_patient;
    std::string bill;  ///< the hospital's key
    std::string channel;
    payment::PersonId person;
    core::Money total;  ///< as seen when it was paid

    struct Try {
        std::string key;                                 ///< the client's idempotency key
        std::optional<payment::PaymentId> payment = {};  ///< acknowledged
        bool given_up = false;
        bool cancelled = false;                  ///< acknowledged
        bool told_hospital = false;              ///< that they want money back
        std::optional<std::string> refund = {};  ///< the key of an acknowledged refund
    };
    std::vector<Try> tries;  ///< one, or two from two devices
};

/// People who pay, change their minds, press twice and want money back; windows and hospitals that act meanwhile.
class SimulatedPeople {
  public:
    struct House {
        core::VirtualExecutor& time;
        core::IdSource& ids;
        Dice& dice;
        Trail& trail;
        SimulatedRegion& region;
        std::function<SimulatedHub*()> hub;  ///< nullptr: none lives
    };

    explicit SimulatedPeople(House house) : house_(std::move(house)) {}

    /// Each comes within `within`.
    void come(int count, core::Duration within);

    const std::vector<Visit>& visits() const { return visits_; }
    /// Nobody is about to do anything.
    bool areDone() const { return busy_ == 0; }

  private:
    void after(core::Duration time, core::Task task);
    /// In this moment, but behind so many rounds of what happens in it.
    void behind(std::uint64_t rounds, core::Task task);
    void arrive(std::size_t visit);
    void look(std::size_t visit, std::size_t of_try, int times);
    void pay(std::size_t visit, std::size_t of_try, const payment::Charge& charge, int times);
    void paid(std::size_t visit, std::size_t of_try, payment::PaymentId id);
    void cancel(std::size_t visit, std::size_t of_try, int times);
    /// Whom somebody asks for their money, each for all or each for a half.
    enum class Asks { Hub, Hospital, Both };
    void wantBack(std::size_t visit, std::size_t of_try, Asks whom, int times);
    void othersAct(std::size_t visit);
    Visit::Try& at(std::size_t visit, std::size_t of_try) { return visits_[visit].tries[of_try]; }
    std::optional<payment::Payment> standing(SimulatedHub& hub, payment::PaymentId id);

    House house_;
    std::vector<Visit> visits_;
    std::int64_t busy_ = 0;
};

}  // namespace hub::simulate
