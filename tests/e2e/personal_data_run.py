#!/usr/bin/env python3
"""People with unmistakable names go through a whole region; then nothing personal may stand in clear in what the hub leaves behind.

personal_data_run.py PROGRAM [--database sqlite|mariadb] [--keep]

Every personal value is written to a list as it is used. The data folder, every table, the log at debug level, what the hub told hospitals and
operators and every error it answered with are searched for the list by scripts/check/personal_data.py. The simulators' books are theirs.
Exit 0: nothing was found. 1: something was, or the day did not go as it should; the folder stays. 77: there is no such database here.
"""
import argparse, concurrent.futures, http.client, json, os, re, shutil, sqlite3, subprocess, sys, time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path[:0] = [os.path.join(TOP, "tests", "fault"), os.path.join(TOP, "scripts", "check")]
import personal_data
import rows
from personal_data_people import PEOPLE, Day, Person
from world import TIED, World, ask, free_port

NO_SUCH_DATABASE = 77


class PrivateWorld(World):
    """Two hospitals of each protocol, one of them in GB18030; the channel, the e-health card platform; a hub that logs at debug."""

    SETTINGS = World.SETTINGS + "logging: {level: debug}\n"

    def begin(self, seed, database):
        self.region = subprocess.Popen(
            [*TIED, self.program, "sim", "up", "--out", self.folder + "/region", "--soap", "2", "--gb18030", "1", "--hl7", "2",
             "--hl7-gb18030", "1", "--seed", str(seed), "--hub-port", str(free_port()), "--mllp-port", str(free_port()),
             "--notify-again-per-mille", "20"], stdout=subprocess.PIPE, text=True)
        self.file = json.loads(self.region.stdout.readline())
        self.port = self.file["hub_port"]
        settings = self.SETTINGS
        if database == "mariadb":
            self.server = rows.MariaDb(self.folder, TIED)
            settings += f'database: {{url: "{self.server.url}"}}\n'
        with open(self.config + "/hub.yaml", "a") as file:
            file.write(settings)
        ask(self.file["channel_port"], "POST", "/_sim/payer", {"acts": True, "begins_after_ms_min": 10, "begins_after_ms_max": 50,
            "types_for_ms_min": 10, "types_for_ms_max": 50, "decline_per_mille": 0})
        ask(self.file["channel_port"], "POST", "/_sim/refund-pace", {"ends_after_ms_min": 10, "ends_after_ms_max": 50,
            "abnormal_per_mille": 0})

    def token_of(self, client, role, *more):
        made = subprocess.run([self.program, "token", "create", "--json", "--data", self.data, "--client", client, "--role", role, *more],
                              capture_output=True, text=True, check=True)
        return json.loads(made.stdout)["token"]


def life(person):
    try:
        person.goes_through()
        person.is_refused()
        person.is_talked_about()
        person.is_pushed()
        return ""
    except Exception as problem:  # the root of a thread
        return f"person {person.number} at {person.hospital['code']}: {type(problem).__name__} {problem}"


def tell_operators(world, day):
    """What those who run the hub see of it."""
    with open(day.folder + "/operators", "w", encoding="utf-8") as file:
        commands = [["doubts", "--json"], ["doubts"]]
        for one in world.file["hospitals"]:
            commands += [["trace", "--hospital", one["code"], "--json"]]
        for command in commands:
            shown = subprocess.run([world.program, *command, "--data", world.data], capture_output=True, text=True)
            file.write(f"{command} {shown.returncode}\n{shown.stdout}{shown.stderr}\n")
        connection = http.client.HTTPConnection("127.0.0.1", world.port, timeout=15)
        connection.request("GET", "/metrics")
        file.write(connection.getresponse().read().decode())


def dump_tables(world):
    """Each table as SQL, so that nothing hides in how an engine lays out its pages, and numbers are digits."""
    dumped = world.folder + "/tables"
    os.makedirs(dumped)
    if world.server:
        for name, more in (("text", ()), ("hexadecimal", ("--hex-blob",))):
            with open(f"{dumped}/{name}.sql", "wb") as file:
                subprocess.run(["mysqldump", "--no-defaults", "-uroot", "--socket=" + world.server.socket, "--single-transaction", *more,
                                "fault"], stdout=file, check=True)
    for database in (one for one in os.listdir(world.data) if one.endswith(".db")):
        connection = sqlite3.connect(f"file:{world.data}/{database}?mode=ro", uri=True)
        connection.text_factory = bytes
        with open(f"{dumped}/{database}.rows", "wb") as file:
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                for row in connection.execute(f"SELECT * FROM \"{table.decode()}\""):
                    file.write(b"|".join(one if isinstance(one, bytes) else str(one).encode() for one in (table, *row)) + b"\n")
        connection.close()
    return dumped


def differences(world, day):
    """What is wrong with what is left behind; empty: nothing."""
    left = [world.data, dump_tables(world), world.folder + "/hub.log", day.folder]
    used, sent, log = world.folder + "/used", world.folder + "/sent", world.folder + "/hub.log"
    wrong = personal_data.search(used, left)
    wrong += [f"a query or body in the log: {one}" for one in personal_data.search(sent, [log])]
    for number, line in enumerate(open(log, encoding="utf-8"), 1):
        if not re.match(r"\S+ (debug|info|warning|error) event=[a-z_]+ ", line):
            wrong.append(f"hub.log:{number} is no event")
        if re.search(r"/api/|/in/|\?\w+=|%[0-9A-Fa-f]{2}|Bearer", line):
            wrong.append(f"hub.log:{number} holds an address")
    # The search looks where it should: what is not personal is found, and so is each value once it is there.
    for what in ("person.register", "person.find", world.file["hospitals"][0]["code"]):
        with open(world.folder + "/control", "w", encoding="utf-8") as file:
            file.write(f"control\t{what}\n")
        if not personal_data.search(world.folder + "/control", left[1:2]):
            wrong.append(f"{what} is not in the tables: the wrong ones were searched")
    planted = world.folder + "/planted"
    os.makedirs(planted)
    with open(used, encoding="utf-8") as file:
        lines = sorted(set(file.read().splitlines()))
    with open(planted + "/all", "w", encoding="utf-8") as file:
        file.write("\n".join(line.partition("\t")[2] for line in lines))
    seen = {re.search(r"line (\d+) of", one)[1] for one in personal_data.search(used, [planted])}
    if len(seen) != len(lines):
        wrong.append(f"of {len(lines)} planted values {len(seen)} were found")
    return wrong


def run(world, database):
    world.start()
    world.entrance = world.token_of("city-app", "entrance")
    world.desks = {one["code"]: world.token_of(f"his-{number}", "hospital", "--hospital", one["code"])
                   for number, one in enumerate(world.file["hospitals"])}
    day = Day(world)
    for token in (world.entrance, *world.desks.values()):
        day.uses("token", token)
    people = [Person(day, number, *one) for number, one in enumerate(PEOPLE)]
    with concurrent.futures.ThreadPoolExecutor(len(people)) as pool:
        wrong = [one for one in pool.map(life, people) if one]
    tell_operators(world, day)
    wrong += differences(world, day)  # while it runs: its write-ahead log is there
    world.stop()
    left = [world.data, world.folder + "/hub.log"]
    wrong += [one + ", after the stop" for one in personal_data.search(world.folder + "/used", left)]
    return wrong, day


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("--database", choices=("sqlite", "mariadb"), default="sqlite")
    parser.add_argument("--keep", action="store_true")
    options = parser.parse_args()
    if options.database == "mariadb" and not (os.path.exists("/usr/sbin/mariadbd") and shutil.which("mysqldump")):
        print("no MariaDB here")
        return NO_SUCH_DATABASE
    began, world, wrong = time.monotonic(), PrivateWorld(options.program, options.program, 7, options.database), ["broken off"]
    try:
        wrong, day = run(world, options.database)
        print(f"{len(day.refused)} kinds of refusal, {time.monotonic() - began:.1f} s")
    finally:
        world.end(bool(wrong) or options.keep)
    print("\n".join(wrong) or "nothing personal in clear")
    if wrong or options.keep:
        print("left in " + world.folder)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
