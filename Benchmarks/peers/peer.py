#!/usr/bin/env python3
"""One peer that tgnas is measured beside, run by the benchmark program.

    peer.py NAME FOLDER THREADS

It reads what the program wrote to FOLDER, checks that it computes the same, and then takes one
order a line: the name of a contestant, which it runs once. Every answer is one line of JSON. So the
program can let contestants of several processes take turns.
"""

import importlib
import json
import os
import pathlib
import sys


def main():
    name, folder, threads = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    # Libraries print what they like; answers go to the place that standard output had.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)

    def answer(**members):
        answers.write(json.dumps(members) + "\n")

    try:
        peer = importlib.import_module(name.replace("-", "_"))
        about, contestants = peer.prepare(folder, threads)
    except ImportError as error:
        return answer(absent=f"{name} is left out: {error}")
    answer(contestants=list(contestants), **about)
    for line in sys.stdin:
        answer(seconds=contestants[line.strip()]())


if __name__ == "__main__":
    main()
