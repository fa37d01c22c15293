#!/usr/bin/env python3
"""Runs the notebook of a report and compares what it computes with what the report says.

Usage: check-report.py FOLDER
"""
import math
import re
import sys
from pathlib import Path

import h5py
import nbclient
import nbformat
import numpy as np
import pandas as pd
from scipy import stats

folder = Path(sys.argv[1])
notebook = nbformat.read(str(folder / "report.ipynb"), as_version=4)
nbformat.validate(notebook)
nbclient.NotebookClient(
    notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
).execute()
outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
pictures = sum("image/png" in output.get("data", {}) for output in outputs)
assert pictures >= 8, f"{pictures} pictures were drawn"
assert not [o for o in outputs if o.output_type == "stream"], "a cell printed a warning"

# The CSV files are the tables of data.h5, to the last bit.
with h5py.File(folder / "data.h5") as file:
    for name, group in file.items():
        csv = pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=[""])
        assert list(group) == list(csv.columns), f"{name}: {list(group)} and {list(csv.columns)}"
        for column, data in group.items():
            if data.dtype.kind == "S":
                assert list(data.asstr()[:]) == list(
                    csv[column].astype(object).fillna("")
                ), f"{name}/{column}"
            else:
                assert np.array_equal(
                    data[:].astype(float), csv[column].to_numpy(float), equal_nan=True
                ), f"{name}/{column}"
    measures = {name: data[:] for name, data in file["measures"].items() if name != "arch"}

# The heat maps show scipy's correlations.
for method, correlation in [("kendall", stats.kendalltau), ("spearman", stats.spearmanr)]:
    picture = (folder / "pictures" / f"{method}.svg").read_text()
    numbers = [float(text) for text in re.findall(r">(-?\d\.\d\d)</text>", picture)]
    expected = [
        correlation(stats.rankdata(one), stats.rankdata(other)).statistic
        for one in measures.values()
        for other in measures.values()
    ]
    assert len(numbers) == len(expected), f"{method}: {len(numbers)} fields, not {len(expected)}"
    for number, value in zip(numbers, expected):
        assert math.isclose(number, value, abs_tol=0.005 + 1e-9), f"{method}: {number}, not {value}"
print(f"{pictures} pictures, {len(measures)} measures")
