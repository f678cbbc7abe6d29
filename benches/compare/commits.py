"""A bare append and fdatasync, and a commit of the store, on the same disk by turns."""

import json

from measuring import clean_environment, done, figures, say

# What frist allows itself, in times of the bare write.
BUDGETS = {"acknowledged": 1.5, "in_sled": 4}
WORDS = {
    "acknowledged": "a commit, acknowledged",
    "in_sled": "a commit, in sled too",
    "one_person": "a commit by one person over the socket",
    "eight_people": "a commit while eight people commit at once",
}


def compare(example, folder):
    """Rows of figures."""
    say("commits and bare writes, by turns")
    folder.mkdir(parents=True)
    times = json.loads(done([example, "commit", folder], env=clean_environment(folder)))
    seconds = {what: figures([each / 1e9 for each in times[what]]) for what in ("bare", *WORDS)}
    rows = [
        {"part": "commit", "what": words, "theirs": seconds["bare"], "ours": seconds[what], "budget": BUDGETS.get(what)}
        for what, words in WORDS.items()
    ]
    rate = seconds["one_person"]["median"] / seconds["eight_people"]["median"]
    return [{**row, "bytes": times["bytes"], "eight_to_one": rate} for row in rows]
