#include <fmt/format.h>

#include <algorithm>

#include "adapters/kit/offering_instance.h"
#include "adapters/soap_xml/charges.h"
#include "adapters/soap_xml/hospital.h"
#include "adapters/soap_xml/payments.h"
#include "adapters/soap_xml/people.h"
#include "adapters/soap_xml/records.h"
#include "adapters/soap_xml/schedules.h"

namespace adapters::soap_xml {

using namespace hub::contract;

namespace {

class SoapXmlInstance final : public kit::OfferingInstance {
  public:
    explicit SoapXmlInstance(std::unique_ptr<Hospital> hospital)
        : hospital_(std::move(hospital)),
          people_(*hospital_),
          schedules_(*hospital_),
          charges_(*hospital_),
          payments_(*hospital_, charges_),
          records_(*hospital_) {
        read<Ping>(kClock);
        offerPeople();
        offerSchedules();
        offerBilling();
        read<EncounterList>(kEncounters);
        read<ReportList>(&Records::list, records_);
        read<ReportGet>(&Records::get, records_);
    }

    core::Result<void> start() override { return {}; }
    void stop() override { hospital_->stop(); }

  private:
    void offerPeople() {
        const kit::Promise by_key{AsksBy::BusinessKey, Repeat::ActsAgain};
        read<PatientFind>(&People::find, people_);
        write<PatientCreate>(by_key, &People::create, &People::inquireCreate, people_);
        if (isOffered<PatientVerify>())
            offer<PatientVerify>(
                {AsksBy::Nothing, Repeat::ActsAgain},
                [this](const Meta& meta, const PatientVerify::Request& request) { return people_.verify(meta, request); },
                [this](const Meta&, const PatientVerify::Request&) { return people_.inquireVerify(); });
        write<CredentialBind>(by_key, &People::bind, &People::inquireBind, people_);
        write<CredentialReplace>(by_key, &People::replace, &People::inquireReplace, people_);
    }

    void offerSchedules() {
        const kit::Promise by_key{AsksBy::BusinessKey, Repeat::ActsAgain};
        read<DepartmentList>(kDepartments);
        read<DoctorList>(&Schedules::doctors, schedules_);
        read<ScheduleList>(&Schedules::schedules, schedules_);
        read<SlotList>(kSlots);
        read<BookingQuote>(kQuote);
        read<BookingFind>(kBookings);
        read<ClinicStopList>(kClinicStops);
        read<QueueStatus>(&Schedules::queues, schedules_);
        write<SlotLock>(by_key, &Schedules::lock, &Schedules::inquireLock, schedules_);
        write<BookingPay>({AsksBy::OurId, Repeat::ActsAgain}, &Schedules::pay, &Schedules::inquirePay, schedules_);
        write<BookingCancel>(by_key, &Schedules::cancel, &Schedules::inquireCancel, schedules_);
        write<BookingCheckIn>(by_key, &Schedules::checkIn, &Schedules::inquireCheckIn, schedules_);
    }

    void offerBilling() {
        read<ChargeList>(&Charges::list, charges_);
        read<ChargeDetail>(&Charges::detail, charges_);
        read<SettlementList>(&Charges::settlements, charges_);
        read<DepositList>(&Charges::deposits, charges_);
        read<InpatientFind>(kStays);
        read<InpatientDailyList>(kStayLines);
        write<PaymentConfirm>(
            {AsksBy::OurId, Repeat::ActsAgain, std::nullopt, {std::string(Payments::kTopUpStep), std::string(Payments::kPayStep)}},
            &Payments::confirm, &Payments::inquire, payments_);
        write<DepositAdd>({AsksBy::OurId, Repeat::ActsAgain}, &Charges::addDeposit, &Charges::inquireDeposit, charges_);
    }

    template <class Op>
    bool isOffered() const {
        const std::vector<std::string>& left_out = *hospital_->settings().not_offered;
        return std::find(left_out.begin(), left_out.end(), Op::kName) == left_out.end();
    }

    /// An operation that is one call.
    template <class Op>
    void read(const Call<typename Op::Request, typename Op::Result>& call) {
        if (!isOffered<Op>()) return;
        offer<Op>([this, &call](const Meta& meta, const typename Op::Request& request) {
            return outcomeOf(hospital_->ask(call, meta, request, Turn::Main));
        });
    }
    template <class Op, class Part>
    void read(Outcome<typename Op::Result> (Part::*call)(const Meta&, const typename Op::Request&), Part& part) {
        if (!isOffered<Op>()) return;
        offer<Op>([&part, call](const Meta& meta, const typename Op::Request& request) { return (part.*call)(meta, request); });
    }
    template <class Op, class Part>
    void write(kit::Promise promise, Outcome<typename Op::Result> (Part::*call)(const Meta&, const typename Op::Request&),
               Inquiry<typename Op::Result> (Part::*inquire)(const Meta&, const typename Op::Request&), Part& part) {
        if (!isOffered<Op>()) return;
        offer<Op>(
            std::move(promise),
            [&part, call](const Meta& meta, const typename Op::Request& request) { return (part.*call)(meta, request); },
            [&part, inquire](const Meta& meta, const typename Op::Request& request) { return (part.*inquire)(meta, request); });
    }

    const std::unique_ptr<Hospital> hospital_;
    People people_;
    Schedules schedules_;
    Charges charges_;
    Payments payments_;
    Records records_;
};

std::optional<kit::TlsFiles> tlsOf(const Settings& settings) {
    if (!settings.tls) return std::nullopt;
    return kit::TlsFiles{settings.tls->authority_file, settings.tls->certificate_file, settings.tls->key_file};
}

/// A client for the endpoint; what is wrong with its address or files is told at its place.
std::unique_ptr<kit::HttpClient> makeClient(const Settings& settings, const core::Clock& clock, kit::SettingsProblems& problems) {
    kit::HttpLimits limits;
    limits.answer_within = *settings.answer_within;
    limits.connect_within = std::min(*settings.connect_within, *settings.answer_within);
    limits.answer_bytes_max = static_cast<std::size_t>(*settings.answer_mib_max) * 1024 * 1024;
    limits.idle_connections_max = settings.devices.size();
    core::Result<std::unique_ptr<kit::HttpClient>> client = kit::HttpClient::make(settings.endpoint, tlsOf(settings), limits, clock);
    if (client.ok()) return std::move(*client);
    const bool is_tls = client.failure().error() == core::Error::TlsFilesNotUsable;
    problems.add(is_tls ? "/tls" : "/endpoint", client.failure().message(core::Language::Chinese),
                 client.failure().message(core::Language::English));
    return nullptr;
}

class SoapXmlAdapter final : public Adapter {
  public:
    std::vector<SettingsProblem> check(const InstanceSettings& settings) const override {
        const core::SystemClock clock;
        return Prepared(settings, clock).problems.all();
    }

    core::Result<std::unique_ptr<Instance>> open(const InstanceSettings& settings, Host& host) override {
        Prepared prepared(settings, host.clock());
        if (prepared.problems.any()) return prepared.problems.failure();
        const core::Result<codec::charset::Charset> charset = codec::charset::charsetFromName(settings.charset);
        if (!charset.ok()) return charset.failure();
        core::Result<core::Sensitive<std::string>> auth_key = host.secret(prepared.settings.auth_key.secret);
        if (!auth_key.ok()) return auth_key.failure();
        Envelope envelope(*prepared.settings.soap, *charset, prepared.calls.plainTexts());
        auto hospital = std::make_unique<Hospital>(std::move(prepared.settings), std::move(prepared.calls), std::move(envelope),
                                                   std::move(*auth_key), std::move(prepared.client), host);
        return std::unique_ptr<Instance>(new SoapXmlInstance(std::move(hospital)));
    }

  private:
    /// Everything that can be known without the network, and every mistake found on the way.
    struct Prepared {
        Prepared(const InstanceSettings& instance, const core::Clock& clock) {
            kit::SettingsRead<Settings> read = kit::readSettings<Settings>(instance.json);
            problems = std::move(read.problems);
            settings = std::move(read.value);
            calls = Calls::make(settings, problems);
            checkNotOffered();
            client = makeClient(settings, clock, problems);
        }

        void checkNotOffered() {
            constexpr std::string_view kKnown[] = {
                PatientFind::kName,    PatientCreate::kName, PatientVerify::kName, CredentialBind::kName, CredentialReplace::kName,
                DepartmentList::kName, DoctorList::kName,    ScheduleList::kName,  SlotList::kName,       BookingQuote::kName,
                SlotLock::kName,       BookingPay::kName,    BookingCancel::kName, BookingCheckIn::kName, BookingFind::kName,
                ClinicStopList::kName, QueueStatus::kName,   ChargeList::kName,    ChargeDetail::kName,   PaymentConfirm::kName,
                SettlementList::kName, DepositAdd::kName,    DepositList::kName,   InpatientFind::kName,  InpatientDailyList::kName,
                EncounterList::kName,  ReportList::kName,    ReportGet::kName};
            for (std::size_t i = 0; i < settings.not_offered->size(); ++i) {
                if (std::find(std::begin(kKnown), std::end(kKnown), settings.not_offered->at(i)) != std::end(kKnown)) continue;
                kit::settings::expectedOneOf(fmt::format("/not_offered/{}", i), {std::begin(kKnown), std::end(kKnown)}, problems);
            }
        }

        kit::SettingsProblems problems;
        Settings settings;
        Calls calls;
        std::unique_ptr<kit::HttpClient> client;
    };
};

}  // namespace

std::unique_ptr<Adapter> makeAdapter();
std::unique_ptr<Adapter> makeAdapter() { return std::make_unique<SoapXmlAdapter>(); }

}  // namespace adapters::soap_xml
