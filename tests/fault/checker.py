"""What must be so after a crash, from the simulators' books and SQL alone: nothing here is the hub's code."""
import sqlite3

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FINAL = {"payment": ("completed", "reversed", "unpaid"), "refund": ("done", "refused"),
         "booking": ("to_pay", "paid", "checked_in", "cancelled", "refused")}


def bits(text):
    value = 0
    for one in text:
        value = value * 32 + ALPHABET.index(one)
    return value.to_bytes(16, "big")


def word(value):
    return value.decode() if isinstance(value, bytes) else value


class Rows:
    def __init__(self, file):
        self.connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)

    def of(self, sql, *values):
        return [tuple(row) for row in self.connection.execute(sql, values)]

    def with_case(self):
        """Subjects of open cases; an attempt's case names its flow, a refund's or booking's its payment too."""
        named = {row[0] for row in self.of("SELECT subject_id FROM hub_case WHERE is_open = 1")}
        named |= {flow for one, flow in self.of("SELECT id, flow_id FROM attempt") if one in named}
        for table in ("refund", "booking"):
            named |= {row[1] for row in self.of(f"SELECT id, payment_id FROM {table}") if row[0] in named and row[1]}
        return named


def people_with_case(file):
    rows = Rows(file)
    named = rows.with_case()
    return named | {person for table in ("booking", "payment", "refund")
                    for one, person in rows.of(f"SELECT id, person_id FROM {table}") if one in named}


def waiting(file):
    """What is not at its end and named by no open case."""
    rows = Rows(file)
    named = rows.with_case()
    left = [f"{table} {word(state)}" for table, ends in FINAL.items()
            for one, state in rows.of(f"SELECT id, state FROM {table}") if word(state) not in ends and one not in named]
    left += [f"outbox {word(topic)}" for (topic,) in rows.of("SELECT topic FROM outbox WHERE dead = 0")]
    left += [f"attempt {word(step)} {word(state)}" for flow, step, state in rows.of("SELECT flow_id, step, state FROM attempt")
             if word(state) in ("ready", "accepted", "unknown") and flow not in named]
    return left


def differences(file, history, hospitals, channel):
    """`history`: (table, id) that the hub acknowledged. `hospitals`: code → books, `channel`: books."""
    rows, wrong = Rows(file), []
    named = rows.with_case()
    for table, text in sorted(history):
        if not rows.of(f"SELECT 1 FROM {table} WHERE id = ?", bits(text)):
            wrong.append(f"acknowledged {table} {text} is not there")
    wrong += waiting(file)
    wrong += [f"outbox {word(topic)} is dead" for (topic,) in rows.of("SELECT topic FROM outbox WHERE dead = 1")]

    legs = {word(order): (payment, word(state), amount) for order, payment, state, amount in
            rows.of("SELECT order_number, payment_id, p.state, amount_fen FROM leg JOIN payment p ON p.id = payment_id")}
    paid = {one["out_trade_no"]: one["amount_fen"] for one in channel["payment"]}
    for order in sorted(set(paid) - set(legs)):
        wrong.append(f"channel order {order} is paid, and no payment has it")
    back = {}
    for one in channel["refund"]:
        back[one["out_trade_no"]] = back.get(one["out_trade_no"], 0) + one["amount_fen"]
    for order, (payment, state, amount) in legs.items():
        if payment in named:
            continue
        if state == "completed" and paid.get(order) != amount:
            wrong.append(f"payment of order {order} is completed: {amount} here, {paid.get(order)} at the channel")
        if state in ("reversed", "unpaid") and paid.get(order, 0) != back.get(order, 0):
            wrong.append(f"payment of order {order} is {state}: collected {paid.get(order, 0)}, given back {back.get(order, 0)}")
    ours = {word(number): (word(state), amount, payment) for number, state, amount, payment in
            rows.of("SELECT number, state, amount_fen, payment_id FROM refund")}
    theirs = {one["out_refund_no"]: one["amount_fen"] for one in channel["refund"]}
    for number in sorted(set(theirs) - set(ours)):
        wrong.append(f"channel refund {number} is no refund of ours")
    for number, (state, amount, payment) in ours.items():
        if payment not in named and theirs.get(number) != (amount if state == "done" else None):
            wrong.append(f"refund {number} is {state} with {amount}, the channel has {theirs.get(number)}")

    slack = sum(amount for _, (payment, _, amount) in legs.items() if payment in named)
    accounts = {word(key): debit - credit for key, debit, credit in
                rows.of("SELECT account_key, debit_posted_fen, credit_posted_fen FROM account")}
    clearing = sum(value for key, value in accounts.items() if key.startswith("channel_clearing/"))
    net = sum(paid.values()) - sum(theirs.values())
    if abs(clearing - net) > slack:
        wrong.append(f"clearing account {clearing}, channel {net} fen")
    for code, books in hospitals.items():
        kept = [one for one in books["settlement"] if not one["refunded"]]
        total = sum(one["cost_fen"] - one["fund_fen"] - one["account_fen"] for one in kept)
        owed = -accounts.get(f"hospital_payable/{code}", 0)
        if abs(total - owed) > slack:
            wrong.append(f"{code}: ledger owes {owed}, its books have {total} fen")
        numbers = {word(number) for (number,) in rows.of("SELECT number FROM booking WHERE hospital = ? AND number IS NOT NULL",
                                                         code.encode())}
        lost = [one["number"] for one in books["booking"] if one["number"] not in numbers and one["state"] != "cancelled"]
        if lost and not named:
            wrong.append(f"{code}: bookings that the hub does not have: {lost}")
        files = [one["certificate_number"] for one in books["patient"]]
        wrong += [f"{code}: {files.count(one)} files of one person" for one in set(files) if one and files.count(one) > 1]
    told = {one["notification_id"] for one in channel["notification_send"] if one["status"] in (200, 204)}
    inbox = rows.of("SELECT count(*) FROM inbox")[0][0]
    if inbox < len(told):
        wrong.append(f"{len(told)} notifications were acknowledged, {inbox} are in the inbox")
    return wrong
