"""
What a Python function writes. Messages of `logging` go to the host as frames (see ../console.mjs), so that one of
several lines stays one entry of the log; what is printed stays as it is.

    [INFO] 2026-01-01T00:00:00.123Z <request id> hello            (tabs between)
"""

import json
import logging
import os
import sys
import time

from faults import on_lambda

request_id = ""


def install():
    handler = LambdaHandler()
    handler.setFormatter(LambdaFormatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"))
    logging.getLogger().addHandler(handler)


def begin(of):
    global request_id
    request_id = of


def log_error(error):
    """The entry that Lambda's Python runtime writes about an error; it indents with spaces that do not break."""
    lines = [f"[ERROR] {error['errorType']}: {error['errorMessage']}", "Traceback (most recent call last):"]
    for element in error["stackTrace"]:
        lines += [indented(line) for line in element.splitlines()]
    frame(1, {"text": "\n".join(lines)})


def indented(line):
    text = line.lstrip(" ")
    return "\u00a0" * (len(line) - len(text)) + text


def flush(mark=None):
    """Everything has left that was written so far; a mark tells the host that it has."""
    sys.stdout.flush()
    sys.stderr.flush()
    for descriptor in (1, 2):
        frame(descriptor, {} if mark is None else {"mark": mark})


def frame(descriptor, content):
    if descriptor == 1:
        sys.stdout.flush()
    data = f"\x1e{json.dumps(content)}\n".encode()
    try:
        while data:
            data = data[os.write(descriptor, data) :]
    except OSError:
        pass  # A handler may have closed its output: then nobody hears it.


class LambdaHandler(logging.Handler):
    def emit(self, record):
        record.aws_request_id = request_id
        frame(1, {"text": on_lambda(self.format(record))[:262_144]})


class LambdaFormatter(logging.Formatter):
    converter = time.gmtime
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = None
