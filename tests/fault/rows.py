"""The hub's tables by SQL alone, from either engine: ids as hex, texts as texts, numbers as numbers, NULL as None."""
import os, sqlite3, subprocess

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

ID, WORD, NUMBER = "id", "word", "number"
COLUMNS = {
    "person": {"id": ID},
    "hospital_file": {"id": ID, "hospital": WORD, "person_id": ID, "state": WORD},
    "booking": {"id": ID, "person_id": ID, "request_key": WORD, "hospital": WORD, "number": WORD, "state": WORD, "payment_id": ID},
    "charge": {"id": ID, "person_id": ID, "hospital": WORD, "charge_key": WORD, "total_fen": NUMBER, "state": WORD, "payment_id": ID},
    "payment": {"id": ID, "person_id": ID, "request_key": WORD, "hospital": WORD, "total_fen": NUMBER, "state": WORD},
    "leg": {"payment_id": ID, "channel": WORD, "merchant": WORD, "order_number": WORD, "amount_fen": NUMBER},
    "refund": {"id": ID, "payment_id": ID, "person_id": ID, "number": WORD, "order_number": WORD, "amount_fen": NUMBER, "state": WORD},
    "attempt": {"id": ID, "flow_kind": WORD, "flow_id": ID, "step": WORD, "counterparty": WORD, "operation": WORD, "wire_id": WORD,
                "state": WORD},
    "hub_case": {"subject_id": ID, "kind": WORD, "is_open": NUMBER},
    "inbox": {"counterparty": WORD, "control_id": WORD},
    "outbox": {"topic": WORD, "dead": NUMBER},
    "account": {"id": ID, "account_key": WORD, "debit_posted_fen": NUMBER, "credit_posted_fen": NUMBER},
    "transfer": {"flow_id": ID, "step": WORD, "kind": WORD, "debit": ID, "credit": ID, "amount_fen": NUMBER},
}


def hex_of(text):
    """An id as REST writes it, as SQL shows it."""
    value = 0
    for one in text:
        value = value * 32 + ALPHABET.index(one)
    return value.to_bytes(16, "big").hex()


def select(table):
    shown = [name if kind is NUMBER else f"CASE WHEN {name} IS NULL THEN NULL ELSE HEX({name}) END"
             for name, kind in COLUMNS[table].items()]
    return f"SELECT '{table}', {', '.join(shown)} FROM {table}"


def read(kind, shown):
    if shown is None or kind is NUMBER:
        return None if shown is None else int(shown)
    return shown.lower() if kind is ID else bytes.fromhex(shown).decode()


def tables(lines):
    """`lines`: (table, what each column shows)."""
    found = {name: [] for name in COLUMNS}
    for table, *shown in lines:
        found[table].append({name: read(kind, one) for (name, kind), one in zip(COLUMNS[table].items(), shown)})
    return found


class Sqlite:
    def __init__(self, file):
        self.file = file

    def tables(self):
        connection = sqlite3.connect(f"file:{self.file}?mode=ro", uri=True, timeout=10)
        try:
            connection.execute("BEGIN")  # one state of all tables
            return tables([line for name in COLUMNS for line in connection.execute(select(name))])
        finally:
            connection.close()


class MariaDb:
    """A private server, until end(). Its disk is not synced: it is the hub that is killed here. `start`: begins its command line."""

    def __init__(self, folder, start):
        self.folder, self.socket = folder + "/mariadb", folder + "/mariadb/socket"
        os.makedirs(self.folder + "/tmp")
        own = {**os.environ, "TMPDIR": self.folder + "/tmp"}  # a server that starts clears other servers' tables out of a shared one
        user = ["--user=root"] if os.geteuid() == 0 else []
        with open(self.folder + "/log", "a") as log:
            subprocess.run(["mariadb-install-db", "--no-defaults", *user, "--datadir=" + self.folder + "/data", "--skip-test-db", "--force",
                            "--auth-root-authentication-method=normal", "--innodb-log-file-size=32M"], stdout=log, stderr=log, env=own,
                           check=True)
            self.server = subprocess.Popen(
                [*start, "/usr/sbin/mariadbd", "--no-defaults", *user, "--datadir=" + self.folder + "/data", "--skip-networking",
                 "--socket=" + self.socket, "--pid-file=" + self.folder + "/pid", "--log-error=" + self.folder + "/error.log",
                 "--character-set-server=utf8mb4", "--collation-server=utf8mb4_bin", "--innodb-buffer-pool-size=128M",
                 "--innodb-log-file-size=32M", "--max-allowed-packet=64M", "--innodb-flush-method=nosync"],
                stdout=log, stderr=log, env=own)
            subprocess.run(["mariadb-admin", "--no-defaults", "-uroot", "--socket=" + self.socket, "--connect-timeout=30", "--wait=60",
                            "ping"], stdout=log, stderr=log, check=True)
        self.ask("CREATE DATABASE fault")
        self.url = "mysql://root@localhost/fault?socket=" + self.socket

    def ask(self, sql, database=()):
        return subprocess.run(["mariadb", "--no-defaults", "-uroot", "--socket=" + self.socket, "--batch", "--skip-column-names",
                               "--execute=" + sql, *database], capture_output=True, text=True, check=True).stdout

    def tables(self):
        sql = ";".join(["START TRANSACTION WITH CONSISTENT SNAPSHOT", *map(select, COLUMNS)])
        lines = [line.split("\t") for line in self.ask(sql, ("fault",)).splitlines()]
        return tables([[None if one == "NULL" else one for one in line] for line in lines])

    def end(self):
        self.server.terminate()
        self.server.wait()
