#!/usr/bin/env python3
"""Kills a hub at named points and seeded moments, restarts it, waits until it is quiet and has checker.py look. No code of the hub."""
import argparse, http.client, json, os, random, shutil, signal, subprocess, sys, tempfile, threading, time
import datetime

import checker

POINTS = ("before_send", "after_send", "after_answer", "before_commit", "after_commit", "before_follow", "mid_outbox")


def ask(port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers or {})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else {}
    finally:
        connection.close()


class NotPassed(Exception):
    """The hub did not come by the point: whatever the books say afterwards, nothing is proved. Exit 3."""


class World:
    def __init__(self, program, hub, seed):
        self.program, self.hub_program = program, hub
        self.folder = tempfile.mkdtemp(prefix="onecard-fault-")
        self.data = self.folder + "/data"
        self.config = self.folder + "/region/config"
        self.region = subprocess.Popen([program, "sim", "up", "--out", self.folder + "/region", "--soap", "3", "--gb18030", "1",
                                        "--seed", str(seed)], stdout=subprocess.PIPE, text=True)
        self.file = json.loads(self.region.stdout.readline())
        self.port = self.file["hub_port"]
        self.hub = None
        ask(self.file["channel_port"], "POST", "/_sim/payer", {"acts": True, "begins_after_ms_min": 50, "begins_after_ms_max": 200,
            "types_for_ms_min": 50, "types_for_ms_max": 300, "decline_per_mille": 0})
        ask(self.file["channel_port"], "POST", "/_sim/refund-pace", {"ends_after_ms_min": 50, "ends_after_ms_max": 300,
            "abnormal_per_mille": 0})

    def start(self, crash_at=""):
        with open(self.folder + "/hub.log", "a") as log:
            self.hub = subprocess.Popen([self.hub_program, "serve", "--config", self.config, "--data", self.data], stdout=subprocess.PIPE,
                                        stderr=log, text=True, env={**os.environ, "ONECARD_CRASH_AT": crash_at})
        if not self.hub.stdout.readline():
            raise RuntimeError("the hub does not start: " + self.folder)

    def token(self):
        made = subprocess.run([self.program, "token", "create", "--json", "--data", self.data, "--client", "fault", "--role", "entrance"],
                              capture_output=True, text=True, check=True)
        return json.loads(made.stdout)["token"]

    def stop(self):
        self.hub.send_signal(signal.SIGTERM)
        self.hub.wait()

    def books(self, port):
        return ask(port, "GET", "/_sim/books")[1]

    def end(self, keep):
        for one in (self.hub, self.region):
            if one and one.poll() is None:
                one.send_signal(signal.SIGTERM)
                one.wait()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)


class Person(threading.Thread):
    """Registers, opens a file, books, pays; every second one cancels. Repeats each write under its key until the hub answers."""

    def __init__(self, world, number, entrance, history, until):
        super().__init__(daemon=True)
        self.world, self.number, self.token, self.history, self.until = world, number, entrance, history, until
        self.failed, self.person = "not ended", None
        self.hospital = world.file["hospitals"][number % 3]["code"]

    def call(self, method, path, body=None, again=(503,)):
        key = "%026x" % random.getrandbits(96)
        while time.monotonic() < self.until:
            headers = {"Authorization": "Bearer " + self.token, "Idempotency-Key": key, "Content-Type": "application/json"}
            try:
                status, answer = ask(self.world.port, method, path, body, headers)
                if status not in again:
                    return status, answer
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        raise RuntimeError(f"{method} {path}: no answer in time")

    def made(self, table, path, body):
        status, answer = self.call("POST", path, body)
        if status >= 300:
            raise RuntimeError(f"{path} {status} {answer}")
        if table + "_id" in answer:
            self.history.add((table, answer[table + "_id"]))
        return answer

    def ends(self, path, ends):
        while time.monotonic() < self.until:
            _, answer = self.call("GET", path)
            if answer.get("state") in ends:
                return answer
            time.sleep(0.1)
        raise RuntimeError(f"{path} is {answer.get('state')}")

    def run(self):
        try:
            self.day()
            self.failed = ""
        except Exception as problem:
            self.failed = f"{type(problem).__name__} {problem}"

    def day(self):
        body = "379999%04d%02d%02d%03d" % (1960 + self.number % 50, 1 + self.number % 12, 1 + self.number % 28, self.number % 1000)
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        certificate = body + "10X98765432"[sum(int(c) * w for c, w in zip(body, weights)) % 11]
        person = self.made("person", "/api/v1/people", {"person": {"name": "测试甲", "sex": "female" if self.number % 2 == 0 else "male",
            "certificate": {"kind": "resident_id", "number": certificate}, "phone": "1390000%04d" % self.number}})
        self.person = checker.bits(person["person_id"])
        own = "/api/v1/people/" + person["person_id"]
        self.token = self.made("token", own + "/tokens", None)["token"]
        status = 202
        while status == 202:
            status, answer = self.call("POST", own + "/files", {"hospital": self.hospital})
            time.sleep(0.1 if status == 202 else 0)
        base = "/api/v1/hospitals/" + self.hospital
        day = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date()
        _, listed = self.call("GET", f"{base}/schedules?from={day + datetime.timedelta(1)}&to={day + datetime.timedelta(5)}")
        one = listed["schedules"][self.number % len(listed["schedules"])]
        _, slots = self.call("GET", f"{base}/slots?department={one['department']}&doctor={one['doctor']}&day={one['day']}"
                             f"&session={one['session']}")
        slot = slots["slots"][self.number % len(slots["slots"])]
        wish = {name: one[name] for name in ("department", "department_name", "doctor", "doctor_name", "day", "session")}
        booking = self.made("booking", own + "/bookings", {"hospital": self.hospital, "slot": slot["key"], **wish})
        where = "/api/v1/bookings/" + booking["booking_id"]
        booked = self.ends(where, ("to_pay", "paid", "refused", "cancelled"))
        if booked["state"] == "to_pay":
            payment = self.made("payment", own + "/payments", {"channel": self.world.file["channel"], "payer": f"openid-{self.number}",
                "booking": {"booking_id": booking["booking_id"], "expected_cash_fen": booked["cash_fen"]}})
            self.ends("/api/v1/payments/" + payment["payment_id"], ("completed", "reversed", "unpaid"))
        if self.number % 2 == 0:
            self.made("booking", where + "/cancellation", None)
            self.ends(where, ("cancelled", "refused"))


def episode(options, name, crash_at, after_s, seed):
    began = time.monotonic()
    world = World(options.program, options.hub, seed)
    wrong, reached = ["broken off"], False
    try:
        history, until = set(), time.monotonic() + options.quiet
        world.start()
        entrance = world.token()
        world.stop()
        world.start(crash_at)
        people = [Person(world, number, entrance, history, until) for number in range(1, options.people + 1)]
        for one in people:
            one.start()
        try:
            world.hub.wait(timeout=after_s if after_s is not None else 30)
        except subprocess.TimeoutExpired:
            world.hub.kill()
        died = world.hub.wait()
        reached = after_s is not None or died == -signal.SIGKILL and time.monotonic() - began < 30
        world.start()
        for one in people:
            one.join(max(0.1, until - time.monotonic()))
        file = world.data + "/" + next(f for f in os.listdir(world.data) if f.endswith((".sqlite", ".db")))
        while checker.waiting(file) and time.monotonic() < until:
            time.sleep(0.3)
        world.stop()
        hospitals = {one["code"]: world.books(one["control_port"]) for one in world.file["hospitals"]}
        wrong = checker.differences(file, history, hospitals, world.books(world.file["channel_port"]))
        kept = checker.people_with_case(file)  # the hub says so to the person, and a person goes on
        wrong += [f"person {one.number}: {one.failed}" for one in people if one.failed and one.person not in kept]
        verified = subprocess.run([options.program, "ledger", "verify", "--json", "--config", world.config, "--data", world.data],
                                  capture_output=True, text=True)
        if verified.returncode != 0:
            wrong.append("ledger verify: " + verified.stdout.strip())
    finally:
        world.end(keep=bool(wrong) or not reached)
    if not reached:
        raise NotPassed(f"{name:<28} seed {seed}  the point was not passed: nothing is proved, logs in {world.folder}")
    print(f"{name:<28} seed {seed}  {time.monotonic() - began:5.1f} s  {len(history)} acknowledged  " +
          ("ok" if not wrong else f"DIFFERS, logs in {world.folder}: " + "; ".join(wrong[:8])), flush=True)
    return not wrong


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--program", default="build/release/onecard")
    options.add_argument("--hub", help="another program to serve with")
    options.add_argument("--seed", type=int, default=random.randrange(1, 1 << 31))
    options.add_argument("--moments", type=int, default=20)
    options.add_argument("--seconds", type=float, default=3600, help="no seeded moment begins later")
    options.add_argument("--people", type=int, default=12)
    options.add_argument("--quiet", type=float, default=240, help="seconds to come to an end: lease (60) and quiet time (120) fit in")
    options.add_argument("--only", help="one point")
    options = options.parse_args()
    options.program = os.path.abspath(options.program)
    options.hub = os.path.abspath(options.hub or options.program)
    dice, good = random.Random(options.seed), True
    print("seed", options.seed)
    for point in (options.only,) if options.only else POINTS:
        late = ":50" if point in ("after_send", "before_commit") else ""
        good &= episode(options, point, f"{point}:{dice.randint(1, 3)}{late}", None, dice.randrange(1, 1 << 31))
    began = time.monotonic()
    for moment in range(0 if options.only else options.moments):
        if time.monotonic() - began > options.seconds:
            break
        after = dice.uniform(0.2, 4)
        good &= episode(options, f"moment {moment + 1} at {after:.2f} s", "", after, dice.randrange(1, 1 << 31))
    return 0 if good else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NotPassed as nothing:
        print(nothing)
        sys.exit(3)
