"""How long this Python takes to start a process, by each way that the platform has.

    python3 spawn.py REPEATS

Prints one JSON object: milliseconds from the call until the child has said that it runs, by way.
"""

import json
import multiprocessing
import os
import platform
import subprocess
import sys
import time


def now():
    return time.perf_counter() * 1000


def fork():
    """os.fork: a copy of this process, with its memory shared until written to."""
    read, write = os.pipe()
    began = now()
    child = os.fork()
    if child == 0:
        os.write(write, b"!")
        os._exit(0)
    os.read(read, 1)
    took = now() - began
    os.waitpid(child, 0)
    os.close(read)
    os.close(write)
    return took


def exec_():
    """A new interpreter, as multiprocessing starts one under "spawn", without its own overhead."""
    began = now()
    with subprocess.Popen([sys.executable, "-c", "print('!', flush=True)"], stdout=subprocess.PIPE) as child:
        child.stdout.read(1)
        took = now() - began
    return took


def main():
    repeats = int(sys.argv[1])
    ways = {"os.fork": fork} if hasattr(os, "fork") else {}
    ways["a new interpreter"] = exec_
    times = {name: [way() for _ in range(repeats)] for name, way in ways.items()}
    version = "%s %s" % (platform.python_implementation(), platform.python_version())
    json.dump({"version": version, "methods": multiprocessing.get_all_start_methods(), "times": times}, sys.stdout)


if __name__ == "__main__":
    main()
