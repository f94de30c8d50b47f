import threading
from concurrent.futures import ThreadPoolExecutor

gate = threading.Event()
heard = []


def task():
    gate.wait()
    return 42


def fails():
    raise ValueError("no such page")


with ThreadPoolExecutor(max_workers=1) as pool:
    first = pool.submit(task)
    second = pool.submit(task)
    third = pool.submit(fails)

    while not first.running():
        pass
    print("first is running, so cancel() says", first.cancel())
    print("second still waits, so cancel() says", second.cancel())
    print("second: cancelled", second.cancelled(), "and done", second.done())

    first.add_done_callback(lambda future: heard.append(future.result()))
    gate.set()
    print("result() waits and gives", first.result())
    print("exception() waits and gives", repr(third.exception()))
    print("the callback heard", heard)
