#pragma once

#include "adapters/soap_xml/days.h"
#include "adapters/soap_xml/hospital.h"

namespace adapters::soap_xml {

/// schedule/1 at one hospital. Any thread.
class Schedules {
  public:
    explicit Schedules(Hospital& hospital) : hospital_(hospital) {}

    /// 6003 has no filter by department: it is applied here.
    contract::Outcome<contract::DoctorList::Result> doctors(const contract::Meta& meta, const contract::DoctorList::Request& request);
    /// The interface has no key of a schedule: department, doctor, day and session joined by '|'.
    contract::Outcome<contract::ScheduleList::Result> schedules(const contract::Meta& meta, const contract::ScheduleList::Request& request);

    contract::Outcome<contract::SlotLock::Result> lock(const contract::Meta& meta, const contract::SlotLock::Request& request);
    /// By patient, day and slot. More than one live booking of them is CannotTell: 4006 takes no number of ours.
    contract::Inquiry<contract::SlotLock::Result> inquireLock(const contract::Meta& meta, const contract::SlotLock::Request& request);

    contract::Outcome<contract::BookingPay::Result> pay(const contract::Meta& meta, const contract::BookingPay::Request& request);
    /// The fee is taken (4010) and a receipt of that amount under our order number (3003) is by our operator (3004): ours. Taken
    /// otherwise: someone else's.
    contract::Inquiry<contract::BookingPay::Result> inquirePay(const contract::Meta& meta, const contract::BookingPay::Request& request);

    contract::Outcome<contract::BookingCancel::Result> cancel(const contract::Meta& meta, const contract::BookingCancel::Request& request);
    contract::Inquiry<contract::BookingCancel::Result> inquireCancel(const contract::Meta& meta,
                                                                     const contract::BookingCancel::Request& request);

    contract::Outcome<contract::BookingCheckIn::Result> checkIn(const contract::Meta& meta,
                                                                const contract::BookingCheckIn::Request& request);
    /// By the queue of today, else by the state of the booking, which does not tell the number in the queue: it is empty then.
    contract::Inquiry<contract::BookingCheckIn::Result> inquireCheckIn(const contract::Meta& meta,
                                                                       const contract::BookingCheckIn::Request& request);

    /// Clinics and pharmacies together.
    contract::Outcome<contract::QueueStatus::Result> queues(const contract::Meta& meta, const contract::QueueStatus::Request& request);

  private:
    core::Result<std::vector<contract::HospitalBooking>> bookings(const contract::Meta& meta,
                                                                  const core::Sensitive<core::CardNumber>& local_patient,
                                                                  const DayRange& days, const std::optional<std::string>& number);
    /// The booking of that number, whenever its visit is. Also: PeerAnswerNotValid when it is not exactly one.
    core::Result<contract::HospitalBooking> booking(const contract::Meta& meta, const core::Sensitive<core::CardNumber>& local_patient,
                                                    const std::string& number);

    Hospital& hospital_;
};

}  // namespace adapters::soap_xml
