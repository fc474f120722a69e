# SPDX-License-Identifier: GPL-3.0-or-later
"""The table: a row for each goal that was measured, at the largest store, and how it grew from the smallest."""
from goals import GOALS

GROWTH_SIZES = (10000, 1000000)


def holds(value, limit, at_least):
    return value >= limit if at_least else value <= limit


def row_of(goal, figures):
    """Each size must hold; shown is the one that comes nearest to its limit, or goes beyond it most."""
    ratios = [figure["ours"] if goal.is_absolute else figure["ours"] / figure["floor"] for figure in figures]
    shown = (min if goal.at_least else max)(range(len(figures)), key=ratios.__getitem__)
    ours = {figure["size"]: figure["ours"] for figure in figures}
    growth = None
    if all(size in ours for size in GROWTH_SIZES) and ours[GROWTH_SIZES[0]]:
        growth = ours[GROWTH_SIZES[1]] / ours[GROWTH_SIZES[0]]
    is_met = holds(ratios[shown], goal.limit, goal.at_least)
    if growth is not None and goal.growth is not None:
        is_met = is_met and holds(growth, goal.growth, goal.growth_at_least)
    return {"id": goal.id, "what": goal.what, "unit": goal.unit, "size": figures[shown]["size"],
            "floor": figures[shown]["floor"], "ours": figures[shown]["ours"],
            "ratio": None if goal.is_absolute else ratios[shown],
            "is_absolute": goal.is_absolute, "goal": goal.limit, "at_least": goal.at_least,
            "growth": growth, "growth_goal": goal.growth,
            "is_met": is_met, "figures": figures}


def row_without_figure(goal):
    return {"id": goal.id, "what": goal.what, "unit": goal.unit, "size": None, "floor": None, "ours": None, "ratio": None,
            "is_absolute": goal.is_absolute, "goal": goal.limit, "at_least": goal.at_least,
            "growth": None, "growth_goal": goal.growth, "is_met": False, "figures": []}


def rows_of(bench):
    """A goal that was to be measured and was not is short."""
    rows = []
    for goal in GOALS:
        figures = [figure for figure in bench.figures if figure["id"] == goal.id]
        if figures:
            rows.append(row_of(goal, figures))
        elif bench.wants(goal.id) and (len(bench.sizes) > 1 or not goal.is_difference):
            rows.append(row_without_figure(goal))
    return rows


def number(value):
    if value is None:
        return "–"
    if abs(value) >= 100:
        return "{:,.0f}".format(value)
    return "%.3g" % value


def goal_text(row):
    unit = " " + row["unit"] if row["is_absolute"] else " ×"
    return ("≥ " if row["at_least"] else "≤ ") + number(row["goal"]) + unit


def show(rows):
    """Markdown, so that it can be put into README.md as it is."""
    cells = [("Id", "What", "Tickets", "Floor", "Ours", "Unit", "Ratio", "Goal", "", "1M ÷ 10k")]
    for row in rows:
        growth = number(row["growth"])
        if row["growth"] is not None and row["growth_goal"] is not None:
            growth += " (%s)" % number(row["growth_goal"])
        cells.append((row["id"], row["what"], "{:,}".format(row["size"]) if row["size"] else "–", number(row["floor"]),
                      number(row["ours"]), row["unit"], number(row["ratio"]), goal_text(row),
                      "ok" if row["is_met"] else "short", growth))
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    cells.insert(1, tuple("-" * width for width in widths))
    for row in cells:
        print("| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |")
    short = [row["id"] for row in rows if not row["is_met"]]
    print("\n%d goals, %d met%s" % (len(rows), len(rows) - len(short), "; short: " + ", ".join(short) if short else ""))
