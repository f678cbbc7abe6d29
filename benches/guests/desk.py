"""A `frist serve` of its own, and who comes to it: commands, raw connections, screens."""

import fcntl
import json
import os
import pty
import re
import socket
import struct
import subprocess
import sys
import termios
import threading
import time
import uuid
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "common"))

from measuring import Trouble, clean_environment

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = '[staff.anna]\nrole = "lead"\n[staff.ola]\n[staff.per]\n[staff.siri]\n[staff.vy]\nrole = "viewer"\n'


class Desk:
    """A store that is served."""

    def __init__(self, frist, folder):
        self.frist, self.folder = frist, Path(folder)
        (self.folder / "config.toml").write_text(PEOPLE)
        self.serve = subprocess.Popen([*self.command("anna"), "serve"], stderr=subprocess.PIPE, env=clean_environment(folder))
        if b"serves" not in self.serve.stderr.read1():
            self.serve.stderr.read1()
        text = (ROOT / "crates/desk/src/wire.rs").read_text()
        self.protocol = int(re.search(r"PROTOCOL: u16 = (\d+)", text)[1])

    def command(self, name):
        store = ["--config", self.folder / "config.toml", "--store", self.folder / "store"]
        return [self.frist, *map(str, store)] if name == "anna" else [self.frist, "--as", name, *map(str, store)]

    def waits(self, name="ola"):
        """How many seconds a command of somebody else takes."""
        begun = time.perf_counter()
        command = [*self.command(name), "list"]
        code = subprocess.run(command, env=clean_environment(self.folder), capture_output=True, check=False).returncode
        if code not in (0, 1):
            raise Trouble(f"{name} is shut out: {code}")
        return time.perf_counter() - begun

    def connect(self):
        stream = socket.socket(socket.AF_UNIX)
        stream.settimeout(20)
        stream.connect(str(self.folder / "store" / "frist.sock"))
        return stream

    def memory(self, key="VmHWM"):
        """MiB that the owner takes: at the most so far, or now (VmRSS)."""
        return memory(self.serve.pid, key)

    def log(self, subject):
        """Logs a ticket."""
        terms = ["--contract", "markant", "--plan", "standard", "--severity", "critical", "--channel", "phone"]
        command = [*self.command("ola"), "new", *terms, "--subject", subject, "--json"]
        said = subprocess.run(command, env=clean_environment(self.folder), capture_output=True, text=True, check=True)
        return json.loads(said.stdout)["id"]

    def guest(self, name):
        """A connection of that person's, welcomed; none if it is refused."""
        stream = self.connect()
        hello = b'{"pid":1,"claim":{"as":"%s"}}' % name.encode()
        stream.sendall(b"frist" + struct.pack(">H", self.protocol) + struct.pack(">I", len(hello)) + hello)
        received(stream, 7)
        answer = received(stream, struct.unpack(">I", received(stream, 4))[0])
        return stream if answer.startswith(b'{"welcome"') else None

    def end(self):
        self.serve.terminate()
        self.serve.wait()


def send(stream, message):
    """Sends a message."""
    data = json.dumps(message).encode()
    stream.sendall(struct.pack(">I", len(data)) + data)


def told(stream):
    """Waits for a message."""
    return json.loads(received(stream, struct.unpack(">I", received(stream, 4))[0]))


def note(stream, number, ticket, text):
    """Writes a note and waits until it is acknowledged."""
    what = {"note": {"text": text, "to_customer": False}}
    change = {"Add": {"ticket": ticket, "revision": None, "happened": None, "what": what}}
    # A name that says when it was made, as frist's own do.
    made = uuid.UUID(int=(time.time_ns() // 10**6 << 80 | 7 << 76 | 2 << 62 | int.from_bytes(os.urandom(7), "big")))
    send(stream, {"n": number, "ask": {"commit": {"id": str(made), "by": "", "changes": [change]}}})
    answer = told(stream)
    if "part" not in answer:
        raise Trouble(f"a note is refused: {answer}")


def received(stream, count):
    data = b""
    while len(data) < count:
        part = stream.recv(count - len(data))
        if not part:
            raise Trouble("the owner has hung up")
        data += part
    return data


def memory(pid, key="VmHWM"):
    return int(re.search(rf"{key}:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


class Screen:
    """Somebody's screen in a terminal of that size, whose output is thrown away."""

    def __init__(self, desk, columns, rows, name="vy"):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            command = desk.command(name)
            os.execve(command[0], command, {**clean_environment(desk.folder), "TERM": "xterm-256color"})
        self.seen = threading.Event()
        threading.Thread(target=self.drain, daemon=True).start()
        if not self.seen.wait(30):
            raise Trouble(f"no screen at {columns}x{rows}")
        time.sleep(1)

    def drain(self):
        try:
            while os.read(self.fd, 1 << 16):
                self.seen.set()
        except OSError:
            pass

    def alive(self):
        return os.waitpid(self.pid, os.WNOHANG) == (0, 0)

    def end(self):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
