#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "hub/flows/house.h"
#include "hub/identity/hospital_file.h"
#include "hub/identity/identity_store.h"

namespace hub::flows {

/// What a member of staff has to see to at a hospital: a kind of payment::Case about a HospitalFile.
enum class NoticeCase {
    Refused,      ///< the hospital said no; the subject is the attempt
    NotSent,      ///< the hospital was out of service, so that nobody knows what it offers; the subject is the file that ends or changes
    MergeToUndo,  ///< two files that the hospital was told to put together are of two people again; the subject is the attempt
};

constexpr auto enumNames(NoticeCase) {
    using Name = std::pair<NoticeCase, std::string_view>;
    return std::array{Name{NoticeCase::Refused, "notice_refused"}, Name{NoticeCase::NotSent, "notice_not_sent"},
                      Name{NoticeCase::MergeToUndo, "merge_to_undo"}};
}

/// Tells hospitals what has become known of people with files there (patient.merge, patient.update), where they offer it. The attempts are
/// its state: flow id is the file that ends or changes. What the hub keeps of a file is changed by what the hospital tells, never by its
/// answer here, so that an unmerge gives back what was. A hospital that cannot be reached is told later; of one that says no, or of which
/// nobody can find out, there is a case. Each call is part of the caller's unit of work. Any thread.
class HospitalNotices final : public Flow {
  public:
    using FileChoices = std::function<identity::FileChoice(std::string_view hospital)>;

    /// Puts itself into the house's runner. All outlive the flow; `choices` is called on any thread.
    HospitalNotices(const House& house, identity::IdentityStore& people, FileChoices choices);

    static constexpr std::string_view kKind = "notice";

    /// Somebody has become a part of `root`, by a person's decision or the matcher's: each hospital with several linked files of theirs is
    /// told to put them into one, its `file_choice` (where that is to ask: the last visit's). Two files are told of once, and one that was
    /// told to end takes part in no other.
    core::Result<Next> merged(core::Transaction& transaction, identity::PersonId root);

    /// The two groups of registrations are two people from now on. HL7 has no safe way to say so: each hospital that was told to put a file
    /// of one into a file of the other, or may have been, gets a case.
    core::Result<Next> unmerged(core::Transaction& transaction, const std::vector<identity::PersonId>& one,
                                const std::vector<identity::PersonId>& other);

    /// Each hospital with a linked file of this registration, or of those that go on as a part of it, is told who that one is as known now,
    /// reached as whoever stands for it; of a file that was told to end nothing is told. Of one file one notice is under way at a
    /// time; what changed meanwhile is told after it. The same content is not told twice in a row. Also: PersonNotFound.
    core::Result<Next> updated(core::Transaction& transaction, identity::PersonId person);

    std::string_view kind() const override { return kKind; }
    core::Result<Next> onEnd(core::Transaction& transaction, const core::Attempt& attempt, const End& end) override;
    core::Result<void> onOverdue(core::Transaction& transaction, const core::Attempt& attempt) override;
    core::Result<std::optional<Call>> fence(core::ReadTransaction& transaction, const core::Attempt& attempt) override;

  private:
    using Files = std::vector<identity::HospitalFile>;

    core::Result<Files> linkedOf(core::ReadTransaction& transaction, const std::vector<identity::PersonId>& people);
    core::Result<void> putTogether(core::Transaction& transaction, Files files, Next& next);
    core::Result<void> tellMerge(core::Transaction& transaction, const identity::HospitalFile& ends, const identity::HospitalFile& stays,
                                 Next& next);
    /// What a hospital is told of one of its files.
    struct Telling {
        contract::PersonDetails details;
        std::string version;  ///< another one for other details
    };
    core::Result<Telling> tellingOf(core::ReadTransaction& transaction, identity::PersonId registration);
    core::Result<void> tellUpdate(core::Transaction& transaction, const identity::HospitalFile& file, Next& next);
    core::Result<void> bringAbout(core::Transaction& transaction, const identity::HospitalFile& file, std::string step, Call call,
                                  Next& next);
    core::Result<bool> wasToldToEnd(core::ReadTransaction& transaction, const identity::HospitalFile& file);
    /// It was told to end in a file of the same person.
    core::Result<bool> isPutTogether(core::ReadTransaction& transaction, const identity::HospitalFile& file);
    core::Result<identity::HospitalFile> goesOnIn(core::ReadTransaction& transaction, const core::Attempt& merge);
    core::Result<void> toUndo(core::Transaction& transaction, const identity::HospitalFile& file,
                              const std::vector<identity::PersonId>& other, Next& next);
    core::Result<Next> ask(core::Transaction& transaction, NoticeCase what, core::IdBits subject, std::string_view hospital);

    const House& house_;
    identity::IdentityStore& people_;
    const FileChoices choices_;
};

}  // namespace hub::flows
