"""Runs a client's commands one after the other, each in a process forked from one that has loaded the client.

Usage: forked.py PROGRAM

PROGRAM is the script that pip made for the client. Every line of standard input is a command: a JSON list of
the file that takes its output and its arguments. Its exit code is answered as a line. A command runs like the
script does: its own process, no terminal, nothing on its standard input. It saves the client's imports alone.
"""

import gc
import json
import os
import signal
import sys
from importlib.metadata import entry_points

SECONDS = 180


def run(client, output, arguments):
    """Goes on as the command's process. One that hangs is ended, and its output tells where it hung."""
    signal.alarm(SECONDS)
    nothing = os.open(os.devnull, os.O_RDONLY)
    file = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    for source, target in ((nothing, 0), (file, 1), (file, 2)):
        os.dup2(source, target)
    sys.argv[1:] = arguments
    sys.exit(client())


def main():
    sys.argv = sys.argv[1:]
    (script,) = entry_points(group="console_scripts", name=os.path.basename(sys.argv[0]))
    client = script.load()
    # no command looks through what is loaded for garbage, which would take it longer than its work
    gc.freeze()
    for line in sys.stdin:
        output, *arguments = json.loads(line)
        child = os.fork()
        if child == 0:
            run(client, output, arguments)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


main()
