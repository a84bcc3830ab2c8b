# SPDX-License-Identifier: MIT
"""A picture of the results: bars for indexing and size, and for each kind of
query a line from p50 to p99, on a scale of powers of ten."""
import math
from xml.sax.saxutils import escape

WIDTH = 920
LEFT = 150
ROW = 18
COLOURS = ("#1b6ca8", "#c8553d", "#5a8f29", "#8e6bbf", "#b08900", "#4b5563")


class Picture:
    def __init__(self):
        self.parts = []
        self.y = 10

    def text(self, x, y, words, anchor="start", weight="normal", size=12):
        self.parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
            f'font-weight="{weight}" font-size="{size}">{escape(words)}</text>')

    def rectangle(self, x, y, width, height, colour):
        self.parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 1):.1f}" '
            f'height="{height:.1f}" fill="{colour}"/>')

    def line(self, x1, y1, x2, y2, colour, width=1.0):
        self.parts.append(
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{colour}" stroke-width="{width}"/>')

    def circle(self, x, y, radius, colour):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" '
                          f'r="{radius}" fill="{colour}"/>')

    def heading(self, words):
        self.y += 26
        self.text(10, self.y, words, weight="bold", size=14)
        self.y += 8

    def svg(self):
        height = self.y + 20
        return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
                f'height="{height}" viewBox="0 0 {WIDTH} {height}" '
                'font-family="sans-serif">'
                f'<rect width="{WIDTH}" height="{height}" fill="white"/>'
                + "".join(self.parts) + "</svg>\n")


def colour_of(names, name):
    return COLOURS[names.index(name) % len(COLOURS)]


def draw_bars(picture, results, title, figure):
    names = results.names
    values = {n: results.value("indexing", n, "", "", figure) for n in names}
    if None in values.values():
        return      # it was not measured this time
    most = max(values.values())
    picture.heading(title)
    for name in names:
        picture.y += ROW
        picture.text(LEFT - 8, picture.y, name, "end")
        length = (WIDTH - LEFT - 90) * values[name] / most
        picture.rectangle(LEFT, picture.y - 11, length, 13,
                          colour_of(names, name))
        picture.text(LEFT + length + 6, picture.y, f"{values[name]:.2f}")


def scale(results, limit):
    """From milliseconds to x, and the powers of ten it spans."""
    values = [v / 1000 for (_, _, top), taken in results.latencies.items()
              for v in taken if top == limit]
    low = math.floor(math.log10(max(min(values), 1e-4)))
    high = max(math.ceil(math.log10(max(values))), low + 1)

    def place(value):
        part = (math.log10(max(value, 10 ** low)) - low) / (high - low)
        return LEFT + (WIDTH - LEFT - 40) * part
    return place, range(low, high + 1)


def draw_latency(picture, results, limit):
    place, powers = scale(results, limit)
    picture.heading(f"Latency, top {limit}, ms: dots are p50, p95 and p99")
    top = picture.y
    for kind in results.kinds:
        picture.y += ROW + 4
        picture.text(10, picture.y, kind, weight="bold")
        for name in results.names:
            colour = colour_of(results.names, name)
            xs = [place(results.value("latency", name, kind, limit, f"p{p} ms"))
                  for p in (50, 95, 99)]
            picture.text(LEFT - 8, picture.y, name, "end", size=11)
            picture.line(xs[0], picture.y - 4, xs[2], picture.y - 4, colour, 3)
            for x, radius in zip(xs, (5, 4, 3)):
                picture.circle(x, picture.y - 4, radius, colour)
            picture.y += ROW - 4
    for power in powers:
        x = place(10.0 ** power)
        picture.line(x, top, x, picture.y, "#d1d5db")
        picture.text(x, picture.y + 14, f"{10.0 ** power:g}", "middle", size=11)
    picture.y += 18


def write_plot(path, results):
    picture = Picture()
    corpus = results.corpus
    picture.heading(f"{corpus.name}: {corpus.count:,} paragraphs, "
                    f"{corpus.text_bytes / 1e6:.1f} MB of text")
    draw_bars(picture, results, "Indexing, MB of text a second", "MB/s")
    draw_bars(picture, results, "Index size over text size", "index / text")
    for limit in results.limits:
        draw_latency(picture, results, limit)
    with open(path, "w", encoding="utf-8") as file:
        file.write(picture.svg())
