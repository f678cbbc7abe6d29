"""Rows of figures as a Markdown table, and the table into a document."""

import amounts
import document
import machine
from measuring import Trouble

PARTS = {"taskwarrior": "Taskwarrior", "pandas": "pandas", "commit": "bare append and `fdatasync`"}


def markdown(described, rows):
    """The table, with what it was measured on above it."""
    lines = [
        f"{machine.in_words(described)} Each figure is the median, in brackets the least and the most.",
        "",
        "| the same work | the other | | frist | times the other |",
        "| --- | --- | --- | --- | --- |",
    ]
    return "\n".join(lines + [line for row in rows for line in lines_of(row)]) + "\n"


def lines_of(row):
    """A line; two where frist was measured alone and served."""
    if "served" not in row:
        return [line(row["what"], row, row["ours"])]
    return [line(row["what"], row, row["ours"]), line(f"{row['what']}, served", row, row["served"])]


def line(what, row, ours):
    times = times_in_words(ours["median"] / row["theirs"]["median"])
    if row.get("budget"):
        times += f" (at most {row['budget']} ×)"
    return f"| {what} | {PARTS[row['part']]} | {spread(row['theirs'])} | {spread(ours)} | {times} |"


def times_in_words(ratio):
    if ratio < 0.1:
        return f"1/{float(f'{1 / ratio:.2g}'):,.0f}"
    return f"{ratio:.2g} ×" if ratio < 1 else f"{ratio:.1f} ×"


def spread(figures):
    """Median with the least and the most."""
    return amounts.spread(figures["median"], figures["min"], figures["max"])


def put_into(path, text, rows):
    """Puts the table between the document's markers."""
    missing = [name for part, name in PARTS.items() if all(row["part"] != part for row in rows)]
    if missing:
        raise Trouble(f"{path} stays as it is: the part with {' and '.join(missing)} was not measured")
    document.put_between(path, "compare", text)
