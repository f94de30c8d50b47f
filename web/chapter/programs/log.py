import os
import tempfile
from threading import Lock, Thread

LOG = os.path.join(tempfile.mkdtemp(), "website_changes.log")
file_lock = Lock()


def log(message):
    with file_lock:
        with open(LOG, "a") as file:
            file.write(message + "\n")


def monitor(website, visits):
    for visit in range(visits):
        log(f"{website} changed, visit {visit}")


threads = [Thread(target=monitor, args=(f"site{i}.example", 50)) for i in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

with open(LOG) as file:
    lines = file.readlines()
print(len(lines), "lines, of which", sum(" changed, visit " in line for line in lines), "are whole")
