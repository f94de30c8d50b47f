import time
from multiprocessing import Process
from threading import Thread

N = 10_000_000


def count(n):
    while n > 0:
        n -= 1


def once():
    count(N)


def twice_in_sequence():
    count(N)
    count(N)


def twice_at_once(kind):
    both = [kind(target=count, args=(N,)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()


if __name__ == "__main__":
    for name, run in [
        ("once", once),
        ("twice in sequence", twice_in_sequence),
        ("in two threads", lambda: twice_at_once(Thread)),
        ("in two processes", lambda: twice_at_once(Process)),
    ]:
        began = time.perf_counter()
        run()
        print(f"{name}: {time.perf_counter() - began:.2f} s")
