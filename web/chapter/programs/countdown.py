import platform
import time


def countdown(n):
    odd = 0
    while n > 0:
        odd += n & 1
        n -= 1
    return odd


print(platform.python_implementation())
for run in range(1, 6):
    began = time.perf_counter()
    countdown(10_000_000)
    print(f"run {run}: {time.perf_counter() - began:.3f} s")
