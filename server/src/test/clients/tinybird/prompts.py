"""Runs a command at a terminal and answers what it asks.

Usage: prompts.py CONVERSATION COMMAND [ARGUMENT...]

CONVERSATION is a JSON list of pairs: what is waited for, and the line that is typed then. All that the
command showed is printed; the exit code is the command's, or 99 where it did not ask what was waited for.
"""

import json
import sys

import pexpect

SECONDS = 60


def main():
    conversation = json.loads(sys.argv[1])
    child = pexpect.spawn(
        sys.argv[2], sys.argv[3:], encoding="utf-8", timeout=SECONDS, dimensions=(60, 500))
    child.logfile_read = sys.stdout
    child.delaybeforesend = None
    try:
        for waited_for, typed in conversation:
            child.expect_exact(waited_for)
            child.sendline(typed)
        child.expect(pexpect.EOF)
    except (pexpect.TIMEOUT, pexpect.EOF) as e:
        print(f"\nnot asked: {waited_for!r} ({type(e).__name__})")
        child.close(force=True)
        return 99
    child.close()
    return child.exitstatus if child.exitstatus is not None else 98


sys.exit(main())
