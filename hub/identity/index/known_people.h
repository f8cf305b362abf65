#pragma once

#include <optional>
#include <vector>

#include "hub/core/clock.h"
#include "hub/identity/index/master_index.h"
#include "hub/identity/merges.h"
#include "hub/identity/relation_store.h"

namespace hub::identity::index {

/// People as the matcher compares them. Any thread.
class KnownPeople {
  public:
    struct Parts {
        IdentityStore& people;
        RelationStore& relations;
        Merges& merges;
        const MasterIndex& index;
        const core::Clock& clock;
    };
    /// All outlive this.
    explicit KnownPeople(const Parts& parts) : parts_(parts) {}

    /// What a registration says, or one of its hospital files, under the id of its row.
    struct Record {
        core::IdBits id;
        /// None of a file that is not, or no longer, linked, and of somebody known from files alone who has none any more.
        std::optional<matching::Features> features;
    };

    /// The registration first. Of a newborn the order of birth is told, so that those born together are not taken for one.
    /// Also: PersonNotFound.
    core::Result<std::vector<Record>> recordsOf(core::ReadTransaction& transaction, PersonId registration) const;

    /// All that is known of whoever stands for this person: of them and of their parts. Also: PersonNotFound.
    core::Result<Known> of(core::ReadTransaction& transaction, PersonId person) const;

  private:
    core::Result<matching::Features> registrationOf(core::ReadTransaction& transaction, const Person& person) const;

    Parts parts_;
};

}  // namespace hub::identity::index
