"""How a function's process ends with its host, and before it."""

import os
import signal
import threading


def die_with_the_host():
    """The fourth file is a pipe that the host holds open for as long as it lives."""
    os.set_inheritable(3, False)
    threading.Thread(target=wait, daemon=True).start()


def wait():
    try:
        while os.read(3, 1):
            pass
    except OSError:
        pass
    os.kill(os.getpid(), signal.SIGKILL)


def volunteer_for_the_oom_killer():
    """A machine that runs out of memory must take functions before it takes the host (Linux)."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        pass  # Elsewhere there is no such file, and nothing to be done.
