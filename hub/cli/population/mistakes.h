#pragma once

#include <array>
#include <string>
#include <vector>

#include "hub/cli/population/characters.h"
#include "hub/cli/population/draw.h"
#include "hub/cli/population/households.h"
#include "hub/cli/population/rates.h"
#include "hub/cli/population/record.h"

namespace hub::cli::population {

/// How often a mistake could have been made, and was.
struct MistakeCount {
    std::uint64_t possible = 0;
    std::uint64_t made = 0;
};

using MistakeCounts = std::array<MistakeCount, kMistakes>;

/// Writes people down as hospitals do. Of mistakes that exclude each other (a blank day of birth and a wrong one) the first in the
/// enumeration's order is tried first, and the later ones are possible only where it was not made.
class Mistakes {
  public:
    Mistakes(const Rates& rates, const Characters& characters, const Names& names);

    /// `person` is one of `household`. Leaves hospital and person of the record to the caller.
    Record record(Draw& draw, const Household& household, const Person& person);

    /// True when the child's first record is to be a newborn's, under its mother's name.
    bool startsAsNewborn(Draw& draw, const Household& household, const Person& child);

    /// "王芳之子", with her telephone, and with her certificate or none. Leaves mother_record to the caller, too.
    Record newbornRecord(Draw& draw, const Household& household, const Person& child);

    /// These may be the ones who stood before the next household in a queue.
    void passed(const Household& household);

    const MistakeCounts& counts() const { return counts_; }

  private:
    bool make(Draw& draw, Mistake mistake);  ///< REQUIRES: it is possible here.

    void writeName(Draw& draw, const Person& person, Record& record);
    std::string chineseName(Draw& draw, const Person& person);
    std::string transcribedName(Draw& draw, const Name& name);
    std::string foreignName(Draw& draw, const Name& name);
    std::string inPinyin(Draw& draw, const Name& name) const;
    void writeCertificate(Draw& draw, const Household& household, const Person& person, Record& record);
    void showCertificate(Draw& draw, const Person& holder, Record& record);
    void writeSexAndBirthDate(Draw& draw, const Person& person, Record& record);
    void writePhone(Draw& draw, const Person& person, Record& record);
    void writeAddress(Draw& draw, const Household& household, Record& record);
    void widenDigits(Draw& draw, Record& record);

    const Rates& rates_;
    const Characters& characters_;
    const Names& names_;
    MistakeCounts counts_;
    std::vector<Person> queue_;  ///< the last kQueue who passed
    std::size_t queue_next_ = 0;
};

}  // namespace hub::cli::population
