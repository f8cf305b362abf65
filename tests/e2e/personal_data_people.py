"""Four people of unmistakable names, and all that happens to them. Every personal value goes into a list as it is used."""
import datetime, http.client, json, os, re, socket, time, urllib.parse

from world import ask

AN_END_WITHIN_S = 60
TOMORROW, IN_FIVE_DAYS = (str((datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))) + datetime.timedelta(days)).date())
                          for days in (1, 5))


class Day:
    """What the people of one run used and were told."""

    def __init__(self, world):
        self.world, self.folder = world, world.folder + "/told"
        os.makedirs(self.folder)
        self.list = open(world.folder + "/used", "w", encoding="utf-8", buffering=1)
        self.sent = open(world.folder + "/sent", "w", encoding="utf-8", buffering=1)
        self.errors = open(self.folder + "/errors", "w", encoding="utf-8", errors="backslashreplace", buffering=1)
        self.refused = set()

    def uses(self, kind, value):
        self.list.write(f"{kind}\t{value}\n")
        return value

    def call(self, method, path, token="", body=None, **headers):
        """(status, answer). What is refused is kept as it came. `body`: JSON, or bytes as they are."""
        content = body if isinstance(body, bytes) or body is None else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Idempotency-Key": os.urandom(13).hex(), "Content-Type": "application/json",
                   **({"Authorization": "Bearer " + token} if token else {}),
                   **{name.replace("_", "-"): value for name, value in headers.items()}}
        if "?" in path:
            self.sent.write("query\t" + path.partition("?")[2] + "\n")
        if content and len(content) > 20 and not isinstance(body, bytes):
            self.sent.write("body\t" + content.decode() + "\n")
        connection = http.client.HTTPConnection("127.0.0.1", self.world.port, timeout=15)
        try:
            connection.request(method, path, content, headers)
            answer = connection.getresponse()
            text = answer.read().decode(errors="backslashreplace")
        finally:
            connection.close()
        if answer.status >= 400:
            self.errors.write(f"{answer.status} {answer.getheaders()}\n{text}\n")
            if code := re.search(r'"code":"(OC-[A-Z]+-\d+)"', text):
                self.refused.add(code[1])
        return answer.status, json.loads(text) if text.startswith("{") else {}

    def done(self, *call, **headers):
        status, answer = self.call(*call, **headers)
        if status >= 300:
            raise RuntimeError(f"{call[0]} {call[1].partition('?')[0]}: {status} {answer.get('code')} {answer.get('detail')}")
        return answer

    def until(self, what, look):
        end = time.monotonic() + AN_END_WITHIN_S
        while time.monotonic() < end:
            if found := look():
                return found
            time.sleep(0.05)
        raise RuntimeError(f"no {what} in {AN_END_WITHIN_S} s")


def resident_id(birth_date, number):
    body = "379999" + birth_date.replace("-", "") + "%03d" % number
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]


class Person:
    """Registers, opens a file, is scanned at the desk, books, pays, is charged, gets a report that another hospital reads, and money back."""

    def __init__(self, day, number, name, birth_date, has_file):
        self.day, self.world, self.number, self.has_file = day, day.world, number, has_file
        hospitals = self.world.file["hospitals"]
        self.hospital, self.other = hospitals[number % len(hospitals)], hospitals[(number + 1) % len(hospitals)]
        self.speaks_hl7 = self.hospital["protocol"] == "hl7_mllp"
        self.birth_date = day.uses("birth date", birth_date)
        self.name = day.uses("name", name)
        self.certificate = day.uses("certificate number", resident_id(birth_date, 101 + number))
        self.phone = day.uses("phone", "1397%07d" % (6180339 + number))
        self.address = day.uses("address", f"虚构市不存在路{'甲乙丙丁'[number]}弄7号")
        self.payer = day.uses("payer", f"openid-of-{number}-oUpF8uMuAJO")
        self.sex = "female" if int(self.certificate[16]) % 2 == 0 else "male"

    def details(self, **changed):
        return {"name": self.name, "sex": self.sex, "certificate": {"kind": "resident_id", "number": self.certificate},
                "phone": self.phone, "address": self.address, **changed}

    def at_desk(self, door, body):
        status, answer = ask(self.hospital["control_port"], "POST", "/_sim/" + door, body)
        if status >= 300:
            raise RuntimeError(f"{self.hospital['code']} {door}: {status} {answer}")
        return answer

    def staff(self, role="registrar"):
        return {"Staff_Id": "30001", "Staff_Role": role, "Staff_Department": "D00"}

    def goes_through(self):
        self.is_known_elsewhere()
        self.registers()
        self.is_scanned()
        booking = self.books()
        charge = self.is_charged()
        report = self.gets_report()
        self.is_read_elsewhere(report)
        self.gets_back(booking, charge)
        for path in ("", "/files", "/bookings", "/charges", "/payments", "/reports", "/consents", "/record-reads"):
            self.day.done("GET", self.own + path, self.token)

    def is_known_elsewhere(self):
        platform = self.world.file["ehealth_card_port"]
        ask(platform, "POST", "/_sim/people", {"name": self.name, "idType": "01", "idNumber": self.certificate,
            "gender": "女" if self.sex == "female" else "男", "birthday": self.birth_date, "phone": self.phone})
        card = ask(platform, "POST", "/_sim/cards", {"idType": "01", "idNumber": self.certificate})[1]
        self.day.uses("e-health card", card["healthCardId"])
        self.codes = [self.day.uses("e-health card code", card["qrCodeText"])]
        for kind in ("dynamic", "voucher"):
            shown = ask(platform, "POST", "/_sim/codes", {"idType": "01", "idNumber": self.certificate, "kind": kind})[1]
            self.codes.append(self.day.uses(f"{kind} code", shown["text"]))
        if self.has_file and self.speaks_hl7:
            self.at_desk("patients", {"name": self.name, "sex": self.sex[0].upper(), "birth_date": self.birth_date.replace("-", ""),
                         "certificate_type": "NNCHN", "certificate_number": self.certificate, "phone": self.phone})
        elif self.has_file:
            card = self.day.uses("hospital card", f"HC-55667788{self.number}")
            guardian = self.day.uses("certificate number", resident_id("1948-11-29", 700 + self.number))
            self.at_desk("patients", {"hospital_card": card, "patient": {"id": 7384615500 + self.number, "name": self.name,
                "certificate_kind": "01", "certificate_number": self.certificate, "sex": self.sex, "birth_date": self.birth_date,
                "phone": self.phone, "address": self.address, "guardian_name": self.day.uses("name", "监护人虚构者"),
                "guardian_number": guardian, "balance_fen": 0, "confirmed": True, "created_at_ms": 0}})

    def registers(self):
        registered = self.day.done("POST", "/api/v1/people", self.world.entrance, {"person": self.details()})
        self.own = "/api/v1/people/" + registered["person_id"]
        self.day.uses("card number", registered["card"]["number"])
        self.logs_in()
        self.day.until("file", lambda: self.day.call("POST", self.own + "/files", self.token,
                                                     {"hospital": self.hospital["code"]})[0] == 201)
        self.patient = next(one for one in ask(self.hospital["control_port"], "GET", "/_sim/books?patient")[1]["patient"]
                            if one["certificate_number"] == self.certificate)
        self.local = f"P{100000 + self.patient['id']}" if self.speaks_hl7 else str(self.patient["id"])
        if self.speaks_hl7 or self.has_file:  # the next number of a hospital of six digits may stand anywhere
            self.day.uses("hospital's number", self.local)

    def logs_in(self):
        self.token = self.day.uses("token", self.day.done("POST", self.own + "/tokens", self.world.entrance)["token"])

    def is_scanned(self):
        """At the desk: by the card's code, by the hospital's number, and by what the desk of this hub cannot read."""
        desk = self.world.desks[self.hospital["code"]]
        code = self.day.uses("card code", self.day.done("GET", self.own + "/card-code", self.token)["code"])
        self.day.done("POST", "/api/v1/credentials/scan", desk, {"text": code, "use": "treatment"}, **self.staff())
        self.day.done("POST", "/api/v1/people/search", desk, {"local_patient": self.local}, **self.staff())
        for unread in (code, *self.codes, self.certificate, self.name):
            self.day.call("POST", "/api/v1/credentials/scan", desk, {"text": unread, "use": "registration"}, **self.staff())
            self.day.call("POST", "/api/v1/people/search", desk, {"local_patient": unread}, **self.staff())
        self.day.done("POST", self.own + "/identity-check", desk, **self.staff())
        self.logs_in()
        ticket = self.day.uses("event ticket", self.day.done("POST", self.own + "/event-tickets", self.token)["ticket"])
        self.day.call("GET", f"/api/v1/people/{'0' * 26}/events?ticket={urllib.parse.quote(ticket)}")

    def wish_for(self, offset=0):
        """A booking's body."""
        base = "/api/v1/hospitals/" + self.hospital["code"]
        listed = self.day.done("GET", f"{base}/schedules?from={TOMORROW}&to={IN_FIVE_DAYS}", self.token)["schedules"]
        one = listed[self.number % len(listed)]
        query = urllib.parse.urlencode({name: one[name] for name in ("department", "doctor", "day", "session")})
        slot = self.day.done("GET", f"{base}/slots?{query}", self.token)["slots"][self.number + offset]
        wish = {name: one[name] for name in ("department", "department_name", "doctor", "doctor_name", "day", "session")}
        return {"hospital": self.hospital["code"], "slot": slot["key"], **wish}

    def books(self):
        booking = self.day.done("POST", self.own + "/bookings", self.token, self.wish_for())
        path = "/api/v1/bookings/" + booking["booking_id"]
        booked = self.comes_to(path, ("to_pay", "paid"))
        if booked["state"] == "to_pay":
            self.pays({"booking": {"booking_id": booking["booking_id"], "expected_cash_fen": booked["cash_fen"]}})
        return path

    def comes_to(self, path, states):
        return self.day.until(f"{states[0]} of {path.split('/')[3]}",
                              lambda: (one := self.day.done("GET", path, self.token))["state"] in states and one)

    def pays(self, what):
        wish = {"channel": self.world.file["channel"], "payer": self.payer, **what}
        payment = self.day.done("POST", self.own + "/payments", self.token, wish)["payment_id"]
        self.comes_to("/api/v1/payments/" + payment, ("completed",))
        return payment

    def is_charged(self):
        medicine = self.day.uses("medicine", f"虚构罕见病注射液{'甲乙丙丁'[self.number]}号")
        charge = self.at_desk("charges", {"patient_id": self.patient["id"], "visit_number": "", "name": "西药费", "doctor": "1001",
            "lines": [{"code": "A11", "name": medicine, "kind": "A", "unit": "支", "spec": "100ml", "price_fen": 1000 + self.number,
                       "quantity_hundredths": 100, "amount_fen": 1000 + self.number}]})
        def arrived():
            self.day.call("POST", self.own + "/charges/refresh", self.token, {"hospital": self.hospital["code"]})
            charges = self.day.done("GET", self.own + "/charges", self.token)["charges"]
            return next((one for one in charges if one["content"]["key"] == charge["number"] and one["state"] == "open"), None)
        one = self.day.until("charge", arrived)
        what = {"charge_id": one["charge_id"], "expected_version": one["content"]["version"], "expected_total_fen": 1}
        wish = {"channel": self.world.file["channel"], "payer": self.payer, "charges": [what]}
        self.day.call("POST", self.own + "/payments", self.token, wish)
        payment = self.pays({"charges": [{**what, "expected_total_fen": one["content"]["total_fen"]}]})
        wishes = ({"lines": [self.name], "amount_fen": 1}, {"item": self.certificate, "lines": [], "amount_fen": 1})
        for wish in wishes if self.has_file else ():  # refusing takes seconds
            if refund := self.day.call("POST", f"/api/v1/payments/{payment}/refunds", self.token, wish)[1].get("refund_id"):
                self.comes_to("/api/v1/refunds/" + refund, ("refused",))
        return charge

    def gets_report(self):
        which = "甲乙丙丁"[self.number]
        self.findings = self.day.uses("report", f"右肺上叶见磨玻璃结节{which}")
        self.at_desk("reports", {"number": "", "patient_id": self.patient["id"], "kind": "exam", "visit_kind": "1",
            "name": self.day.uses("report", f"虚构胸部平扫{which}"), "part": self.day.uses("report", f"虚构部位{which}"),
            "findings": self.findings, "conclusion": self.day.uses("report", f"考虑虚构综合征{which}期"), "values": []})
        self.at_desk("reports", {"number": "", "patient_id": self.patient["id"], "kind": "lab", "visit_kind": "1",
            "name": self.day.uses("report", f"虚构病毒抗体{which}"), "part": "", "findings": "", "conclusion": "",
            "values": [{"name": self.day.uses("report", f"虚构抗体滴度{which}"), "value": self.day.uses("report", f"阳性1:7384{self.number}"),
                        "unit": "", "range": "", "flag": "H"}]})
        def arrived():
            self.day.call("POST", self.own + "/reports/refresh", self.token, {"hospital": self.hospital["code"]})
            reports = self.day.done("GET", self.own + "/reports", self.token)["reports"]
            return reports if len(reports) >= 2 else None
        reports = self.day.until("report", arrived)
        for one in reports:
            content = self.day.done("GET", f"{self.own}/reports/{one['report_id']}", self.token)
            if self.findings in json.dumps(content, ensure_ascii=False):
                return one["report_id"]
        raise RuntimeError("the report of the exam cannot be read")

    def is_read_elsewhere(self, report):
        theirs, doctor = self.world.desks[self.other["code"]], {**self.staff("doctor"), "Purpose": "treatment"}
        path = f"{self.own}/reports/{report}"
        self.day.call("GET", path, theirs, **doctor)
        self.day.call("GET", path, theirs, **{**doctor, "Purpose": urllib.parse.quote(self.name)})
        consent = self.day.done("POST", self.own + "/consents", self.token, {"hospital": self.other["code"],
            "source": self.hospital["code"], "until_ms": int(time.time() * 1000) + 3_600_000})["consent_id"]
        self.day.done("GET", path, theirs, **doctor)
        for value in (urllib.parse.quote(self.name), self.certificate, self.phone):  # where a code of staff belongs
            for claim in ("Staff_Id", "Staff_Role", "Staff_Department"):
                self.day.call("GET", path, theirs, **{**doctor, claim: value})
        self.day.done("POST", f"{self.own}/consents/{consent}/revocation", self.token)

    def gets_back(self, booking, charge):
        if not self.speaks_hl7:
            self.day.done("POST", booking + "/cancellation", self.token)
            self.comes_to(booking, ("cancelled",))
            return
        self.at_desk("refund-requests", {"charge": charge["number"], "lines": charge["lines"]})
        self.day.until("refund", lambda: any(one["refunded_fen"] for one in self.day.done("GET", self.own + "/payments",
                                                                                           self.token)["payments"]))

    def is_refused(self):
        """Typos, and values where they do not belong: in members, numbers, paths, queries and headers."""
        day, door, entrance = self.day, "/api/v1/people", self.world.entrance
        quoted, wrong_check = urllib.parse.quote(self.name), self.certificate[:17] + ("0" if self.certificate[17] != "0" else "1")
        day.uses("certificate number", wrong_check)
        resident = {"kind": "resident_id", "number": self.certificate}
        changes = ({"certificate": {**resident, "number": wrong_check}}, {"certificate": {**resident, "number": self.name}},
                   {"certificate": {**resident, "kind": self.certificate}}, {"certificate": self.certificate}, {"phone": self.name},
                   {"phone": self.certificate}, {"phone": self.phone + "9"}, {"birth_date": self.name}, {"birth_date": "2001-02-03"},
                   {"sex": self.name}, {"sex": "female" if self.sex == "male" else "male"}, {"name": ""}, {"name": [self.name]},
                   {"name": day.uses("name", "冒名顶替者")}, {self.name: self.phone}, {self.certificate: 1}, {"address": {self.address: 1}})
        for changed in changes:
            day.call("POST", door, entrance, {"person": self.details(**changed)})
        whole = json.dumps({"person": self.details()}, ensure_ascii=False)
        for broken in (whole[:-9], whole + self.name, whole.replace(":", "=", 1), self.name):
            day.call("POST", door, entrance, broken.encode())
        day.call("POST", door, entrance, whole.encode("gb18030"))
        day.call("POST", door, entrance, whole.encode("utf-16-le"))
        day.call("POST", f"{door}?{urllib.parse.urlencode({'name': self.name, 'phone': self.phone})}", entrance, {"person": self.details()})
        for value in (quoted, self.certificate, self.phone):
            for path in (f"/{value}", f"{door}/{value}", f"{door}/{value}/files", f"/api/v1/bookings/{value}", f"/api/v1/payments/{value}",
                         f"/api/v1/hospitals/{value}/departments", f"/in/{value}", f"/api/v1/people/search?q={value}"):
                day.call("GET", path, self.token)
                day.call("POST", path, self.token, {"name": self.name})
            day.call("GET", door, value)
            day.call("GET", f"/api/v1/hospitals/{self.hospital['code']}/schedules?from={value}&to={value}", self.token)
            day.call("GET", f"/api/v1/hospitals/{self.hospital['code']}/slots?department={value}&doctor={value}&day={value}"
                     f"&session={value}", self.token)
            day.call("GET", f"/api/v1/hospitals/{self.hospital['code']}/slots?department={value}&doctor={value}&day={TOMORROW}"
                     "&session=morning", self.token)
            day.call("GET", f"{self.own}/reports?hospital={value}&from={value}", self.token)
            day.call("GET", f"{self.own}/events?ticket={value}")
            day.call("GET", self.own, self.token, Last_Event_ID=value, Accept_Language=value, X_Request_Id=value, traceparent=value)
        for value in (self.name, self.certificate, self.phone):
            wish = {"hospital": value, "slot": value, "department": value, "department_name": value, "doctor": value,
                    "doctor_name": value, "day": TOMORROW, "session": "morning"}
            day.call("POST", self.own + "/files", self.token, {"hospital": value})
            day.call("POST", self.own + "/bookings", self.token, wish)
            day.call("POST", self.own + "/bookings", self.token, {**wish, "hospital": self.hospital["code"], "day": value})
            day.call("POST", self.own + "/bookings", self.token, {**wish, "hospital": self.hospital["code"], "session": value})
            day.call("POST", self.own + "/payments", self.token, {"channel": value, "payer": self.payer, "charges": []})
            day.call("POST", self.own + "/payments", self.token, {"channel": self.world.file["channel"], "payer": self.payer,
                     "charges": [{"charge_id": value, "expected_version": value, "expected_total_fen": value}]})
            day.call("POST", self.own + "/consents", self.token, {"hospital": value, "source": value, "until_ms": 1})
            for what in ("charges", "reports"):
                day.call("POST", f"{self.own}/{what}/refresh", self.token, {"hospital": value})
            day.call("POST", self.own + "/reports/refresh", self.world.desks[self.hospital["code"]], {"hospital": value}, **self.staff())

    def is_talked_about(self):
        """Counterparties whose refusals, faults and messages hold what they should not."""
        spoken = f"患者{self.name} {self.certificate} {self.phone} 不存在"
        hospital, platform = self.hospital["control_port"], self.world.file["ehealth_card_port"]
        kinds = ("refused", "plain_text", "stack_trace", "html_page", "cut_answer", "wrong_charset", "odd_result", "protocol_fault")
        elsewhere = resident_id(self.birth_date, 301 + self.number)
        self.day.uses("certificate number", elsewhere)
        other = {"person": self.details(certificate={"kind": "resident_id", "number": elsewhere}, sex="male")}
        for kind in kinds:
            for port in (hospital, platform):
                ask(port, "POST", "/_sim/faults", {"operation": "*", "kind": kind, "next": 1, "acts": False, "text": spoken})
            for path, body in (("/charges/refresh", {"hospital": self.hospital["code"]}), ("/reports/refresh", {"hospital": self.hospital["code"]})):
                self.day.call("POST", self.own + path, self.token, body)
            self.day.call("POST", "/api/v1/people", self.world.entrance, other)
            for port in (hospital, platform):
                ask(port, "DELETE", "/_sim/faults")
        if self.speaks_hl7:
            return  # those refuse by codes
        wish = self.wish_for(offset=1)
        ask(hospital, "POST", "/_sim/faults", {"operation": "*", "kind": "refused", "next": 1, "acts": False, "text": spoken})
        booking = self.day.done("POST", self.own + "/bookings", self.token, wish)["booking_id"]
        self.comes_to("/api/v1/bookings/" + booking, ("refused",))

    def is_pushed(self):
        """What comes in by itself and cannot be taken: over MLLP and at the channel's address."""
        for name in (self.world.file["channel"], "NOBODY"):
            for body in (self.name.encode(), json.dumps({"id": self.certificate, "resource": {"ciphertext": self.phone}}).encode()):
                self.day.call("POST", f"/in/{name}/notify?payer={self.payer}", "", body, Wechatpay_Signature=self.phone,
                              Wechatpay_Serial=self.certificate)
        if not self.speaks_hl7:
            return
        now, facility = datetime.datetime.now().strftime("%Y%m%d%H%M%S"), "SIMHL7" + self.hospital["code"][-2:]
        charset, said = ("GB18030", "GB18030") if self.hospital["charset"] == "GB18030" else ("utf-8", "UNICODE UTF-8")

        # Sender and number of a header are answered with and kept as they came: none of a hospital's is about people.
        def message(kind, *segments, sender="HIS"):
            control = f"X{self.number}{os.urandom(4).hex()}"
            head = f"MSH|^~\\&|{sender}|{facility}|HUB|HUB|{now}||{kind}|{control}|P|2.5.1||||||{said}"
            return "\r".join((head, *segments, "")).encode(charset)
        patient = f"PID|1||{self.local}^^^SIM^PI~{self.certificate}^^^^NNCHN||{self.name}||{{}}|M|||{self.address}||{self.phone}"
        pushed = [
            self.name.encode(charset), f"MSH|{self.name}".encode(charset),
            message("ADT^A28^ADT_A05", "EVN||" + now, patient.format(self.name)),
            message("ADT^A28^ADT_A05", "EVN||" + self.name, patient.format(self.phone)),
            message("ADT^A40^ADT_A39", "EVN||" + now, patient.format("19610203"), "MRG|" + self.certificate),
            message("ZZZ^Z99", patient.format("19610203"), "ZZZ|" + self.name),
            message("ORU^R01^ORU_R01", patient.format("19610203"), f"OBR|1||{self.name}|{self.findings}^^L|||{self.name}",
                    f"OBX|1|TX|{self.findings}||{self.findings}||||||{self.name}"),
            message("DFT^P03^DFT_P03", "EVN||" + now, patient.format("19610203"), f"FT1|1|{self.name}||{now}||CG|{self.certificate}|||{self.name}|"
                    f"{self.phone}|{self.name}"),
            message("SIU^S16^SIU_S12", f"SCH|{self.certificate}|{self.name}", patient.format("x"), "RGS|1", f"AIS|1||{self.name}|{self.phone}"),
            message("ADT^A28^ADT_A05", patient.format("19610203"), sender="NOBODY"),
            *(message(kind, patient.format("19610203")) for value in (self.name, self.certificate, self.phone)
              for kind in (value, value + "^Z99")),
        ]
        for one in pushed:
            with socket.create_connection(("127.0.0.1", self.world.file["mllp_port"]), timeout=5) as line:
                line.sendall(b"\x0b" + one + b"\x1c\r")
                line.settimeout(1)
                try:
                    answer = line.recv(65536)
                except TimeoutError:
                    answer = b""
            with open(self.day.folder + "/acknowledgements", "ab") as file:
                file.write(answer + b"\n")


PEOPLE = (("欧阳虚构甲", "1961-02-03", True), ("司徒虚构玥", "1973-05-19", True), ("上官虚构珅", "1984-09-27", False),
          ("诸葛虚构玕", "1957-12-06", False))
