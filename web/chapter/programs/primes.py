from concurrent.futures import ProcessPoolExecutor, as_completed
from math import isqrt

NUMBERS = [
    112272535095293,
    112582705942171,
    112272535095293,
    115280095190773,
    115797848077099,
    1099726899285419,
]


def is_prime(n):
    if n < 2:
        return False
    if n % 2 == 0:
        return n == 2
    return all(n % d for d in range(3, isqrt(n) + 1, 2))


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=4) as pool:
        asked = {pool.submit(is_prime, n): n for n in NUMBERS}
        answers = {}
        for future in as_completed(asked):
            answers[asked[future]] = future.result()
    for n in NUMBERS:
        print(n, "is prime" if answers[n] else "is not prime")
