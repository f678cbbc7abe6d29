"""Answers questions with pandas' CustomBusinessHour. Run by a Python that has pandas; JSON in, JSON out.

In: {"start", "end", "holidays", "zone", "questions": [[moment, hours], …], "once"}. Out: answers and seconds of each way.
"""

import json
import sys
import time
import warnings

import pandas as pd
from pandas.tseries.offsets import CustomBusinessHour


def one_by_one(offsets, asked):
    """A moment in its zone and an offset at a time."""
    return [moment + offsets[hours] for moment, hours in asked]


def by_column(offsets, asked):
    """All moments with the same offset as one column."""
    places = {}
    for place, (_, hours) in enumerate(asked):
        places.setdefault(hours, []).append(place)
    answers = [None] * len(asked)
    for hours, here in places.items():
        for place, answer in zip(here, pd.Series([asked[place][0] for place in here]) + offsets[hours]):
            answers[place] = answer
    return answers


def main():
    warnings.simplefilter("ignore")  # pandas says that a column goes no faster
    ask = json.load(sys.stdin)
    hours = {"start": ask["start"], "end": ask["end"], "holidays": ask["holidays"]}
    offsets = {n: CustomBusinessHour(n=n, **hours) for n in {n for _, n in ask["questions"]}}
    asked = [(pd.Timestamp(moment).tz_convert(ask["zone"]), n) for moment, n in ask["questions"]]
    on_the_wall = [(moment.tz_localize(None), n) for moment, n in asked]
    ways = {
        "one by one": (one_by_one, asked),
        "by column": (by_column, asked),
        "one by one, without zone": (one_by_one, on_the_wall),
        "by column, without zone": (by_column, on_the_wall),
    }
    if ask["once"]:
        ways = {"one by one": ways["one by one"]}
    result = {}
    for name, (answer, questions) in ways.items():
        begun = time.perf_counter()
        answers = answer(offsets, questions)
        seconds = time.perf_counter() - begun
        if "without" in name:
            answers = [moment.tz_localize(ask["zone"]) for moment in answers]
        texts = [moment.tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ") for moment in answers]
        result[name] = {"seconds": seconds, "answers": texts}
    json.dump({"version": pd.__version__, "ways": result}, sys.stdout)


main()
