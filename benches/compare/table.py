"""Rows of figures as a Markdown table, and the table into a document."""

from measuring import Trouble

PARTS = {"taskwarrior": "Taskwarrior", "pandas": "pandas", "commit": "bare append and `fdatasync`"}


def markdown(machine, rows):
    """The table, with what it was measured on above it."""
    lines = [
        f"{machine_in_words(machine)} Each figure is the median, in brackets the least and the most.",
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
    """Median with the least and the most, all in the median's unit."""
    unit, size = next((u, s) for u, s in (("s", 1), ("ms", 1e-3), ("µs", 1e-6), ("ns", 1e-9)) if figures["median"] >= s)
    median, least, most = (short(figures[key] / size) for key in ("median", "min", "max"))
    return f"{median} {unit} ({least}–{most})"


def short(number):
    """Three digits that count, none after the point from 100 on."""
    return f"{number:,.{2 if number < 10 else 1 if number < 100 else 0}f}"


def machine_in_words(machine):
    versions = ", ".join(f"{name} {version}" for name, version in machine["versions"].items())
    return (
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['file_system']} on "
        f"{machine['disk']}, {machine['system']}; {versions}."
    )


def put_into(path, text, rows):
    """Puts the table between the document's markers."""
    missing = [name for part, name in PARTS.items() if all(row["part"] != part for row in rows)]
    if missing:
        raise Trouble(f"{path} stays as it is: the part with {' and '.join(missing)} was not measured")
    put_between(path, "compare", text)


def put_between(path, name, text):
    """Puts a text between the document's markers of that name."""
    begin, end = f"<!-- figures:{name} -->", "<!-- /figures -->"
    document = path.read_text(encoding="utf-8")
    before, found, rest = document.partition(begin)
    _, found_end, after = rest.partition(end)
    if not found or not found_end:
        raise Trouble(f"{path} has no {begin} … {end}; put the two lines where the table belongs")
    path.write_text(f"{before}{begin}\n{text}{end}{after}", encoding="utf-8")
