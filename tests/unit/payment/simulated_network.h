#pragma once

#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "hub/core/attempts.h"
#include "tests/unit/payment/examples.h"

namespace tests::payment {

/// What lies between a machine and its counterparties: messages that are lost, late, doubled and reordered, the table of attempts with the
/// runner's rules, and a hub that crashes between deciding and acting. One thread; the seed is all there is to chance.
class SimulatedNetwork {
  protected:
    explicit SimulatedNetwork(std::uint64_t seed) : random_(seed) {}

    /// One row of the table of attempts.
    struct Attempt {
        core::AttemptState state = core::AttemptState::Ready;
        core::UtcTime sent_at;
        int sends = 0;                 ///< an answer to an earlier send counts only as a success: AttemptRunner
        bool fenced = false;           ///< by a fence that undoes: from then on only its own end counts
        std::string number;            ///< our number there
        std::function<void()> arrive;  ///< the request reaches the counterparty
        std::function<void()> ask;     ///< the resolver's question, as far as it leads at once
        std::function<void(core::AttemptState)> moved;
    };
    using Message = std::function<void()>;
    using Tell = std::function<void(core::AttemptState)>;

    bool chance(int percent) { return faults_ && static_cast<int>(random_() % 100) < percent; }
    void later(Message message) { in_flight_.push_back(std::move(message)); }
    void note(const std::string& violation) { violations_.insert(violation); }

    /// One message arrives, whichever; false: it is quiet, and time passes.
    bool deliverOne();
    /// Asks after what is open and old enough.
    void resolveDue();
    /// A person looks at what nobody else can find out.
    void askParked();

    /// As flows do: the attempt is stored with the decision; sending it may be lost in a crash, and then it is asked for.
    void call(const std::string& name, bool again, const std::function<Attempt()>& make);
    /// The counterparty's word, as often and as late as it comes. One that was lost counts as unknown.
    void answer(const std::string& name, core::AttemptState state, Tell tell);

    std::mt19937_64 random_;
    bool faults_ = true;
    bool crashed_ = false;  ///< in this moment: what was decided is stored, and nothing of it is carried out
    core::UtcTime now_ = kNow;
    std::vector<Message> in_flight_;
    std::map<std::string, Attempt> attempts_;
    std::set<std::string> cases_;
    std::set<std::string> violations_;

  private:
    void send(const std::string& name);
    void end(const std::string& name, int send, core::AttemptState state, const std::function<void()>& tell);
    void resolve(const std::string& name);
};

}  // namespace tests::payment
