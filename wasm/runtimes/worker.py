"""A worker in Python: runs parts of programs by their Python twins, on behalf of an executor of wasm/futures.

    python3 worker.py FOLDER FUNCTION LABEL

FOLDER holds the twins as modules, NAME.py or compiled, FUNCTION is the one of theirs to call, usually run, and LABEL stands
before the interpreter's own version in the greeting. This is the Python twin of wasm/futures/frame.go:

What an executor and its worker processes say to each other. A message is a kind byte and then records, little-endian,
without padding, so that a worker in another language needs no library to speak it:

    to a worker    init   name text, payload text             call this first, once
                   tasks  { id u32, name text, payload text } run these, in order
                   stop   { id u32 }                          their callers gave up
                   width  threads u32                         how many to run at a time
                   back                                      send back what has not begun
    from a worker  hello  booted f64, ready f64, runtime text ready for tasks; when its script began and when it was ready,
                                                              and what it runs on, in words
                   failed error text                          the init call failed
                   done   { id u32, ok u8, arrived f64, started f64, ended f64, result or error text }
                   returned { id u32 }                        these have not begun, and will not here

where text is a length (u32) and as many bytes, times are milliseconds since 1970, and an error is a TaskError as JSON.

Around each message stands a frame of wasm/port: a length (u32) and as many bytes, on standard input and output.
"""

import time

_began, _zero = time.time() * 1000, time.perf_counter()


def now():
    """Milliseconds since 1970, by a clock that does not jump."""
    return _began + (time.perf_counter() - _zero) * 1000


BOOTED = now()

import collections
import importlib
import json
import os
import platform
import struct
import sys
import threading
import traceback

INIT, TASKS, STOP, WIDTH, HELLO, FAILED, DONE, BACK, RETURNED = range(1, 10)


class Reader:
    """Takes records off a message. One that does not fit raises struct.error."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def more(self):
        return self.at < len(self.data)

    def u32(self):
        (value,) = struct.unpack_from("<I", self.data, self.at)
        self.at += 4
        return value

    def text(self):
        end = self.u32() + self.at
        if end > len(self.data):
            raise struct.error("a text is cut short")
        text = self.data[self.at : end]
        self.at = end
        return text


def text(data):
    return struct.pack("<I", len(data)) + data


def error_of(error):
    """A TaskError as JSON: what a person would read last in a traceback, and the traceback."""
    stack = "".join(traceback.format_exception(type(error), error, error.__traceback__))
    last = traceback.format_exception_only(type(error), error)[-1].strip()
    return json.dumps({"message": last, "stack": stack}).encode()


def part(payload, function):
    """Runs one range of one round of a program: wasm/lanes/part.go. The result's first byte says whether it is
    an error with a code, which is what a twin refuses with."""
    reader = Reader(payload)
    header = json.loads(reader.text().decode())
    state = payload[reader.at :]
    twin = importlib.import_module(header["program"])
    run = getattr(twin, function)
    try:
        return b"\0" + run(json.loads(header["values"]), header["round"], state, header["lo"], header["hi"])
    except Exception as error:
        if not isinstance(getattr(error, "code", None), str):
            raise
        return b"\1" + json.dumps({"code": error.code, "field": header["program"], "message": str(error)}).encode()


def execute(payload):
    """Runs a piece of source, and gives what it leaves as its result: runtimes.Exec."""
    scope = {"__name__": "__main__"}
    exec(compile(json.loads(payload.decode()), "<task>", "exec"), scope)
    return json.dumps(str(scope.get("result", ""))).encode()


class Worker:
    def __init__(self, source, sink, function):
        self.source, self.sink, self.function = source, sink, function
        self.sending = threading.Lock()
        self.wake = threading.Condition()
        self.tasks = collections.deque()
        self.width, self.runners = 0, 0

    def send(self, message):
        with self.sending:
            self.sink.write(text(message))
            self.sink.flush()

    def receive(self, message):
        reader = Reader(message)
        kind, reader.at = message[0], 1
        if kind == INIT:
            name = reader.text().decode()
            complaint = {"message": "a worker in Python has no function %r to begin with" % name}
            self.send(struct.pack("<B", FAILED) + text(json.dumps(complaint).encode()))
        elif kind == TASKS:
            arrived = now()
            with self.wake:
                while reader.more():
                    self.tasks.append((reader.u32(), reader.text().decode(), reader.text(), arrived))
                self.wake.notify_all()
        elif kind == STOP:
            self.stop(reader.u32())
        elif kind == WIDTH:
            self.resize(reader.u32())
        elif kind == BACK:
            self.give_back()

    def stop(self, gone):
        """A task that has begun runs to its end: nothing can interrupt a thread of Python."""
        with self.wake:
            stopped = [task for task in self.tasks if task[0] == gone]
            for task in stopped:
                self.tasks.remove(task)
        for task in stopped:
            at = now()
            data = json.dumps({"message": "context canceled", "context": "canceled"}).encode()
            self.done(gone, 0, task[3], at, at, data)

    def give_back(self):
        """Has the executor give to another worker what has not begun here."""
        with self.wake:
            ids = [task[0] for task in self.tasks]
            self.tasks.clear()
        self.send(struct.pack("<B%dI" % len(ids), RETURNED, *ids))

    def resize(self, width):
        with self.wake:
            self.width = width
            missing = width - self.runners
            self.runners = max(self.runners, width)
            self.wake.notify_all()
        for _ in range(missing):
            threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        """One of the worker's threads: takes tasks until there are more threads than wanted."""
        while True:
            with self.wake:
                while not self.tasks and self.runners <= self.width:
                    self.wake.wait()
                if self.runners > self.width:
                    self.runners -= 1
                    return
                task, name, payload, arrived = self.tasks.popleft()
            started = now()
            try:
                if name == "part":
                    ok, data = 1, part(payload, self.function)
                elif name == "exec":
                    ok, data = 1, execute(payload)
                else:
                    raise LookupError("a worker in Python knows no function %r" % name)
            except BaseException as error:  # even SystemExit: the worker lives on and says what happened
                ok, data = 0, error_of(error)
            self.done(task, ok, arrived, started, now(), data)

    def done(self, task, ok, arrived, started, ended, data):
        self.send(struct.pack("<BIBddd", DONE, task, ok, arrived, started, ended) + text(data))

    def serve(self, label):
        self.resize(1)
        self.send(struct.pack("<Bdd", HELLO, BOOTED, now()) + text((label + version()).encode()))
        while True:
            size = self.source.read(4)
            if len(size) < 4:
                return
            (length,) = struct.unpack("<I", size)
            message = self.source.read(length)
            if len(message) < length:
                return
            self.receive(message)


def version():
    """What this is, in words."""
    name = platform.python_implementation()
    if name == "PyPy":
        return "PyPy %d.%d.%d (Python %s)" % (sys.pypy_version_info[:3] + (platform.python_version(),))
    return "%s %s" % (name, platform.python_version())


if __name__ == "__main__":
    folder, function, label = sys.argv[1:4]
    sys.path[0] = folder  # in the place of this file's own folder
    sys.dont_write_bytecode = True
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # what a program prints is no frame
    Worker(source, sink, function).serve(label)
    sink.flush()
    os._exit(0)  # threads that compute are not waited for
