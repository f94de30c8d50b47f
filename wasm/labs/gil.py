"""Beazley's experiment, for one Python interpreter: count down from n once, twice in sequence, in two threads, in two processes.

    python3 gil.py N REPEATS

Prints one JSON object: times in milliseconds by way, and when each of two threads and processes had its turns, in the last
repeat. It runs unchanged on CPython and PyPy, from 3.8 on, with the standard library alone.
"""

import json
import multiprocessing
import platform
import sys
import threading
import time

CHUNK = 20000
# For how long a thread must have been held up for its turn to count as over: it was somebody else's then.
GAP_MS = 1.0


def now():
    return time.perf_counter() * 1000


def count(n, turns):
    """Counts down from n, and notes when it computed."""
    begin = before = now()
    while n > 0:
        stop = max(n - CHUNK, 0)
        while n > stop:
            n -= 1
        after = now()
        # A chunk that took far longer than the quickest held a wait, at an unknown place: its end is what is known.
        turns.append((before, after))
        before = after
    return begin


def merged(chunks):
    """Turns: chunks without a stop between them, where a chunk that was held up stands for a wait and a short run."""
    if not chunks:
        return []
    quickest = min(end - begin for begin, end in chunks)
    turns, current = [], None
    for begin, end in chunks:
        if end - begin > quickest + GAP_MS:
            if current:
                turns.append(current)
            current = [end - quickest, end]
        elif current:
            current[1] = end
        else:
            current = [begin, end]
    turns.append(current)
    return turns


def counted(n, queue):
    turns = []
    count(n, turns)
    queue.put(merged(turns))


def once(n):
    count(n, [])


def sequence(n):
    count(n, [])
    count(n, [])


def threads(n):
    turns = [[], []]
    both = [threading.Thread(target=count, args=(n, mine)) for mine in turns]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    return [merged(mine) for mine in turns]


def processes(n):
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    both = [context.Process(target=counted, args=(n, queue)) for _ in range(2)]
    for process in both:
        process.start()
    turns = [queue.get() for _ in both]
    for process in both:
        process.join()
    return turns


def main():
    n, repeats = int(sys.argv[1]), int(sys.argv[2])
    ways = [("once", once), ("sequence", sequence), ("threads", threads), ("processes", processes)]
    once(n)  # so that a compiler that compiles while it runs has done so
    times, turns = {name: [] for name, _ in ways}, {}
    for _ in range(repeats):
        for name, way in ways:
            began = now()
            had = way(n)
            times[name].append(now() - began)
            if had:
                turns[name] = [[[a - began, b - began] for a, b in mine] for mine in had]
    version = "%s %s" % (platform.python_implementation(), platform.python_version())
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    json.dump({"version": version, "gil": gil, "times": times, "turns": turns}, sys.stdout)


if __name__ == "__main__":
    main()
