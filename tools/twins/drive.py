"""Runs a twin for the tests: python drive.py FILE [FUNCTION]

FILE is a program in Python, or a compiled extension module. Each line of standard input is a JSON object {args, round, state,
lo, hi}; for each, a line of standard output says what FUNCTION (run) returns, as {partial}, or how it failed, as {error}.
Bytes travel as base64. It runs on Python 2.7 and 3.
"""

import base64
import json
import os
import sys


def load(path):
    name = os.path.basename(path).split(".")[0]
    if path.endswith(".py"):
        namespace = {"__name__": name}
        with open(path, "rb") as source:
            exec(compile(source.read(), path, "exec"), namespace)
        return namespace
    from importlib.machinery import ExtensionFileLoader
    from importlib.util import module_from_spec, spec_from_file_location

    module = module_from_spec(spec_from_file_location(name, path, loader=ExtensionFileLoader(name, path)))
    module.__loader__.exec_module(module)
    return vars(module)


def main():
    run = load(sys.argv[1])[sys.argv[2] if len(sys.argv) > 2 else "run"]
    while True:
        line = sys.stdin.readline()
        if not line:
            return
        call = json.loads(line)
        try:
            state = base64.b64decode(call["state"] or "")
            partial = run(call["args"], call["round"], state, call["lo"], call["hi"])
            answer = {"partial": base64.b64encode(partial).decode("ascii")}
        except Exception as error:
            answer = {"error": {"name": type(error).__name__, "code": getattr(error, "code", ""), "message": str(error)}}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


main()
