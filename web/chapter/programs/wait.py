import time
from concurrent.futures import ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION
from concurrent.futures import ThreadPoolExecutor, wait


def sleeps(seconds):
    time.sleep(seconds)


def fails(seconds):
    time.sleep(seconds)
    raise ValueError("no such page")


with ThreadPoolExecutor(max_workers=3) as pool:
    for mode in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        futures = [pool.submit(sleeps, 0.1), pool.submit(fails, 0.4), pool.submit(sleeps, 0.8)]
        done, not_done = wait(futures, return_when=mode)
        print(f"{mode}: {len(done)} done, {len(not_done)} not done")
        wait(futures)
