"""Whole processes timed by turns, and what is made of many times."""

import os
import statistics
import subprocess
import sys
import time


class Trouble(Exception):
    """What cannot be measured, or was not done as it should have been."""


def say(text):
    """Tells whoever waits how far it is."""
    print(text, file=sys.stderr, flush=True)


def clean_environment(home, **more):
    """An environment in which no settings of whoever runs this count."""
    kept = {key: os.environ[key] for key in ("PATH", "TMPDIR") if key in os.environ}
    return {**kept, "HOME": str(home), "LANG": "C.UTF-8", **more}


def done(command, *, stdin=None, env=None, cwd=None):
    """Runs a command and gives what it printed. Its failure is trouble."""
    result = subprocess.run(command, input=stdin, env=env, cwd=cwd, capture_output=True, text=True, check=False)
    if result.returncode:
        shown = " ".join(map(str, command))[:300]
        raise Trouble(f"{shown}\nended with {result.returncode}: {(result.stderr or result.stdout).strip()[-500:]}")
    return result.stdout


def version_of(frist):
    """The version that this program of frist's says it has: its first line is its name and that."""
    return done([frist, "--version"]).split()[1]


def timed(command, *, stdin=None, env=None):
    """Runs a command with its output into a pipe. Gives the seconds from before its start to its end, and the output."""
    begun = time.perf_counter()
    out = done(command, stdin=stdin, env=env)
    return time.perf_counter() - begun, out


def figures(seconds):
    """Median, least and most of many times in seconds."""
    return {"median": statistics.median(seconds), "min": min(seconds), "max": max(seconds), "runs": len(seconds)}
