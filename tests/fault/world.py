"""A region of simulators with a hub of its own, which is started, killed and started again."""
import http.client, json, os, random, shutil, signal, socket, subprocess, tempfile

import rows


def ask(port, method, path, body=None, headers=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        connection.request(method, path, None if body is None else json.dumps(body), headers or {})
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text) if text else {}
    finally:
        connection.close()


def free_port():
    """Below those the system gives to clients: while the hub is dead nobody else may come to have its port."""
    with open("/proc/sys/net/ipv4/ip_local_port_range") as range_file:
        below = int(range_file.read().split()[0])
    while True:
        port = random.SystemRandom().randrange(10_000, below)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


# What a world starts goes with the thread that runs it, however that ends.
TIED = ["setpriv", "--pdeathsig", "TERM", "--"]


class World:
    # The hub waits as it does in service, only shorter: nothing is on its way for seconds on one machine.
    SETTINGS = "jobs: {lease: 3s, resolver_interval: 200ms, hold_expiry_interval: 1s, resolver_quiet: 3s, resolver_hand_over: 15s}\n"

    def __init__(self, program, hub, seed, database):
        self.program, self.hub_program = program, hub
        self.folder = tempfile.mkdtemp(prefix="onecard-fault-")
        self.data, self.config = self.folder + "/data", self.folder + "/region/config"
        self.hub = self.region = self.server = None
        try:
            self.begin(seed, database)
        except BaseException:
            self.end(keep=True)
            raise

    def begin(self, seed, database):
        self.region = subprocess.Popen(
            [*TIED, self.program, "sim", "up", "--out", self.folder + "/region", "--soap", "3", "--hl7", "0", "--gb18030", "1", "--seed", str(seed),
             "--hub-port", str(free_port()), "--notify-again-per-mille", "20"], stdout=subprocess.PIPE, text=True)
        self.file = json.loads(self.region.stdout.readline())
        self.port = self.file["hub_port"]
        settings = self.SETTINGS
        if database == "mariadb":
            self.server = rows.MariaDb(self.folder, TIED)
            settings += f'database: {{url: "{self.server.url}"}}\n'
        with open(self.config + "/hub.yaml", "a") as file:
            file.write(settings)
        ask(self.file["channel_port"], "POST", "/_sim/payer", {"acts": True, "begins_after_ms_min": 50, "begins_after_ms_max": 200,
            "types_for_ms_min": 50, "types_for_ms_max": 300, "decline_per_mille": 0})
        ask(self.file["channel_port"], "POST", "/_sim/refund-pace", {"ends_after_ms_min": 50, "ends_after_ms_max": 300,
            "abnormal_per_mille": 0})

    def start(self, crash_at=""):
        with open(self.folder + "/hub.log", "a") as log:
            self.hub = subprocess.Popen([*TIED, self.hub_program, "serve", "--config", self.config, "--data", self.data],
                                        stdout=subprocess.PIPE, stderr=log, text=True, env={**os.environ, "ONECARD_CRASH_AT": crash_at})
        if not self.hub.stdout.readline():
            raise RuntimeError("the hub does not start: " + self.folder)

    def token(self):
        made = subprocess.run([self.program, "token", "create", "--json", "--data", self.data, "--client", "fault", "--role", "entrance"],
                              capture_output=True, text=True, check=True)
        return json.loads(made.stdout)["token"]

    def stop(self):
        self.hub.send_signal(signal.SIGTERM)
        self.hub.wait()

    def tables(self):
        return self.server.tables() if self.server else rows.Sqlite(self.data + "/hub.db").tables()

    def channel(self):
        return ask(self.file["channel_port"], "GET", "/_sim/books")[1]

    def hospitals(self):
        return {one["code"]: ask(one["control_port"], "GET", "/_sim/books")[1] for one in self.file["hospitals"]}

    def ledger_fault(self):
        """What `onecard ledger verify` has to say, if it is not content."""
        verified = subprocess.run([self.program, "ledger", "verify", "--json", "--config", self.config, "--data", self.data],
                                  capture_output=True, text=True)
        return "" if verified.returncode == 0 else "ledger verify: " + (verified.stdout + verified.stderr).strip()

    def end(self, keep):
        for one in (self.hub, self.region):
            if one and one.poll() is None:
                one.send_signal(signal.SIGTERM)
                one.wait()
        if self.server:
            self.server.end()
        if not keep:
            shutil.rmtree(self.folder, ignore_errors=True)
