"""Puts a run of the benchmark into docs/measurements.md, between its two marks.

Usage, from the root: scripts/bench --json report.json; scripts/bench --growth > growth.md
                      python3 tests/bench/speed_table.py report.json growth.md
"""
import json
import subprocess
import sys

PAGE = "docs/measurements.md"
BEGIN, END = "<!-- speed: tests/bench/speed_table.py -->\n", "<!-- end of speed -->\n"


def number(value):
    if value is None:
        return ""
    size = abs(value)
    return f"{value:,.0f}" if size >= 100 else f"{value:.1f}" if size >= 10 else f"{value:.2f}" if size >= 0.1 else f"{value:.3f}"


def line(row, what):
    verdict = "not judged: " + row.get("note", "") if row["met"] is None else "met" if row["met"] else "**not met**"
    measured = "" if row["value"] is None else number(row["value"]) + " " + row["unit"]
    goal = row["goal"].replace(">=", "≥").replace("<=", "≤")
    return f"| `{row['name']}` | {what} | {measured} | {number(row['peer'])} | {number(row['ratio'])} | {goal} | {verdict} |"


report = json.load(open(sys.argv[1], encoding="utf-8"))
listed = subprocess.run(["build/release/bin/isthmus-bench", "--list"], capture_output=True, text=True, check=True).stdout
what = {words.split(None, 1)[0]: words.split(None, 1)[1].rsplit(": ", 1)[0] for words in listed.splitlines()}
lines = [line(row, what[row["name"]]) for row in report["rows"]]
table = "\n".join(["| Row | What | Measured | Peer | Ratio | Goal | |", "| --- | --- | ---: | ---: | ---: | --- | --- |", *lines])
growth = open(sys.argv[2], encoding="utf-8").read().strip()
text = f"""## Speed

`scripts/bench` measures what the program promises, against a peer or a limit, both sides in turn within one run
([how](../tests/bench/NOTES.md)); `--json FILE` writes the same for other programs. One run on: {report['machine']}.

{table}

How cost grows, from `scripts/bench --growth` on the same machine:

{growth}

"""
page = open(PAGE, encoding="utf-8").read()
begin, end = page.index(BEGIN) + len(BEGIN), page.index(END)
open(PAGE, "w", encoding="utf-8").write(page[:begin] + text + page[end:])
