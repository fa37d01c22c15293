"""Threads, forks, pickles, interrupts and long loops."""

from __future__ import annotations

import concurrent.futures
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import threading
import time

import numpy as np
import pytest

import tgnas


def test_several_threads_get_the_same_bytes(cells):
    archs = cells.sample(2_000, seed=1)
    expected = cells.score(archs).tobytes()
    with concurrent.futures.ThreadPoolExecutor(8) as threads:
        jobs = [threads.submit(lambda: cells.score(archs).tobytes()) for _ in range(40)]
        rankings = [threads.submit(cells.rank, 5) for _ in range(4)]
        embeddings = [threads.submit(tgnas.encode, [f"a new operator {n % 3}"]) for n in range(12)]
        assert {job.result() for job in jobs} == {expected}
        assert len({ranking.result().to_csv() for ranking in rankings}) == 1
        assert len({embedding.result().tobytes() for embedding in embeddings}) == 3


def test_the_number_of_threads_changes_nothing(cells):
    archs = cells.sample(500)
    one = tgnas.load("nasbench201", threads=1)
    many = tgnas.load("nasbench201", threads=5)
    assert one.score(archs).tobytes() == many.score(archs).tobytes() == cells.score(archs).tobytes()


def test_other_threads_run_meanwhile():
    space = tgnas.load("nasbench201", by="naswot", threads=1)
    archs = space.sample(2_000)
    turns, done = 0, threading.Event()

    def turn() -> None:
        nonlocal turns
        while not done.wait(0.001):
            turns += 1

    other = threading.Thread(target=turn)
    other.start()
    start = time.perf_counter()
    space.score(archs)
    seconds = time.perf_counter() - start
    done.set()
    other.join()
    assert turns > 3, f"{turns} turns in {seconds:.3f} s"


def test_pickles_are_opened_once_by_a_process(cells):
    space = tgnas.load("nasbench201", operators={"blur_conv": "3x3 blurred convolution"})
    first, second = (pickle.loads(pickle.dumps(space)) for _ in range(2))
    assert first is second and first.name == "nasbench201+blur_conv"
    archs = space.sample(20)
    np.testing.assert_array_equal(first.score(archs), space.score(archs))
    labels = dict(zip(cells.sample(8), range(8)))
    refined = pickle.loads(pickle.dumps(cells.refined(labels)))
    archs = cells.sample(20)
    np.testing.assert_array_equal(refined.score(archs), cells.refined(labels).score(archs))
    drawing = cells.draw(archs[0])
    assert pickle.loads(pickle.dumps(drawing))._repr_svg_() == drawing


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_other_processes(cells, method):
    archs = cells.sample(300)
    expected = cells.score(archs)
    context = multiprocessing.get_context(method)
    with context.Pool(2) as pool:
        for scores in pool.map(cells.score, [archs] * 4, chunksize=1):
            np.testing.assert_array_equal(scores, expected)
    np.testing.assert_array_equal(cells.score(archs), expected)


def test_a_fork_uses_what_its_parent_opened(cells):
    archs = cells.sample(300)
    expected = cells.score(archs)
    child = os.fork()
    if child == 0:  # No exception must leave the child.
        status = 1
        try:
            status = int(cells.score(archs).tobytes() != expected.tobytes())
        finally:
            os._exit(status)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_progress_is_told_and_can_stop(cells):
    shares: list[float] = []
    cells.rank(top=1, progress=shares.append)
    assert shares == sorted(shares) and shares[-1] == 1
    with pytest.raises(tgnas.TGNASError, match="stopped"):
        cells.rank(progress=lambda share: True)
    stopped = cells.search("random", budget=5_000, progress=lambda share: True)
    assert not stopped.complete and stopped.evaluations < 5_000
    assert len(stopped.trials) == stopped.evaluations

    def fail(share: float) -> None:
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError, match="no more"):
        cells.search(progress=fail)


@pytest.fixture
def interruptible():
    """Python's own handler: a process started in the background begins with SIGINT ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def test_control_c_ends_a_search_with_the_best_so_far(interruptible):
    space = tgnas.load("darts", by="flops")
    threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT)).start()
    start = time.perf_counter()
    with pytest.warns(tgnas.TGNASWarning, match="interrupted"):
        found = space.search("random", budget=10**7)
    assert time.perf_counter() - start < 30
    assert not found.complete
    assert len(found.trials) == found.evaluations < 10**7
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_control_c_ends_a_ranking(interruptible):
    space = tgnas.load("nasbench101")
    threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        space.rank()
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def resident() -> int:
    """The memory of this process, in bytes."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_many_calls_take_no_memory(cells):
    """TGNAS_CALLS sets how many; half a minute is the most that it takes without."""
    wanted = int(os.environ.get("TGNAS_CALLS", "0"))
    archs = cells.sample(1)
    for _ in range(2_000):
        cells.score(archs)
    before, calls, end = resident(), 0, time.monotonic() + 20
    while calls < wanted or (not wanted and calls < 10**6 and time.monotonic() < end):
        for _ in range(1_000):
            cells.score(archs)
        calls += 1_000
    grown = resident() - before
    print(f"{calls} calls, {grown / 2**10:.0f} KiB more")
    assert calls >= 10_000
    assert grown < 8 * 2**20, f"{grown} bytes more after {calls} calls"


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_opened_spaces_are_closed_and_errors_freed(cells):
    def work() -> None:
        opened = tgnas.load("nasbench201")
        opened.rank(top=10)
        opened.search("random", budget=50)
        for call in (lambda: opened.score(["x" * 10_000]), lambda: tgnas.load("nothing")):
            with pytest.raises(tgnas.InputError):
                call()

    for _ in range(5):
        work()
    before = resident()
    for _ in range(15):
        work()
    assert resident() - before < 16 * 2**20
