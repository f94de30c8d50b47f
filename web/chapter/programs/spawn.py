import multiprocessing
import time


def nothing():
    pass


if __name__ == "__main__":
    for method in ("fork", "forkserver", "spawn"):
        if method not in multiprocessing.get_all_start_methods():
            print(f"{method}: not on this system")
            continue
        context = multiprocessing.get_context(method)
        times = []
        for _ in range(5):
            began = time.perf_counter()
            process = context.Process(target=nothing)
            process.start()
            process.join()
            times.append(time.perf_counter() - began)
        print(f"{method}: first {times[0] * 1000:.1f} ms, then {min(times[1:]) * 1000:.1f} ms")
