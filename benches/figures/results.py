"""What the benches left in cargo's target folder: criterion's estimates, and the lines of report.rs."""

import json
from pathlib import Path

from measuring import Trouble, figures

MACHINE = "machine.json"


def write_machine(target, described):
    """Keeps on what machine it was measured."""
    folder = target / "figures"
    folder.mkdir(exist_ok=True)
    (folder / MACHINE).write_text(json.dumps(described))


def read(target, benches):
    """The machine; and all figures, by name: unit, median, min, max, when it was taken, and whether criterion took it."""
    try:
        described = json.loads((target / "figures" / MACHINE).read_text())
    except FileNotFoundError:
        raise Trouble("nothing has been measured yet; run without --from") from None
    found = dict(criterions(target / "criterion"))
    for bench in benches:
        found.update(reported(target / "figures" / f"{bench}.jsonl"))
    return described, found


def criterions(folder):
    """The medians of criterion's last runs, with the interval that they are in with 95 % confidence."""
    for path in folder.glob("**/new/estimates.json"):
        name = json.loads(path.with_name("benchmark.json").read_text())["full_id"]
        median = json.loads(path.read_text())["median"]
        interval = median["confidence_interval"]
        seconds = [n / 1e9 for n in (median["point_estimate"], interval["lower_bound"], interval["upper_bound"])]
        yield name, {
            **dict(zip(("median", "min", "max"), seconds)),
            "unit": "s",
            "taken": path.stat().st_mtime,
            "by_criterion": True,
        }


def reported(path):
    """What a bench wrote down itself, if it has."""
    if not path.exists():
        return
    try:
        lines = [json.loads(line) for line in path.read_text().splitlines()]
    except json.JSONDecodeError:
        raise Trouble(f"{path} is broken, as when two runs write it at once; run its bench anew") from None
    for line in lines:
        yield line["figure"], {
            **figures(line["values"]),
            "unit": line["unit"],
            "taken": path.stat().st_mtime,
            "by_criterion": False,
        }
