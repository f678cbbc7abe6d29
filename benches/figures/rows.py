"""Rows of the table: what rows.toml says of them, and the figures held against their aims."""

import amounts
from measuring import Trouble

try:
    import tomllib
except ModuleNotFoundError:
    tomllib = None

KEYS = {"what", "bench", "figure", "beside", "of", "at_most", "at_least", "each", "over"}
ABOVE = (
    "Times are medians, in brackets the interval in which the median is with 95 % confidence; where brackets say *to*, the least "
    "and the most that was measured. An aim is held against the median, *each* against the most."
)


def read(path):
    """The rows, each checked."""
    if tomllib is None:
        raise Trouble("this needs Python 3.11 or later")
    wanted = tomllib.loads(path.read_text(encoding="utf-8"))["row"]
    for row in wanted:
        strange = row.keys() - KEYS
        if strange or not {"what", "bench", "figure"} <= row.keys():
            raise Trouble(f"{path}: the row {row}: {', '.join(strange) or 'what, bench and figure are needed'}")
    return wanted


class Table:
    """The rows with their figures. `since` says of a bench when it was run just now."""

    def __init__(self, wanted, figures, since):
        self.missing, self.unexplained, self.lines = [], [], []
        for row in wanted:
            found = [fresh(figures.get(row.get(key)), since.get(row["bench"], 0)) for key in ("figure", "beside")]
            if found[0] is None or ("beside" in row and found[1] is None):
                self.missing.append(row["what"])
            else:
                self.lines.append(self.line(row, *found))

    def line(self, row, figure, beside):
        ratio = figure["median"] / beside["median"] if beside else None
        said = aim(row)
        if is_over(row, figure, ratio):
            if "over" not in row:
                self.unexplained.append(row["what"])
            said += f"; **over**: {row.get('over', 'no reason given')}"
        return f"| {row['what']} | {here(row, figure, ratio)} | {said} |"

    def markdown(self, machine):
        """The table, with what it was measured on above it."""
        return "\n".join([f"{machine} {ABOVE}", "", "| what | here | aim |", "| --- | --- | --- |", *self.lines]) + "\n"

    def check(self):
        """Trouble where the table is not whole."""
        if self.missing:
            raise Trouble(f"no bench measured: {'; '.join(self.missing)}")
        if self.unexplained:
            raise Trouble(f"over the aim, and rows.toml does not say why: {'; '.join(self.unexplained)}")


def fresh(figure, since):
    """The figure, if it was taken since."""
    return figure if figure and figure["taken"] >= since else None


def here(row, figure, ratio):
    """What was measured."""
    to = "–" if figure["by_criterion"] else " to "
    spread = amounts.spread(figure["median"], figure["min"], figure["max"], figure["unit"], to)
    return spread if ratio is None else f"{spread}, {ratio:.1f} × {row['of']}"


def bounds(row, key):
    """The aims of a kind: one, several, or none."""
    said = row.get(key, [])
    return [said] if isinstance(said, str) else said


def aim(row):
    """What was aimed at, in words; empty where nothing was."""
    words = bounds(row, "at_most") + [f"at least {bound}" for bound in bounds(row, "at_least")]
    return ", ".join(words) + (" each" if row.get("each") else "")


def is_over(row, figure, ratio):
    """Whether it is not what was aimed at."""

    def beyond(bound):
        limit, unit = amounts.amount(bound)
        return (ratio if unit == "×" else figure["max" if row.get("each") else "median"]) - limit

    too_much = any(beyond(bound) > 0 for bound in bounds(row, "at_most"))
    return too_much or any(beyond(bound) < 0 for bound in bounds(row, "at_least"))
