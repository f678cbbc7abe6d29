"""pandas' CustomBusinessHour and frist's support clock on the same questions: so many support hours after a moment."""

import json
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path

from measuring import Trouble, clean_environment, done, figures, say, timed

HERE = Path(__file__).resolve().parent
QUESTIONS = 4000
HOURS = [1, 2, 4, 8, 10, 24, 40, 100, 400, 2000]
FIRST, LAST = datetime(2015, 1, 1, tzinfo=timezone.utc), datetime(2030, 1, 1, tzinfo=timezone.utc)
ZONE, START, END = "Europe/Oslo", "08:00", "16:00"
# Hours that pandas can say too: the same on each day that has any, in whole minutes, not over midnight.
CONTRACT = f"""\
id = "hours"
vendor = "Hours"
service = "Anything"
time_zone = "{ZONE}"
[support]
holidays = ["NO"]
[support.hours]
mon-fri = ["{START}-{END}"]
""" + "".join(
    f"""\
[[severity]]
id = "h{n}"
name = "{n} hours"
means = "Anything"
[plan.one.target.h{n}]
response = "{n}h"
"""
    for n in HOURS
) + '[plan.one]\nname = "One"\n'


def questions():
    """The same ones each time: any second of fifteen years, and often one at which support opens or closes."""
    rng = random.Random(1)
    asked = []
    for _ in range(QUESTIONS):
        moment = FIRST + timedelta(seconds=rng.randrange(int((LAST - FIRST).total_seconds())))
        if rng.randrange(4) == 0:
            moment = moment.replace(hour=rng.choice([6, 7, 14, 15]), minute=0, second=0)
        asked.append((moment.strftime("%Y-%m-%dT%H:%M:%SZ"), rng.choice(HOURS)))
    return asked


def holidays(binary, env):
    """The dates that frist keeps closed; pandas is given the same."""
    years = range(FIRST.year - 1, LAST.year + 3)
    asks = "".join(json.dumps({"calendar": "NO", "year": year}) + "\n" for year in years)
    return [date for line in done([binary, "calc"], stdin=asks, env=env).splitlines() for date in json.loads(line)["dates"]]


def agree(theirs, ours, whose):
    """Answers that differ are trouble."""
    odd = [(one, other) for one, other in zip(theirs, ours, strict=True) if one != other]
    if odd:
        raise Trouble(f"{whose}: {len(odd):,} of {len(ours):,} answers differ, the first is {odd[0][0]}, not {odd[0][1]}")


def compare(binary, example, python, folder, rounds):
    """Rows of figures. Answers that do not agree are trouble."""
    contracts = folder / "contracts"
    contracts.mkdir(parents=True)
    env = clean_environment(folder)
    (contracts / "hours.toml").write_text(CONTRACT)
    asked = questions()
    asks = "".join(
        json.dumps({"contract": "hours", "severity": f"h{hours}", "reported": moment}) + "\n" for moment, hours in asked
    )
    calc = [binary, "--contracts", contracts, "calc"]
    clock = json.loads(
        done([example, "clock", contracts / "hours.toml"], stdin="".join(f"{at} {hours}\n" for at, hours in asked))
    )
    pandas = [python, HERE / "pandas_hours.py"]
    ask = {"start": START, "end": END, "holidays": holidays(binary, env), "zone": ZONE, "questions": asked}
    say(f"{QUESTIONS:,} deadlines: do the answers agree?")
    said = json.loads(done(pandas, stdin=json.dumps({**ask, "once": False})))
    for way, result in said["ways"].items():
        agree(result["answers"], clock["breach_after"], f"pandas, {way}")
    calculated = [json.loads(line)["targets"][0] for line in done(calc, stdin=asks, env=env).splitlines()]
    for moment in ("due", "breach_after"):
        agree([target[moment] for target in calculated], clock[moment], f"frist calc, {moment}")
    at_closing = sum(one != other for one, other in zip(clock["due"], clock["breach_after"], strict=True))
    say(f"  all {QUESTIONS:,} agree; {at_closing:,} of them are due at closing time")

    theirs, ours, inside = [], [], {way: [] for way in said["ways"]}
    for number in range(1, rounds + 1):
        say(f"  round {number} of {rounds}")
        theirs.append(timed(pandas, stdin=json.dumps({**ask, "once": True}))[0])
        ours.append(timed(calc, stdin=asks, env=env)[0])
        again = json.loads(done(pandas, stdin=json.dumps({**ask, "once": False})))
        for way, result in again["ways"].items():
            inside[way].append(result["seconds"] / QUESTIONS)
    fastest = min(inside, key=lambda way: figures(inside[way])["median"])
    in_zone = "one by one"
    each = figures([time / 1e9 / QUESTIONS for time in clock["times"]])
    facts = {"part": "pandas", "agree": QUESTIONS, "of": QUESTIONS, "at_closing_time": at_closing, "version": said["version"]}
    return [
        {**facts, "what": f"{QUESTIONS:,} deadlines, the whole process", "theirs": figures(theirs), "ours": figures(ours)},
        {**facts, "what": f"a deadline within the process, moments in their zone {in_zone}", "theirs": figures(inside[in_zone]), "ours": each},
        {**facts, "what": f"a deadline within the process, pandas' fastest way here ({fastest})", "theirs": figures(inside[fastest]), "ours": each},
    ]
