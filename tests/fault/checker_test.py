"""The checker itself: one right day, and each loss and doubling that it must find in it. A check that cannot fail checks nothing."""
import copy, os, re, sqlite3, sys, tempfile, unittest

sys.path.insert(0, os.path.dirname(__file__))
import checker
import rows

PERSON, FILE, BOOKING, FEE, BILL, CHARGE, REFUND, CHANNEL, PAYABLE, OWED = ("%032x" % number for number in range(1, 11))
WIRE = {name: name.ljust(20, "0") for name in ("FILE", "LOCK", "FEE", "FEEORDER", "TOPUP", "PAY", "BILLORDER", "CANCEL", "REFUND")}


class Day:
    """One person: a file, a booking whose fee was paid and went back when it was cancelled, a doctor's bill that was paid."""

    def __init__(self):
        self.said = checker.Said()
        self.said.rows = {("person", PERSON), ("booking", BOOKING), ("payment", FEE), ("payment", BILL), ("charge", CHARGE)}
        self.said.ends = {("payment", FEE): "completed", ("payment", BILL): "completed", ("booking", BOOKING): "cancelled"}
        self.said.keys = {"key-booking", "key-fee", "key-bill"}
        self.rows = {
            "person": [{"id": PERSON}],
            "hospital_file": [{"id": "f" * 32, "hospital": "H1", "person_id": PERSON, "state": "linked"}],
            "booking": [{"id": BOOKING, "person_id": PERSON, "request_key": "key-booking", "hospital": "H1", "number": "B1",
                         "state": "cancelled", "payment_id": FEE}],
            "charge": [{"id": CHARGE, "person_id": PERSON, "hospital": "H1", "charge_key": "A2", "total_fen": 1037, "state": "paid",
                        "payment_id": BILL}],
            "payment": [self.payment(FEE, "key-fee", 2500), self.payment(BILL, "key-bill", 1037)],
            "leg": [self.leg(FEE, "FEEORDER", 2500), self.leg(BILL, "BILLORDER", 1037)],
            "refund": [{"id": REFUND, "payment_id": FEE, "person_id": PERSON, "number": WIRE["REFUND"],
                        "order_number": WIRE["FEEORDER"], "amount_fen": 2500, "state": "done"}],
            "attempt": [self.attempt("file", PERSON, "patient.create", "FILE", FILE), self.attempt("booking", BOOKING, "slot.lock", "LOCK"),
                        self.attempt("payment", FEE, "booking.pay", "FEE"), self.attempt("payment", BILL, "payment.confirm", "TOPUP"),
                        self.attempt("payment", BILL, "payment.confirm", "PAY"),
                        self.attempt("booking", BOOKING, "booking.cancel", "CANCEL")],
            "hub_case": [], "outbox": [],
            "inbox": [{"counterparty": "WX", "control_id": one} for one in ("n-1", "n-2", "n-3")],
            "account": [self.account(CHANNEL, "channel_clearing/WX/M1", 3537, 2500),
                        self.account(PAYABLE, "hospital_payable/H1", 2500, 3537),
                        self.account(OWED, "refund_payable/WX", 2500, 2500)],
            "transfer": [self.transfer(FEE, "collected", CHANNEL, PAYABLE, 2500), self.transfer(BILL, "collected", CHANNEL, PAYABLE, 1037),
                         self.transfer(REFUND, "owed", PAYABLE, OWED, 2500), self.transfer(REFUND, "returned", OWED, CHANNEL, 2500)],
        }
        self.hospital = {
            "patient": [{"certificate_number": "11"}, {"certificate_number": ""}, {"certificate_number": ""}],
            "effect": [{"operation": "seed", "caller_number": "", "operator_id": "SIM", "subject": "patient created"},
                       {"operation": "2002", "caller_number": WIRE["FILE"] + "00", "operator_id": checker.OURS,
                        "subject": "patient created"}],
            "booking": [{"number": "B1", "caller_number": WIRE["LOCK"] + "00", "state": "cancelled"}],
            "charge": [{"number": "A1", "total_fen": 2500, "state": "refunded", "settlement_number": "S1"},
                       {"number": "A2", "total_fen": 1037, "state": "paid", "settlement_number": "S2"}],
            "deposit": [{"number": "P1", "order_number": WIRE["TOPUP"], "amount_fen": 1037, "settlement_number": "S2"}],
            "settlement": [self.settlement("S1", "FEE", 2500, refunded=1), self.settlement("S2", "PAY", 1037, refunded=0)],
        }
        self.channel = {
            "payment": [{"out_trade_no": WIRE["FEEORDER"], "amount_fen": 2500}, {"out_trade_no": WIRE["BILLORDER"], "amount_fen": 1037}],
            "refund": [{"out_refund_no": WIRE["REFUND"], "out_trade_no": WIRE["FEEORDER"], "amount_fen": 2500, "status": "SUCCESS"}],
            "notification": [{"id": number, "wire_id": f"n-{number}", "state": "received"} for number in (1, 2, 3)],
            "notification_send": [{"notification_id": number, "status": status}
                                  for number, status in ((1, 0), (1, 204), (2, 204), (3, 204))],
        }

    @staticmethod
    def payment(one, key, total):
        return {"id": one, "person_id": PERSON, "request_key": key, "hospital": "H1", "total_fen": total, "state": "completed"}

    @staticmethod
    def leg(payment, order, amount):
        return {"payment_id": payment, "channel": "WX", "merchant": "M1", "order_number": WIRE[order], "amount_fen": amount}

    @staticmethod
    def attempt(kind, flow, operation, wire, one=None):
        return {"id": one or "a" + wire, "flow_kind": kind, "flow_id": flow, "step": operation, "counterparty": "H1",
                "operation": operation, "wire_id": WIRE[wire], "state": "done"}

    @staticmethod
    def account(one, key, debit, credit):
        return {"id": one, "account_key": key, "debit_posted_fen": debit, "credit_posted_fen": credit}

    @staticmethod
    def transfer(flow, step, debit, credit, amount):
        return {"flow_id": flow, "step": step, "kind": "transfer", "debit": debit, "credit": credit, "amount_fen": amount}

    @staticmethod
    def settlement(number, wire, cost, refunded):
        return {"number": number, "caller_number": WIRE[wire] + "00", "operator_id": checker.OURS, "cost_fen": cost, "fund_fen": 0,
                "account_fen": 0, "refunded": refunded}

    def report(self):
        return checker.differences(self.rows, self.said, {"H1": self.hospital}, self.channel)

    def case_about(self, subject, kind="parked"):
        self.rows["hub_case"].append({"subject_id": subject, "kind": kind, "is_open": 1})

    def pays_again(self):
        """The ledger books the fee a second time, and its accounts show it."""
        self.rows["transfer"].append(self.transfer(FEE, "collected_again", CHANNEL, PAYABLE, 2500))
        self.rows["account"][0]["debit_posted_fen"] += 2500
        self.rows["account"][1]["credit_posted_fen"] += 2500

    def forgets_entry(self, number):
        """A ledger entry is lost, and its accounts show it."""
        lost = self.rows["transfer"].pop(number)
        for account in self.rows["account"]:
            account["debit_posted_fen"] -= lost["amount_fen"] if account["id"] == lost["debit"] else 0
            account["credit_posted_fen"] -= lost["amount_fen"] if account["id"] == lost["credit"] else 0


def twice(those, at=0, **changed):
    those.append({**copy.deepcopy(those[at]), **changed})


# What is done to the right day, and what must be said of it.
LOSSES_AND_DOUBLINGS = {
    # acknowledged to people
    "a person is lost": (lambda day: day.rows["person"].clear(), "acknowledged person .* is not there"),
    "a booking is lost here": (lambda day: day.rows["booking"].clear(), "acknowledged booking .* is not there"),
    "a charge is lost here": (lambda day: day.rows["charge"].clear(), "acknowledged charge .* is not there"),
    "a payment is lost here": (lambda day: day.rows["payment"].pop(1), "acknowledged payment .* is not there"),
    "what was said to be paid is not": (lambda day: day.rows["payment"][1].update(state="unpaid"), "said to be completed and is unpaid"),
    "what was said to be cancelled is not": (lambda day: day.rows["booking"][0].update(state="paid"), "said to be cancelled and is paid"),
    "one request made two bookings": (lambda day: twice(day.rows["booking"], id="c" * 32), "booking c* is there twice for one request"),
    "one request made two payments": (lambda day: twice(day.rows["payment"], id="c" * 32), "payment c* is there twice for one request"),
    "nobody asked for a booking": (lambda day: day.said.keys.remove("key-booking"), "nobody asked for booking"),
    "nobody asked for a payment": (lambda day: day.said.keys.remove("key-bill"), "nobody asked for payment"),
    # not at rest
    "a payment is stuck": (lambda day: day.rows["payment"][1].update(state="confirming"), "payment confirming has not come to rest"),
    "a refund is stuck": (lambda day: day.rows["refund"][0].update(state="sending"), "refund sending has not come to rest"),
    "a booking is stuck": (lambda day: day.rows["booking"][0].update(state="locking"), "booking locking has not come to rest"),
    "an attempt is stuck": (lambda day: day.rows["attempt"][1].update(state="unknown"), "attempt slot.lock unknown has not come to rest"),
    "a message waits for ever": (lambda day: day.rows["outbox"].append({"topic": "inbound", "dead": 0}), "outbox inbound has not come"),
    "a message is dead": (lambda day: day.rows["outbox"].append({"topic": "inbound", "dead": 1}), "outbox inbound is dead"),
    "a notification waits": (lambda day: day.channel["notification"][1].update(state="waiting"), "notification waiting has not come"),
    # messages
    "an acknowledged message is lost": (lambda day: day.rows["inbox"].pop(1), "n-2 is in the inbox 0 times, acknowledged"),
    "a message is lost and another is there twice":
        (lambda day: day.rows["inbox"][1].update(control_id="n-1"), "n-1 is in the inbox 2 times.*\n.*n-2 is in the inbox 0 times"),
    "a message that was not acknowledged is there twice":
        (lambda day: (day.channel["notification_send"].__setitem__(slice(0, 2), [{"notification_id": 1, "status": 0}]),
                      twice(day.rows["inbox"])), "n-1 is in the inbox 2 times, not acknowledged"),
    "a message came from nowhere":
        (lambda day: twice(day.rows["inbox"], control_id="n-9"), "n-9 is in the inbox, and the channel sent none"),
    "a message was given up": (lambda day: day.channel["notification"][0].update(state="given_up"), "n-1 is given_up"),
    # the channel
    "an order is paid that no payment has": (lambda day: day.rows["leg"].pop(), "is paid, and no payment has it"),
    "the channel collected nothing": (lambda day: day.channel["payment"].pop(), "the channel collected 0"),
    "the channel collected another amount": (lambda day: day.channel["payment"][1].update(amount_fen=1036), "the channel collected 1036"),
    "the channel keeps what is reversed":
        (lambda day: (day.rows["payment"][1].update(state="reversed"), day.said.ends.clear()),
         "is reversed, and the channel still has 1037"),
    "a refund never reached the channel": (lambda day: day.channel["refund"].clear(), "is done with 2500, the channel gave 0"),
    "a refund is another amount": (lambda day: day.channel["refund"][0].update(amount_fen=1), "is done with 2500, the channel gave 1"),
    "a refund that is done is not done there": (lambda day: day.channel["refund"][0].update(status="ABNORMAL"), "the channel gave 0"),
    "a refund that was refused went out":
        (lambda day: day.rows["refund"][0].update(state="refused"), "is refused with 2500, the channel gave"),
    "a refund went to another order":
        (lambda day: day.channel["refund"][0].update(out_trade_no=WIRE["BILLORDER"]), "went to another order"),
    "a refund went out twice": (lambda day: twice(day.channel["refund"], out_refund_no="X"), "channel refund X is no refund of ours"),
    "a refund is lost here": (lambda day: day.rows["refund"].clear(), "is no refund of ours"),
    # the ledger
    "an entry is booked twice": (lambda day: day.pays_again(), "channel_clearing.* has 2500, the books say 0"),
    "an entry is lost": (lambda day: day.forgets_entry(1), "hospital_payable/H1 has 0, the books say -1037"),
    "a refund is lost in the ledger": (lambda day: day.forgets_entry(3), "refund_payable/WX has -2500, the books say 0"),
    "one step is booked twice": (lambda day: twice(day.rows["transfer"], 1), "the ledger booked collected 2 times"),
    "an entry is nobody's": (lambda day: day.rows["transfer"][0].update(flow_id="d" * 32), "the ledger moved 2500 fen .* for no payment"),
    "an account is not what its entries come to": (lambda day: day.rows["account"][1].update(credit_posted_fen=3538), "H1 stands at -1038"),
    "an account is gone": (lambda day: day.rows["account"].pop(), "entries on accounts that are not there"),
    # the hospital's money
    "a payment is not at the hospital": (lambda day: day.hospital["settlement"].pop(), "is completed and was settled 0 times"),
    "a payment is twice at the hospital": (lambda day: twice(day.hospital["settlement"], 1, number="S3"), "was settled 2 times"),
    "a settlement is nobody's": (lambda day: twice(day.hospital["settlement"], 1, caller_number="Q" * 22), "S2 is no payment of ours"),
    "a settlement is of another operator": (lambda day: day.hospital["settlement"][1].update(operator_id="W1"), "S2 is no payment of ours"),
    "a settlement of a payment that is gone": (lambda day: day.rows["payment"].pop(1), "settlement S2 is no payment of ours"),
    "a settlement is another amount": (lambda day: day.hospital["settlement"][1].update(cost_fen=1036), "the books say -1036"),
    "a settlement was not taken back": (lambda day: day.hospital["settlement"][0].update(refunded=0), "the books say -2500"),
    "a deposit is stranded": (lambda day: day.hospital["deposit"][0].update(settlement_number=""), "deposit P1 of payment .* paid nothing"),
    "a deposit is twice there": (lambda day: twice(day.hospital["deposit"], number="P2"), "was put on the account 2 times"),
    "a deposit is nobody's": (lambda day: day.hospital["deposit"][0].update(order_number="Q" * 20), "deposit P1 is no payment of ours"),
    # bookings
    "a booking is lost at the hospital": (lambda day: day.hospital["booking"].clear(), "the hospital has no B1"),
    "a booking is nobody's": (lambda day: day.hospital["booking"][0].update(caller_number="Q" * 22), "nobody asked for booking B1"),
    "a booking is an orphan": (lambda day: day.rows["booking"].clear(), "nobody asked for booking B1"),
    "a booking stands twice": (lambda day: (twice(day.hospital["booking"], number="B2", state="paid"),
                                            twice(day.hospital["booking"], number="B3", state="paid")), "stands at the hospital 2 times"),
    "a booking was not cancelled there": (lambda day: day.hospital["booking"][0].update(state="paid"), "cancelled here and paid"),
    "a booking that was refused stands":
        (lambda day: (day.rows["booking"][0].update(state="refused", number=None), day.hospital["booking"][0].update(state="reserved"),
                      day.said.ends.clear()), "is refused, and the hospital has B1"),
    "a booking has no number": (lambda day: (day.rows["booking"][0].update(state="paid", number=None), day.said.ends.clear()),
                                "is paid without a number"),
    # bills
    "a bill is not the hospital's": (lambda day: day.hospital["charge"].pop(), "charge A2 with 1037 is not the hospital's"),
    "a bill is another amount": (lambda day: day.rows["charge"][0].update(total_fen=1038), "charge A2 with 1038 is not the hospital's"),
    "a bill is paid here only": (lambda day: day.hospital["charge"][1].update(state="unpaid"), "paid here and unpaid at the hospital"),
    "a bill is paid there only": (lambda day: day.rows["charge"][0].update(state="open"), "open here and paid at the hospital"),
    "a bill was paid by another payment": (lambda day: day.rows["charge"][0].update(payment_id=FEE), "was paid by another payment"),
    "a bill is paid by nothing":
        (lambda day: (day.rows["payment"][1].update(state="reversed"), day.said.ends.clear()), "charge A2 is paid, its payment not"),
    # files
    "a file was not made": (lambda day: day.hospital["effect"].pop(), "is done, the hospital made 0"),
    "a file was made twice": (lambda day: twice(day.hospital["effect"], 1), "is done, the hospital made 2"),
    "a file that never was is there":
        (lambda day: day.rows["attempt"][0].update(state="not_happened"), "is not_happened, the hospital made 1"),
    "a file is nobody's": (lambda day: twice(day.hospital["effect"], 1, caller_number="Q" * 22), "nobody asked for file Q"),
    "a person has two files": (lambda day: twice(day.hospital["patient"]), "2 files of one person"),
    "a file is not linked": (lambda day: day.rows["hospital_file"].clear(), "is not linked"),
}


class TheChecker(unittest.TestCase):
    def test_finds_nothing_in_a_right_day(self):
        self.assertEqual(Day().report(), checker.Report([], []))

    def test_takes_frozen_money_for_none_that_moved(self):
        day = Day()
        day.rows["transfer"].append({**Day.transfer(BILL, "hold", CHANNEL, PAYABLE, 50), "kind": "hold"})
        self.assertEqual(day.report(), checker.Report([], []))

    def test_finds_each_loss_and_each_doubling(self):
        for name, (doctor, said) in LOSSES_AND_DOUBLINGS.items():
            with self.subTest(name):
                day = Day()
                doctor(day)
                self.assertRegex("\n".join(day.report().wrong), re.compile(said))

    def test_every_check_has_been_seen_to_fail(self):
        """A difference that no doctored day brings about is a check that may be unable to fail."""
        with open(checker.__file__, encoding="utf-8") as file:
            source = file.read().splitlines()
        checks = {number for number, line in enumerate(source, 1) if "self.differs(" in line}
        seen, differs = set(), checker.Checker.differs

        def noted(self, what, owner=None):
            seen.add(sys._getframe(1).f_lineno)
            differs(self, what, owner)

        checker.Checker.differs = noted
        try:
            for doctor, _ in LOSSES_AND_DOUBLINGS.values():
                day = Day()
                doctor(day)
                day.report()
            other = Day()
            hospitals = {"H1": {**other.hospital, "settlement": []}, "H2": {name: [] for name in other.hospital} | {
                "settlement": other.hospital["settlement"]}}
            other.rows["attempt"] += [{**one, "counterparty": "H2"} for one in other.rows["attempt"] if one["flow_kind"] == "payment"]
            wrong = checker.differences(other.rows, other.said, hospitals, other.channel).wrong
            self.assertIn("was settled at another hospital", "\n".join(wrong))
        finally:
            checker.Checker.differs = differs
        self.assertEqual(sorted(f"{number}: {source[number - 1].strip()}" for number in checks
                                if not any(abs(number - at) <= 1 for at in seen)), [])


class OpenCases(unittest.TestCase):
    def stranded(self):
        """The bill's money is on the account at the hospital, and pays nothing."""
        day = Day()
        day.rows["payment"][1]["state"], day.rows["charge"][0]["state"] = "frozen", "in_payment"
        day.hospital["deposit"][0]["settlement_number"] = ""
        day.hospital["settlement"].pop()
        day.hospital["charge"][1].update(state="unpaid", settlement_number="")
        day.said.ends.clear()
        return day

    def test_one_keeps_what_it_names(self):
        day = self.stranded()
        self.assertTrue(day.report().wrong)
        day.case_about(BILL)
        report = day.report()
        self.assertEqual(report.wrong, [])
        self.assertEqual(len(report.kept), 2)  # the deposit, and what the ledger owes the hospital
        self.assertEqual(checker.people_with_case(day.rows), {PERSON})

    def test_two_of_them_are_one_too_many(self):
        day = self.stranded()
        day.case_about(BILL)
        day.case_about(BILL, "overdue")
        self.assertRegex("\n".join(day.report().wrong), r"\(2 open cases name it\)")

    def test_a_closed_one_keeps_nothing(self):
        day = self.stranded()
        day.rows["hub_case"].append({"subject_id": BILL, "kind": "parked", "is_open": None})
        self.assertTrue(day.report().wrong)

    def test_one_about_something_else_keeps_nothing(self):
        for subject in (FEE, BOOKING, REFUND, CHARGE):
            with self.subTest(subject):
                day = self.stranded()
                day.case_about(subject)
                self.assertRegex("\n".join(day.report().wrong), "paid nothing")

    def test_a_case_does_not_hide_the_loss_of_others(self):
        """While a case is open everything that it does not name is looked for as before."""
        for name, (doctor, said) in LOSSES_AND_DOUBLINGS.items():
            with self.subTest(name):
                day = Day()
                day.rows["payment"].append({**Day.payment("e" * 32, "key-other", 100), "state": "frozen"})
                day.said.keys.add("key-other")
                day.case_about("e" * 32)
                doctor(day)
                self.assertRegex("\n".join(day.report().wrong), re.compile(said))

    def test_what_nobody_owns_is_kept_by_none(self):
        day = Day()
        for one in (PERSON, BOOKING, FEE, BILL, CHARGE):
            day.case_about(one)
        day.rows["inbox"].pop()
        twice(day.channel["refund"], out_refund_no="X")
        self.assertEqual(len(day.report().wrong), 2)

    def test_a_refunds_case_names_its_payment(self):
        day = Day()
        day.rows["refund"][0]["state"] = "in_doubt"
        day.channel["refund"].clear()
        self.assertIn("refund in_doubt has not come to rest", day.report().wrong)
        day.case_about(REFUND)
        self.assertEqual(day.report().wrong, [])
        self.assertTrue(day.report().kept)

    def test_a_booking_that_waits_for_a_payment_is_the_payments_question(self):
        day = Day()
        day.rows["booking"][0]["state"], day.hospital["booking"][0]["state"] = "paying", "reserved"
        day.said.ends.clear()
        self.assertIn("booking paying has not come to rest", day.report().wrong)
        day.case_about(FEE)
        self.assertEqual(day.report().wrong, [])

    def test_a_files_case_names_its_person_and_that_file_alone(self):
        day = Day()
        day.rows["attempt"][0]["state"] = "parked"
        day.rows["hospital_file"].clear()
        self.assertTrue(day.report().wrong)
        day.case_about(FILE)
        self.assertEqual(day.report().wrong, [])
        self.assertEqual(checker.people_with_case(day.rows), {PERSON})
        twice(day.hospital["effect"], 1, caller_number="Q" * 22)
        self.assertTrue(day.report().wrong)


class TheRows(unittest.TestCase):
    def test_ids_are_read_as_rest_writes_them(self):
        self.assertEqual(rows.hex_of("0" * 25 + "Z"), "%032x" % 31)
        self.assertEqual(rows.hex_of("7" + "Z" * 25), "f" * 32)

    def test_sqlite_shows_texts_ids_numbers_and_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            connection = sqlite3.connect(folder + "/hub.db")
            for name, columns in rows.COLUMNS.items():
                connection.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
            connection.execute("INSERT INTO booking VALUES (?, ?, ?, ?, NULL, ?, NULL)",
                               (bytes.fromhex(BOOKING), bytes.fromhex(PERSON), b"key", b"H1", b"paid"))
            connection.execute("INSERT INTO hub_case VALUES (?, ?, NULL)", (bytes.fromhex(BOOKING), b"parked"))
            connection.execute("INSERT INTO outbox VALUES (?, 1)", (b"inbound",))
            connection.commit()
            connection.close()
            found = rows.Sqlite(folder + "/hub.db").tables()
        self.assertEqual(found["booking"], [{"id": BOOKING, "person_id": PERSON, "request_key": "key", "hospital": "H1", "number": None,
                                             "state": "paid", "payment_id": None}])
        self.assertEqual(found["hub_case"], [{"subject_id": BOOKING, "kind": "parked", "is_open": None}])
        self.assertEqual(found["outbox"], [{"topic": "inbound", "dead": 1}])
        self.assertEqual(found["payment"], [])


if __name__ == "__main__":
    unittest.main()
