import threading
from threading import Thread

may_end = threading.Event()


def fetch(url, timeout):
    print("fetching", url, "for at most", timeout, "s")
    may_end.wait()


thread = Thread(target=fetch, args=("https://example.org/", 30))
thread.start()

thread.join(timeout=0.2)
print("after join(0.2): alive?", thread.is_alive())

may_end.set()
thread.join()
print("after join(): alive?", thread.is_alive())
