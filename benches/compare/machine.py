"""The machine and the tools that figures were measured on."""

import os
import platform
import subprocess
from pathlib import Path


def describe(folder, versions):
    """What is said of the machine above the figures."""
    kind, device = file_system(folder)
    return {
        "processor": processor(),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "file_system": kind,
        "disk": device,
        "system": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "load_before": os.getloadavg()[0],
        "versions": versions,
    }


def processor():
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def file_system(folder):
    """Kind of the file system that the folder is on, and its device."""
    out = subprocess.run(["df", "--output=fstype,source", folder], capture_output=True, text=True, check=True).stdout
    kind, device = out.splitlines()[-1].split(None, 1)
    return kind, Path(device).name
