"""Amounts in words: three digits that count, in the unit that suits them."""

# From the largest unit to the smallest; figures are kept in the one of size 1.
UNITS = {
    "s": {"s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9},
    "B": {"MiB": 2**20, "KiB": 2**10, "B": 1},
    "%": {"%": 1},
    "/s": {"a second": 1},
}


def unit_of(amount, base):
    """The largest unit that the amount has one of, and its size."""
    units = list(UNITS[base].items())
    return next(((unit, size) for unit, size in units if amount >= size), units[-1])


def spread(middle, least, most, base="s", to="–"):
    """An amount with the least and the most in brackets, all in the first one's unit; where that is nothing, in the most's."""
    unit, size = unit_of(middle or most, base)
    middle, least, most = (short(amount / size, whole=unit == "B") for amount in (middle, least, most))
    return f"{middle} {unit}" if middle == least == most else f"{middle} {unit} ({least}{to}{most})"


def short(number, whole=False):
    """Three digits that count, none after the point from 100 on, or of what comes in ones."""
    return f"{number:,.{0 if whole or number >= 99.95 else 2 if number < 9.995 else 1}f}"


def amount(words):
    """What `200 ns` says: the amount in its base unit, and that."""
    number, _, unit = words.partition(" ")
    for base, units in UNITS.items():
        if unit in units:
            return float(number) * units[unit], base
    if unit == "×":
        return float(number), "×"
    raise ValueError(f"“{words}” has none of the units")
