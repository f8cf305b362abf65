"""What must be so after a crash, from the simulators' books and SQL alone (rows.py): nothing here is the hub's code.

Everything is compared one by one: each order, refund, settlement, deposit, booking, bill, file, message and ledger entry belongs to one
thing of the hub's, its owner. A difference is kept if exactly one open case names its owner; sums have no slack of their own.
"""
import collections

REST = {"payment": ("completed", "reversed", "unpaid"), "refund": ("done", "refused"),
        "booking": ("to_pay", "paid", "checked_in", "cancelled", "refused")}
OPEN_ATTEMPT = ("ready", "accepted", "unknown")
OURS = "HUB/OP01"  # the operator under whom the hub writes at the simulated hospitals
POSTED = ("transfer", "post")  # the entries that move money; the others freeze it or set it free
TOLD = (200, 204)  # what the channel takes for an acknowledgement

Report = collections.namedtuple("Report", "wrong kept")


def grouped(rows, key):
    found = collections.defaultdict(list)
    for row in rows:
        found[key(row) if callable(key) else row[key]].append(row)
    return found


class Cases:
    """How many open cases name a thing: those about it, and for a payment those about its refunds. A file's are about the attempt."""

    def __init__(self, rows):
        self.count = collections.Counter(row["subject_id"] for row in rows["hub_case"] if row["is_open"] == 1)
        for refund in rows["refund"]:
            self.count[refund["payment_id"]] += self.count[refund["id"]]

    def name(self, owner):
        return self.count[owner] > 0


def waiting(rows, channel):
    """What is not at its end and named by no open case."""
    cases = Cases(rows)
    left = [f"{table} {row['state']}" for table, ends in REST.items() for row in rows[table]
            if row["state"] not in ends and not cases.name(row["id"]) and not (row["state"] == "paying" and cases.name(row["payment_id"]))]
    left += [f"attempt {row['step']} {row['state']}" for row in rows["attempt"]
             if row["state"] in OPEN_ATTEMPT and not cases.name(row["id"]) and not cases.name(row["flow_id"])]
    left += [f"outbox {row['topic']}" for row in rows["outbox"] if row["dead"] == 0]
    left += [f"notification {one['state']}" for one in channel["notification"] if one["state"] in ("waiting", "sending")]
    return left


def people_with_case(rows):
    """Whom the hub has told that a person takes over."""
    cases = Cases(rows)
    files = {row["flow_id"] for row in rows["attempt"] if row["flow_kind"] == "file" and cases.name(row["id"])}
    return files | {row["person_id"] for table in ("booking", "charge", "payment", "refund") for row in rows[table]
                    if cases.name(row["id"])}


def differences(rows, said, hospitals, channel):
    """`said`: what the hub acknowledged to people, see Said. `hospitals`: code → books; `channel`: books of the channel."""
    check = Checker(rows, said, hospitals, channel)
    for one in (check.acknowledged, check.rest, check.messages, check.orders, check.refunds, check.settlements, check.payments,
                check.bookings, check.charges, check.files, check.ledger):
        one()
    return Report(check.wrong, check.kept)


class Said:
    """What the hub has acknowledged: people's threads add to it. `rows`: (table, hex id); `ends`: the end it told of one, never to be
    taken back; `keys`: the idempotency keys under which one thing was asked for."""

    def __init__(self):
        self.rows, self.ends, self.keys = set(), {}, set()


class Checker:
    def __init__(self, rows, said, hospitals, channel):
        self.rows, self.said, self.hospitals, self.channel = rows, said, hospitals, channel
        self.cases = Cases(rows)
        self.wrong, self.kept = [], []
        self.entries = [row for row in rows["transfer"] if row["kind"] in POSTED]
        self.sent = {(row["counterparty"], row["wire_id"]): row for row in rows["attempt"]}
        self.refund_of = {row["id"]: row["payment_id"] for row in rows["refund"]}
        self.settled = collections.defaultdict(list)  # payment → (hospital, settlement) under its numbers

    def differs(self, what, owner=None):
        named = self.cases.count[owner] if owner else 0
        if named == 1:
            self.kept.append(what)
        else:
            self.wrong.append(what if named == 0 else f"{what} ({named} open cases name it)")

    def attempt_of(self, hospital, number):
        """The attempt under whose number something stands at a hospital, whose numbers are two characters longer than the hub's."""
        return self.sent.get((hospital, number[:20]))

    def acknowledged(self):
        there = {(table, row["id"]): row for table in ("person", "booking", "charge", "payment") for row in self.rows[table]}
        for table, one in sorted(self.said.rows):
            if (table, one) not in there:
                self.differs(f"acknowledged {table} {one} is not there")
        for (table, one), state in sorted(self.said.ends.items()):
            now = there.get((table, one), {"state": "not there"})["state"]
            if now != state:
                self.differs(f"{table} {one} was said to be {state} and is {now}", one)
        for table in ("booking", "payment"):
            for key, rows in grouped(self.rows[table], "request_key").items():
                if key not in self.said.keys:
                    self.differs(f"nobody asked for {table} {rows[0]['id']}")
                for row in rows[1:]:
                    self.differs(f"{table} {row['id']} is there twice for one request")

    def rest(self):
        for what in waiting(self.rows, self.channel):
            self.differs(what + " has not come to rest")
        for row in self.rows["outbox"]:
            if row["dead"] == 1:
                self.differs(f"outbox {row['topic']} is dead")

    def messages(self):
        """Each notification that was acknowledged is in the inbox once; one that was not, at most once."""
        told = {one["notification_id"] for one in self.channel["notification_send"] if one["status"] in TOLD}
        kept = collections.Counter(row["control_id"] for row in self.rows["inbox"])
        for one in self.channel["notification"]:
            times = kept.pop(one["wire_id"], 0)
            if times > 1 or (times == 0 and one["id"] in told):
                self.differs(f"notification {one['wire_id']} is in the inbox {times} times, " +
                             ("acknowledged" if one["id"] in told else "not acknowledged"))
            if one["state"] in ("given_up", "dropped"):
                self.differs(f"notification {one['wire_id']} is {one['state']}")
        for one in sorted(kept):
            self.differs(f"message {one} is in the inbox, and the channel sent none")

    def orders(self):
        known = grouped(self.rows["leg"], "order_number")
        for one in self.channel["payment"]:
            if one["out_trade_no"] not in known:
                self.differs(f"channel order {one['out_trade_no']} is paid, and no payment has it")

    def refunds(self):
        given = {one["out_refund_no"]: one for one in self.channel["refund"]}
        for row in self.rows["refund"]:
            theirs = given.pop(row["number"], None)
            back = theirs["amount_fen"] if theirs and theirs["status"] == "SUCCESS" else 0
            if back != (row["amount_fen"] if row["state"] == "done" else 0):
                self.differs(f"refund {row['number']} is {row['state']} with {row['amount_fen']}, the channel gave {back}",
                             row["payment_id"])
            elif theirs and theirs["out_trade_no"] != row["order_number"]:
                self.differs(f"refund {row['number']} went to another order")
        for number in sorted(given):
            self.differs(f"channel refund {number} is no refund of ours")

    def settlements(self):
        """Whose each settlement and deposit of ours is."""
        for code, books in self.hospitals.items():
            by_number = {}
            for one in books["settlement"]:
                attempt = self.attempt_of(code, one["caller_number"])
                if one["operator_id"] != OURS or attempt is None or attempt["flow_kind"] != "payment":
                    self.differs(f"{code}: settlement {one['number']} is no payment of ours")
                    continue
                by_number[one["number"]] = attempt["flow_id"]
                self.settled[attempt["flow_id"]].append((code, one))
            for number, deposits in grouped(books["deposit"], "order_number").items():
                attempt = self.attempt_of(code, number)
                if attempt is None:
                    self.differs(f"{code}: deposit {deposits[0]['number']} is no payment of ours")
                    continue
                payment = attempt["flow_id"]
                for one in deposits:
                    if by_number.get(one["settlement_number"]) != payment:
                        self.differs(f"{code}: deposit {one['number']} of payment {payment} paid " +
                                     (one["settlement_number"] or "nothing"), payment)
                if len(deposits) > 1:
                    self.differs(f"{code}: payment {payment} was put on the account {len(deposits)} times", payment)

    def payments(self):
        """Each payment is at the channel, at the hospital and in the ledger with one amount, once."""
        name = {row["id"]: row["account_key"] for row in self.rows["account"]}
        moved = collections.defaultdict(collections.Counter)  # payment → account → debit less credit
        payments = {row["id"] for row in self.rows["payment"]}
        for row in self.entries:
            payment = self.refund_of.get(row["flow_id"], row["flow_id"])
            if payment not in payments:
                self.differs(f"the ledger moved {row['amount_fen']} fen ({row['step']}) for no payment")
            moved[payment][name.get(row["debit"])] += row["amount_fen"]
            moved[payment][name.get(row["credit"])] -= row["amount_fen"]
        for (flow, step), rows in grouped(self.entries, lambda row: (row["flow_id"], row["step"])).items():
            if len(rows) > 1:
                self.differs(f"the ledger booked {step} {len(rows)} times", self.refund_of.get(flow, flow))
        paid = {one["out_trade_no"]: one["amount_fen"] for one in self.channel["payment"]}
        back = collections.Counter()
        for one in self.channel["refund"]:
            back[one["out_trade_no"]] += one["amount_fen"] if one["status"] == "SUCCESS" else 0
        legs = grouped(self.rows["leg"], "payment_id")
        for row in self.rows["payment"]:
            self.payment(row, legs[row["id"]], moved[row["id"]], paid, back)
        for settlements in self.settled.values():  # of a payment that is gone
            self.differs(f"{settlements[0][0]}: settlement {settlements[0][1]['number']} is no payment of ours")

    def payment(self, row, legs, moved, paid, back):
        one = row["id"]
        collected = sum(paid.get(leg["order_number"], 0) for leg in legs)
        net = collected - sum(back[leg["order_number"]] for leg in legs)
        if row["state"] == "completed" and collected != row["total_fen"]:
            self.differs(f"payment {one} is completed with {row['total_fen']}, the channel collected {collected}", one)
        if row["state"] in ("reversed", "unpaid") and net != 0:
            self.differs(f"payment {one} is {row['state']}, and the channel still has {net}", one)
        settlements = self.settled.pop(one, [])
        standing = sum(it["cost_fen"] - it["fund_fen"] - it["account_fen"] for _, it in settlements if not it["refunded"])
        if row["state"] == "completed" and len(settlements) != 1:
            self.differs(f"payment {one} is completed and was settled {len(settlements)} times", one)
        if any(code != row["hospital"] for code, _ in settlements):
            self.differs(f"payment {one} was settled at another hospital", one)
        expected = collections.Counter()
        for leg in legs:
            expected[f"channel_clearing/{leg['channel']}/{leg['merchant']}"] += net
        expected[f"hospital_payable/{row['hospital']}"] -= standing
        for account in sorted(set(expected) | set(moved), key=str):
            if moved[account] != expected[account]:
                self.differs(f"payment {one}: {account} has {moved[account]}, the books say {expected[account]}", one)

    def bookings(self):
        own = {row["id"]: row for row in self.rows["booking"]}
        found = collections.defaultdict(list)
        for code, books in self.hospitals.items():
            for one in books["booking"]:
                attempt = self.attempt_of(code, one["caller_number"])
                if attempt is None or attempt["flow_id"] not in own:
                    self.differs(f"{code}: nobody asked for booking {one['number']}")
                    continue
                found[attempt["flow_id"]].append((code, one))
        meant = {"to_pay": ("reserved",), "paying": ("reserved", "paid"),  # whether it is paid is its payment's question
                 "paid": ("paid",), "checked_in": ("checked_in",)}
        for one, row in own.items():
            standing = [it for _, it in found[one] if it["state"] != "cancelled"]
            if len(standing) > 1:
                self.differs(f"booking {one} stands at the hospital {len(standing)} times", one)
            theirs = next((it for code, it in found[one] if (code, it["number"]) == (row["hospital"], row["number"])), None)
            if theirs is None and row["number"] is not None:
                self.differs(f"booking {one} is {row['state']}, and the hospital has no {row['number']}", one)
            elif theirs is None and standing:
                self.differs(f"booking {one} is {row['state']}, and the hospital has {standing[0]['number']}", one)
            elif theirs is not None and theirs["state"] not in meant.get(row["state"], ("cancelled",)):
                self.differs(f"booking {one} is {row['state']} here and {theirs['state']} at the hospital", one)
            elif theirs is None and row["state"] in ("to_pay", "paid", "checked_in"):
                self.differs(f"booking {one} is {row['state']} without a number", one)

    def charges(self):
        """A bill of a doctor's is paid here exactly if it is paid there, by the payment that the hub says."""
        payment = {row["id"]: row["state"] for row in self.rows["payment"]}
        for code, books in self.hospitals.items():
            bills = {one["number"]: one for one in books["charge"]}
            settled = {one["number"]: self.attempt_of(code, one["caller_number"]) for one in books["settlement"]}
            for row in self.rows["charge"]:
                if row["hospital"] != code:
                    continue
                theirs = bills.get(row["charge_key"])
                owner = row["payment_id"] if self.cases.name(row["payment_id"]) else row["id"]
                if theirs is None or theirs["total_fen"] != row["total_fen"]:
                    self.differs(f"charge {row['charge_key']} with {row['total_fen']} is not the hospital's", owner)
                    continue
                if (row["state"] == "paid") != (theirs["state"] == "paid"):
                    self.differs(f"charge {row['charge_key']} is {row['state']} here and {theirs['state']} at the hospital", owner)
                elif row["state"] == "paid":
                    attempt = settled.get(theirs["settlement_number"])
                    if attempt is None or attempt["flow_id"] != row["payment_id"]:
                        self.differs(f"charge {row['charge_key']} was paid by another payment", owner)
                    elif payment.get(row["payment_id"]) != "completed":
                        self.differs(f"charge {row['charge_key']} is paid, its payment not", owner)

    def files(self):
        for code, books in self.hospitals.items():
            made = collections.Counter(one["caller_number"][:20] for one in books["effect"]
                                       if one["subject"] == "patient created" and one["operator_id"] == OURS)
            for row in self.rows["attempt"]:
                if row["counterparty"] != code or row["operation"] != "patient.create":
                    continue
                times = made.pop(row["wire_id"], 0)
                if times != (1 if row["state"] == "done" else 0):
                    self.differs(f"{code}: file {row['wire_id']} is {row['state']}, the hospital made {times}", row["id"])
            for number in sorted(made):
                self.differs(f"{code}: nobody asked for file {number}")
            certificates = collections.Counter(one["certificate_number"] for one in books["patient"] if one["certificate_number"])
            for times in certificates.values():
                if times > 1:
                    self.differs(f"{code}: {times} files of one person")
        made = {(row["flow_id"], row["counterparty"]) for row in self.rows["attempt"]
                if row["operation"] == "patient.create" and row["state"] == "done"}
        linked = {(row["person_id"], row["hospital"]) for row in self.rows["hospital_file"]}
        for person, code in sorted(made - linked):
            self.differs(f"{code}: the file made for person {person} is not linked")

    def ledger(self):
        """What stands on each account is what its entries come to."""
        entries = collections.Counter()
        for row in self.entries:
            entries[row["debit"]] += row["amount_fen"]
            entries[row["credit"]] -= row["amount_fen"]
        for row in self.rows["account"]:
            stands = row["debit_posted_fen"] - row["credit_posted_fen"]
            if stands != entries.pop(row["id"], 0):
                self.differs(f"account {row['account_key']} stands at {stands}, its entries come to something else")
        if entries:
            self.differs("the ledger has entries on accounts that are not there")
