"""The load: people with phones who want to be treated, and a doctor who charges them."""
import datetime, http.client, random, threading, time

from rows import hex_of
from world import ask


class Person(threading.Thread):
    """Registers, opens a file, books, pays, is charged by the doctor and pays that; every second one cancels the booking. Repeats each
    write under its key until the hub answers."""

    def __init__(self, world, number, entrance, said, until):
        super().__init__(daemon=True)
        self.world, self.number, self.token, self.said, self.until = world, number, entrance, said, until
        self.failed, self.person, self.over = "not ended", None, threading.Event()
        at = world.file["hospitals"][number % len(world.file["hospitals"])]
        self.hospital, self.desk = at["code"], at["control_port"]

    def pause(self):
        if self.over.wait(0.1) or time.monotonic() > self.until:
            raise RuntimeError("no end in time")

    def call(self, method, path, body=None, again=(503,)):
        key = "%026x" % random.getrandbits(96)
        self.said.keys.add(key)
        while True:
            headers = {"Authorization": "Bearer " + self.token, "Idempotency-Key": key, "Content-Type": "application/json"}
            try:
                status, answer = ask(self.world.port, method, path, body, headers)
                if status not in again:
                    return status, answer
            except (OSError, http.client.HTTPException):
                pass
            self.pause()

    def made(self, table, path, body=None):
        """What a write gives. With a table it is a row that must never be lost again."""
        status, answer = self.call("POST", path, body)
        if status >= 300:
            raise RuntimeError(f"{path} {status} {answer}")
        if table:
            self.said.rows.add((table, hex_of(answer[table + "_id"])))
        return answer

    def ends(self, table, one, ends):
        while True:
            _, answer = self.call("GET", f"/api/v1/{table}s/{one}")
            if answer.get("state") in ends:
                return answer
            self.pause()

    def run(self):
        try:
            self.day()
            self.failed = ""
        except Exception as problem:  # whatever it is: the thread's root
            self.failed = f"{type(problem).__name__} {problem}"

    def day(self):
        self.register()
        self.open_file()
        booking = self.book()
        self.is_charged()
        if self.number % 2 == 0:
            self.made(None, f"/api/v1/bookings/{booking}/cancellation")
            end = self.ends("booking", booking, ("cancelled", "refused"))
            self.said.ends["booking", hex_of(booking)] = end["state"]

    def register(self):
        body = "379999%04d%02d%02d%03d" % (1960 + self.number % 50, 1 + self.number % 12, 1 + self.number % 28, self.number % 1000)
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        self.certificate = body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]
        person = self.made("person", "/api/v1/people", {"person": {"name": "测试甲", "sex": "female" if self.number % 2 == 0 else "male",
            "certificate": {"kind": "resident_id", "number": self.certificate}, "phone": "1390000%04d" % self.number}})
        self.person = hex_of(person["person_id"])
        self.own = "/api/v1/people/" + person["person_id"]
        self.token = self.made(None, self.own + "/tokens")["token"]

    def open_file(self):
        while True:
            status, answer = self.call("POST", self.own + "/files", {"hospital": self.hospital})
            if status == 202:
                self.pause()
            elif status >= 300:
                raise RuntimeError(f"file {status} {answer}")
            else:
                return

    def book(self):
        base = "/api/v1/hospitals/" + self.hospital
        day = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
        _, listed = self.call("GET", f"{base}/schedules?from={day + datetime.timedelta(1)}&to={day + datetime.timedelta(5)}")
        one = listed["schedules"][self.number % len(listed["schedules"])]
        _, slots = self.call("GET", f"{base}/slots?department={one['department']}&doctor={one['doctor']}&day={one['day']}"
                             f"&session={one['session']}")
        slot = slots["slots"][self.number % len(slots["slots"])]
        wish = {name: one[name] for name in ("department", "department_name", "doctor", "doctor_name", "day", "session")}
        booking = self.made("booking", self.own + "/bookings", {"hospital": self.hospital, "slot": slot["key"], **wish})["booking_id"]
        booked = self.ends("booking", booking, ("to_pay", "paid", "refused", "cancelled"))
        if booked["state"] == "to_pay":
            self.pay({"booking": {"booking_id": booking, "expected_cash_fen": booked["cash_fen"]}})
        return booking

    def pay(self, what):
        payment = self.made("payment", self.own + "/payments",
                            {"channel": self.world.file["channel"], "payer": f"openid-{self.number}", **what})["payment_id"]
        end = self.ends("payment", payment, ("completed", "reversed", "unpaid"))
        self.said.ends["payment", hex_of(payment)] = end["state"]

    def is_charged(self):
        patients = ask(self.desk, "GET", "/_sim/books?patient")[1]["patient"]
        patient = next(one["id"] for one in patients if one["certificate_number"] == self.certificate)
        price = 1000 + self.number * 37 % 5000
        raised = ask(self.desk, "POST", "/_sim/charges", {"patient_id": patient, "visit_number": "", "name": "西药费", "doctor": "1001",
            "lines": [{"code": "A11", "name": "测试注射液", "kind": "A", "unit": "支", "spec": "100ml", "price_fen": price,
                       "quantity_hundredths": 100, "amount_fen": price}]})[1]["number"]
        while True:
            status, answer = self.call("POST", self.own + "/charges/refresh", {"hospital": self.hospital})
            for one in answer.get("charges", ()) if status < 300 else ():
                if one["content"]["key"] == raised and one["state"] == "open":
                    self.said.rows.add(("charge", hex_of(one["charge_id"])))
                    return self.pay({"charges": [{"charge_id": one["charge_id"], "expected_version": one["content"]["version"],
                                                  "expected_total_fen": one["content"]["total_fen"]}]})
            self.pause()
