#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/sim/common/database.h"
#include "adapters/sim/common/records.h"
#include "hub/core/clock.h"
#include "hub/core/result.h"

namespace adapters::sim::common {

enum class OnRepeat { BookAgain, Refuse };

/// Start and end of a query, whole days in Asia/Shanghai, both included.
struct Days {
    Date from;
    Date to;
};

/// The books of one simulated hospital: its patients, schedules, bookings, bills, deposits, receipts and reports, kept on its own
/// and never derived from the hub's. Each call is one transaction and leaves a row in `effect` when it changes anything.
/// A business "no" is a Failure of the SIM codes and changes nothing. Throws Exception when the file cannot be used. Any thread.
class Books {
  public:
    /// Opens or makes `folder`/books.sqlite. `clock` outlives the books. Throws Exception.
    Books(const std::string& folder, const hub::core::Clock& clock);

    // People (books_people.cpp)

    /// id 0 is given the next number. Also: SimNotPossible when the id or a card is taken, SimNotValid with a balance.
    hub::core::Result<Patient> createPatient(const Caller& caller, const Patient& patient, const std::vector<Card>& cards);
    hub::core::Result<Patient> patient(std::int64_t id);  ///< Also: SimNotFound.
    std::vector<Patient> patientsByCard(const Card& card);
    std::vector<Patient> patientsByCertificate(std::string_view kind, std::string_view number);
    std::vector<Patient> patientsOfGuardian(std::string_view guardian_number);
    std::vector<Card> cardsOf(std::int64_t patient_id);
    std::int64_t visitsOf(std::int64_t patient_id);
    /// Also: SimNotFound, SimNotPossible when the card is another patient's.
    hub::core::Result<void> addCard(const Caller& caller, std::int64_t patient_id, const Card& card);
    /// The old card becomes void. Also: SimNotFound (no such card of this patient), SimNotPossible.
    hub::core::Result<void> replaceCard(const Caller& caller, std::int64_t patient_id, const Card& old_card, const Card& new_card);
    /// Also: SimNotFound, SimNotPossible when the certificate is not the patient's.
    hub::core::Result<void> confirmPatient(const Caller& caller, const Patient& confirmed);

    // Departments, schedules, bookings (books_schedule.cpp, books_booking.cpp)

    void addDepartment(const Department& department);
    void addDoctor(const Doctor& doctor);
    std::vector<Department> departments();
    std::vector<Doctor> doctors();
    /// Opens the doctors' sessions of these days where they are not open yet: four half hours in the morning and in the
    /// afternoon, `capacity` patients each. At most 62 days, the rest is not opened.
    void openDays(const Days& days, std::int64_t capacity);
    std::vector<Session> sessions(const Days& days, std::string_view department);
    std::vector<Slot> slots(Date day, std::string_view department, std::string_view doctor, std::string_view shift);
    hub::core::Result<Slot> slot(std::string_view time_code);  ///< Also: SimNotFound.
    void stopClinic(const ClinicStop& stop);
    std::vector<ClinicStop> clinicStops(const Days& days);

    /// The fee of this patient: from 70 years on the registration fee is waived, so charges are less than cost. Also: SimNotFound.
    hub::core::Result<Booking> quoteBooking(std::int64_t patient_id, std::string_view time_code);
    /// Takes one place. Also: SimNotFound, SimNoSlotLeft.
    hub::core::Result<Booking> reserve(const Caller& caller, std::int64_t patient_id, std::string_view time_code);
    /// Also: SimNotFound, SimNotPossible unless reserved, SimAmountDiffers, SimRepeated. A repeat that is booked again answers with a
    /// second receipt.
    hub::core::Result<Booking> payBooking(const Caller& caller, std::int64_t patient_id, std::string_view number, const NewDeposit& payment,
                                          OnRepeat on_repeat);
    /// Also: SimNotFound, SimNotPossible unless paid.
    hub::core::Result<Booking> checkIn(const Caller& caller, std::int64_t patient_id, std::string_view number);
    /// Gives the place back and, when it was paid, the fee under `refund_order`; `refund` and `paid_order` must be those of the
    /// payment. Also: SimNotFound, SimNotPossible (checked in, cancelled, expired), SimAmountDiffers.
    hub::core::Result<Booking> cancelBooking(const Caller& caller, std::int64_t patient_id, std::string_view number,
                                             std::string_view time_code, Money refund, std::string_view paid_order,
                                             std::string_view refund_order);
    /// Of these visit days; `number` empty for all.
    std::vector<Booking> bookings(std::int64_t patient_id, const Days& days, std::string_view number);
    /// What the patient has ahead of a checked-in booking.
    std::int64_t waitingBefore(const Booking& booking);
    /// Lets reservations older than `hold` go; their places are free again.
    void expireReservations(hub::core::Duration hold);

    // Bills and money (books_money.cpp)

    /// The total is the sum of the lines. Also: SimNotFound, SimNotValid (no line, a line that is not price times
    /// quantity, more than 99999999.99 yuan).
    hub::core::Result<Charge> raiseCharge(const Caller& caller, const NewCharge& charge);
    /// Also: SimNotFound, SimNotPossible unless unpaid.
    hub::core::Result<void> cancelCharge(const Caller& caller, std::string_view number);
    hub::core::Result<Charge> charge(std::string_view number);  ///< Also: SimNotFound.
    /// Unpaid, or paid, by the day they were raised; `visit_number` empty for all.
    std::vector<Charge> charges(std::int64_t patient_id, const Days& days, std::string_view visit_number, bool paid);
    std::vector<ChargeItem> chargeItems(std::int64_t patient_id, const std::vector<std::string>& numbers, bool paid);
    /// Also: SimNotFound (patient, stay), SimNotValid unless positive and at most 99999999.99 yuan, SimRepeated.
    hub::core::Result<Deposit> addDeposit(const Caller& caller, const NewDeposit& deposit, OnRepeat on_repeat);
    /// `inpatient_number` empty: outpatient ones. `order_number` empty: by day alone; otherwise the days do not count.
    std::vector<Deposit> deposits(std::int64_t patient_id, std::string_view inpatient_number, const Days& days,
                                  std::string_view order_number);
    /// Pays out of the outpatient deposit, the newest deposit first: a top-up made for a bill is the one that pays it.
    /// Also: SimNotFound, SimNotPossible (not unpaid), SimAmountDiffers, SimBalanceTooLow.
    hub::core::Result<Settlement> payCharges(const Caller& caller, std::int64_t patient_id, const std::vector<std::string>& numbers,
                                             Money cost, std::string_view pay_kind);
    /// Also: as payCharges, without a deposit.
    hub::core::Result<Settlement> payAtWindow(const Caller& caller, const WindowPayment& payment);
    std::vector<Settlement> settlements(std::int64_t patient_id, const Days& days, std::string_view order_number);
    /// Of the settlements or receipts named.
    std::vector<SettlementLine> settlementLines(std::int64_t patient_id, const std::vector<std::string>& settlement_numbers,
                                                const std::vector<std::string>& receipt_numbers);

    // Stays and reports (books_records.cpp)

    void addStay(const Stay& stay);
    void addStayItem(std::string_view stay_number, const StayItem& item);
    std::vector<Stay> stays(std::int64_t patient_id);
    hub::core::Result<Stay> stay(std::int64_t patient_id, std::string_view number);  ///< Also: SimNotFound.
    std::vector<StayItem> stayItems(std::string_view number, const Days& days);
    /// Also: SimNotFound (patient; a number that was never published).
    hub::core::Result<std::string> publishReport(const Caller& caller, const Report& report);
    std::vector<PublishedReport> reports(ReportKind kind, std::int64_t patient_id, const Days& days, std::string_view number);

    // Looking in from outside (books_dump.cpp)

    /// How many changes calls of this operation have made.
    std::int64_t effects(std::string_view operation);
    /// {"patient": [{…}, …], …}: every table, or one. Also: SimNotFound.
    hub::core::Result<std::string> dump(std::string_view table);

  private:
    struct Settling;

    /// Runs `work` in a transaction: what it returns is kept when it is no Failure, and undone otherwise.
    template <class Work>
    auto transact(const Work& work);
    /// Reads under the lock.
    template <class Record, class Fill>
    std::vector<Record> list(std::string_view query, const Values& values, const Fill& fill);

    UtcTime now() const { return clock_.utc(); }
    std::string nextNumber(std::string_view prefix);
    void note(const Caller& caller, std::string_view subject, Money amount, std::string_view order_number);
    std::vector<Patient> patientsWhere(std::string_view condition, const Values& values);
    std::optional<Booking> findBooking(std::int64_t patient_id, std::string_view number);
    hub::core::Result<Booking> priced(std::int64_t patient_id, std::string_view time_code);
    void moveBooking(const Booking& booking);
    std::vector<Charge> chargesWhere(std::string_view condition, const Values& values);
    hub::core::Result<std::vector<Charge>> unpaidCharges(std::int64_t patient_id, const std::vector<std::string>& numbers);
    std::string insertCharge(const Caller& caller, const NewCharge& charge, Money total, ChargeState state);
    Settlement settle(const Caller& caller, const Settling& settling);
    void useDeposits(const Settlement& settlement);

    const hub::core::Clock& clock_;
    std::recursive_mutex mutex_;  // guards the database; a call may use another one inside its own transaction
    Database database_;
};

/// Midnight in Asia/Shanghai at the start of the day.
UtcTime startOf(Date day);
/// The day in Asia/Shanghai.
Date dayOf(UtcTime time);

}  // namespace adapters::sim::common
