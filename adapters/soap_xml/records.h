#pragma once

#include "adapters/soap_xml/days.h"
#include "adapters/soap_xml/hospital.h"

namespace adapters::soap_xml {

/// records/1 at one hospital. Any thread.
class Records {
  public:
    explicit Records(Hospital& hospital) : hospital_(hospital) {}

    contract::Outcome<contract::ReportList::Result> list(const contract::Meta& meta, const contract::ReportList::Request& request);

    /// The details name no head: it is looked for in the list of the last `days_back` days. A report that is not in it is Refused.
    contract::Outcome<contract::ReportGet::Result> get(const contract::Meta& meta, const contract::ReportGet::Request& request);

  private:
    Hospital& hospital_;
};

}  // namespace adapters::soap_xml
