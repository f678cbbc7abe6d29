"""Taskwarrior and frist on the same tickets: list by due date, add, complete. Whole processes, by turns."""

import json
import re
import shutil
import subprocess
import uuid
from datetime import datetime, timedelta, timezone

from measuring import Trouble, clean_environment, done, figures, say, timed

# What only costs Taskwarrior time here is off. Its garbage collection stays on, as is its default: without it every
# command reads the completed tasks too, and completing one takes as long as listing all.
SETTINGS = """\
confirmation=off
hooks=off
recurrence=off
color=off
detection=off
defaultwidth=400
defaultheight=0
verbose=new-id
news.version=99.0.0
report.list.sort=due+
report.list.columns=id,priority,project,description,due,due.countdown,tags
report.list.labels=ID,P,Project,Description,Due,Left,Tags
"""
PRIORITY = {"critical": "H", "high": "H", "serious": "M", "error": "M", "medium": "M"}
SUBJECT = "Payment page stays blank, run"


class Taskwarrior:
    """`task` on a folder of its own."""

    def __init__(self, folder):
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        (folder / "rc").write_text(SETTINGS)
        self.env = clean_environment(folder, TASKRC=str(folder / "rc"), TASKDATA=str(self.data))

    def fill(self, tickets):
        """Imports tickets: the open ones as pending tasks, the closed ones as completed tasks."""
        tasks = "".join(json.dumps(task_of(ticket)) + "\n" for ticket in tickets)
        done(["task", "rc.verbose=nothing", "import", "-"], stdin=tasks, env=self.env)
        # The first report sorts the completed ones out, once.
        self.list()

    def list(self):
        return timed(["task", "list"], env=self.env)

    def add(self, subject):
        due = (datetime.now(timezone.utc) + timedelta(hours=4)).strftime("%Y-%m-%dT%H:%M:%SZ")
        words = [f"due:{due}", "project:Markant", "priority:M", "+serious", "+phone", subject]
        seconds, out = timed(["task", "add", *words], env=self.env)
        return seconds, re.search(r"Created task (\d+)", out)[1]

    def make_ready(self, number):
        """There is nothing that would have to be recorded first."""

    def complete(self, number):
        return timed(["task", number, "done"], env=self.env)[0]

    def completed(self):
        """How many of the tasks that were added here are completed."""
        out = done(["task", "status:completed", f"description.startswith:{SUBJECT}", "count"], env=self.env)
        return int(out)


class Frist:
    """`frist` on a store; it opens the store each time unless another `frist` serves it."""

    def __init__(self, binary, folder):
        self.binary, self.folder, self.server = binary, folder, None
        home = folder.parent
        home.mkdir(parents=True, exist_ok=True)
        self.env = clean_environment(home)
        # Taskwarrior makes no backups either.
        (home / "frist.toml").write_text('[backup]\nevery = "never"\n')

    def command(self, *words):
        return [self.binary, "--config", self.folder.parent / "frist.toml", "--store", self.folder, *words]

    def done(self, *words):
        return done(self.command(*words), env=self.env)

    def timed(self, *words):
        return timed(self.command(*words), env=self.env)

    def fill(self, count):
        self.done("demo", "--tickets", str(count))

    def copy(self, folder):
        shutil.copytree(self.folder, folder)
        return Frist(self.binary, folder)

    def serve(self):
        """Another `frist` keeps the store from now on, as on a team's host."""
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        self.server = subprocess.Popen(self.command("serve"), env=self.env, **quiet)
        if "serves" not in self.server.stderr.readline():
            raise Trouble("frist serve did not start")

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.communicate()

    def tickets(self, *which):
        return [json.loads(line) for line in self.done("list", *which, "--json").splitlines()]

    def list(self):
        return self.timed("list")

    def add(self, subject):
        words = ["--contract", "markant", "--plan", "standard", "--severity", "serious", "--channel", "phone"]
        seconds, out = self.timed("new", *words, "--subject", subject, "--json")
        return seconds, str(json.loads(out)["id"])

    def make_ready(self, number):
        """A ticket is closed once what was promised has been done."""
        self.done("do", "respond", number)
        self.done("do", "start", number)

    def complete(self, number):
        return self.timed("do", "close", number)[0]

    def completed(self):
        """How many of the tickets that were added here are closed."""
        return len(self.tickets("is:closed", f'"{SUBJECT}"'))


def task_of(ticket):
    """A ticket as a task: what `frist list` shows of it, and its next deadline as the due date."""
    moments = [target["due"] for target in ticket["targets"] if target["due"]]
    owed = [target["due"] for target in ticket["targets"] if target["due"] and not target["met"]]
    task = {
        "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, str(ticket["id"]))),
        "status": "completed" if ticket["closed"] else "pending",
        "description": ticket["subject"],
        "entry": compact(ticket["reported"]),
        "project": ticket["vendor"],
        "priority": PRIORITY.get(ticket["severity"], "L"),
        "tags": [ticket["severity"], ticket["plan"], ticket["assignee"] or "nobody"],
    }
    if owed or moments:
        task["due"] = compact((owed or moments)[0])
    if ticket["closed"]:
        task["end"] = compact(ticket["closed"])
    return task


def compact(moment):
    """2024-01-05T15:00:00Z as 20240105T150000Z."""
    return re.sub("[-:]", "", moment)


def rows_of(out):
    """Tickets in a list: its lines that begin with a number."""
    return sum(bool(re.match(r"\s*\d+\s", line)) for line in out.splitlines())


def compare(binary, folder, count, rounds):
    """Rows of figures for a store of so many tickets."""
    say(f"{count:,} tickets: making them")
    alone = Frist(binary, folder / "frist")
    alone.fill(count)
    alone.list()
    served = alone.copy(folder / "served")
    still_open = alone.tickets()
    tickets = still_open + alone.tickets("is:closed")
    if len(tickets) != count:
        raise Trouble(f"{len(tickets)} tickets instead of {count}")
    task = Taskwarrior(folder / "task")
    say(f"{count:,} tickets: importing them into Taskwarrior")
    task.fill(tickets)
    served.serve()
    try:
        times = turns({"task": task, "alone": alone, "served": served}, len(still_open), rounds)
    finally:
        served.stop()
    return [row(what, count, len(still_open), times) for what in ("list", "add", "complete")]


def turns(tools, still_open, rounds):
    """Each thing by each tool, round by round, so that a machine that is busy for a while is so for all of them."""
    times = {(what, name): [] for what in ("list", "add", "complete") for name in tools}
    for number in range(1, rounds + 1):
        say(f"  round {number} of {rounds}")
        for name, tool in tools.items():
            seconds, out = tool.list()
            times["list", name].append(seconds)
            if rows_of(out) != still_open:
                raise Trouble(f"{name}: {rows_of(out)} listed instead of {still_open}")
            seconds, new = tool.add(f"{SUBJECT} {number}")
            times["add", name].append(seconds)
            tool.make_ready(new)
            times["complete", name].append(tool.complete(new))
    for name, tool in tools.items():
        if tool.completed() != rounds:
            raise Trouble(f"{name}: {tool.completed()} completed instead of {rounds}")
    return times


def row(what, count, still_open, times):
    words = {"list": f"list the {still_open:,} open ones", "add": "add one", "complete": "complete one"}[what]
    return {
        "part": "taskwarrior",
        "tickets": count,
        "what": f"{count:,} tickets: {words}",
        "theirs": figures(times[what, "task"]),
        "ours": figures(times[what, "alone"]),
        "served": figures(times[what, "served"]),
    }
