import time
from threading import Lock, Thread

ROUNDS = 2_000
count = 0
lock = Lock()


def add_without_lock():
    global count
    for _ in range(ROUNDS):
        seen = count
        time.sleep(0)  # anything that lets another thread run
        count = seen + 1


def add_with_lock():
    global count
    for _ in range(ROUNDS):
        with lock:
            seen = count
            time.sleep(0)
            count = seen + 1


for add in (add_without_lock, add_with_lock):
    count = 0
    threads = [Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost = 2 * ROUNDS - count
    print(f"{add.__name__}:", "updates were lost" if lost else "none was lost")
