"""The curves of the figures as an SVG: how each grows with the store, on two scales of powers of ten."""

from math import floor, log10

WIDTH, HEIGHT = 900, 520
LEFT, RIGHT, TOP, BOTTOM = 80, 250, 30, 50
# Told apart also by those who see few colours; a dash goes with each.
STROKES = [
    ("#0072b2", ""), ("#d55e00", "6 3"), ("#009e73", ""), ("#cc79a7", "2 3"), ("#56b4e9", "8 3 2 3"),
    ("#a07000", ""), ("#666666", "6 3"), ("#000000", "1 2"),
]
UNITS = [(1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")]


def in_words(seconds):
    size, unit = next((u for u in UNITS if seconds >= u[0] * 0.999), UNITS[-1])
    number = seconds / size
    return f"{number:.0f} {unit}" if number >= 10 else f"{number:.1f} {unit}".replace(".0 ", " ")


def svg(rows, values):
    """`rows` have a name for the plot; `values` are seconds by key and number of tickets."""
    sizes = sorted({tickets for tickets, _ in values})
    curves = [(row, [(n, values[n, row.key]) for n in sizes if (n, row.key) in values]) for row in rows if row.plot]
    every = [value for _, points in curves for _, value in points]
    low, high = floor(log10(min(every))), floor(log10(max(every))) + 1

    def x(tickets):
        span = log10(sizes[-1]) - log10(sizes[0]) or 1
        return LEFT + (log10(tickets) - log10(sizes[0])) / span * (WIDTH - LEFT - RIGHT)

    def y(seconds):
        return TOP + (high - log10(seconds)) / (high - low) * (HEIGHT - TOP - BOTTOM)

    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        '<title>What each takes in stores of different sizes</title>',
    ]
    for power in range(low, high + 1):
        at = y(10**power)
        out.append(f'<path d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}" stroke="#dddddd"/>')
        out.append(f'<text x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end" fill="#444444">{in_words(10**power)}</text>')
    for tickets in sizes:
        at = x(tickets)
        out.append(f'<path d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#dddddd"/>')
        out.append(f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#444444">{tickets:,}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 8}" text-anchor="middle" fill="#444444">tickets, one in fifty open</text>')
    for (row, points), (colour, dash) in zip(curves, STROKES):
        line = " ".join(f"{x(n):.1f},{y(value):.1f}" for n, value in points)
        out.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>')
    for at, (row, points), (colour, _) in labels(curves, y):
        end = points[-1]
        out.append(f'<path d="M{x(end[0]):.1f} {y(end[1]):.1f}L{WIDTH - RIGHT + 14} {at - 4:.1f}" stroke="{colour}" stroke-width="0.7"/>')
        out.append(f'<text x="{WIDTH - RIGHT + 18}" y="{at:.1f}" fill="{colour}">{row.plot}, {in_words(end[1])}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"


def labels(curves, y):
    """Each curve with the height of its label, so that no two stand on one another."""
    wanted = sorted(zip(curves, STROKES), key=lambda pair: y(pair[0][1][-1][1]))
    least = 0
    for curve, stroke in wanted:
        at = max(y(curve[1][-1][1]) + 4, least)
        least = at + 16
        yield at, curve, stroke
