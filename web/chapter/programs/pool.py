import multiprocessing


def begin(counter):
    """Runs once in each new process: what every task needs is put where tasks find it."""
    global finished
    finished = counter


def square(x):
    with finished.get_lock():
        finished.value += 1
    return x * x


if __name__ == "__main__":
    counter = multiprocessing.Value("i", 0)  # shared memory, with a lock of its own
    with multiprocessing.Pool(processes=2, initializer=begin, initargs=(counter,)) as pool:
        print(sum(pool.map(square, range(1000), chunksize=100)))
        print("counted in shared memory:", counter.value)
