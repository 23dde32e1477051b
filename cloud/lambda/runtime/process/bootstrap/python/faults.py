"""Errors in the form and with the texts of Lambda's Python runtime (its interface client, and recorded on AWS)."""

import json
import os
import sys
import traceback

HERE = os.path.dirname(os.path.abspath(__file__))


class Fault(Exception):
    """What the runtime itself has to say: no stack, but perhaps a place in the function's text."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind, self.message, self.trace = kind, message, list(trace)


def of(exception, request_id=""):
    """What a function has raised, without the frames that led to it."""
    frames = traceback.extract_tb(exception.__traceback__)
    while frames and os.path.dirname(frames[0].filename) == HERE:
        frames.pop(0)
    # As tuples they are shown without the marks below a line that newer versions of Python draw.
    lines = traceback.format_list([(one.filename, one.lineno, one.name, one.line) for one in frames])
    return described(str(exception), type(exception).__name__, lines, request_id)


def described(message, kind, trace, request_id=""):
    lines = [on_lambda(line) for line in trace]
    return {"errorMessage": on_lambda(message), "errorType": kind, "requestId": request_id, "stackTrace": lines}


def to_json(error):
    return json.dumps(error, ensure_ascii=False).encode()


def on_lambda(text):
    """Names the places of this machine as they are named on Lambda, so that traces tell nothing else apart."""
    env = os.environ
    places = {env["LAMBDA_TASK_ROOT"]: "/var/task", env["CHAOSLAB_OPT"]: "/opt", HERE: "/var/runtime", sys.base_prefix: "/var/lang"}
    for here, there in places.items():
        text = text.replace(here, there)
    return text
