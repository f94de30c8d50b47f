import pickle
import threading


def double(x):
    return 2 * x


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y


for what, value in [
    ("a list of numbers", [1, 2, 3]),
    ("an object of a class at the top of a module", Point(1, 2)),
    ("a function at the top of a module", double),
    ("a lambda", lambda x: 2 * x),
    ("a lock", threading.Lock()),
    ("a generator", (x for x in range(3))),
]:
    try:
        size = len(pickle.dumps(value))
        print(f"{what}: sent")
    except (pickle.PicklingError, TypeError) as error:
        print(f"{what}: refused, {type(error).__name__}")
