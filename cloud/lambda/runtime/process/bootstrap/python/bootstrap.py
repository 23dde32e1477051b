"""
The program of a Python function's process, in the place of /var/runtime: it loads the handler and then asks the Runtime
API for one event after another, as Lambda's Python runtime does. It needs nothing but Python's own library.

    load -> next -> handler -> response or error -> next -> ...
      `-> init error -> exit
"""

import json
import os
import sys

import faults
import handlers
import output
from context import LambdaContext
from lifeline import die_with_the_host, volunteer_for_the_oom_killer
from runtime_api import get, post


def main():
    die_with_the_host()
    volunteer_for_the_oom_killer()
    output.install()
    find_modules(os.environ["LAMBDA_TASK_ROOT"])
    handler = load()
    mark = 0
    while True:
        mark += 1
        output.flush(mark)
        headers, event = get("invocation/next", {"chaoslab-output-mark": str(mark)})
        os.environ["_X_AMZN_TRACE_ID"] = headers["Lambda-Runtime-Trace-Id"]
        run(handler, headers, event)


def find_modules(root):
    """The package first, then the layers, then what Python itself brings; this folder last."""
    here = sys.path.pop(0)
    layers = os.path.join(os.environ["CHAOSLAB_OPT"], "python")
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    sys.path[:0] = [root, os.path.join(layers, "lib", version, "site-packages"), layers]
    sys.path.append(here)


def load():
    try:
        return handlers.load(os.environ["_HANDLER"])
    except faults.Fault as fault:
        error = faults.described(fault.message, fault.kind, fault.trace)
    except Exception as exception:
        error = faults.of(exception)
    output.log_error(error)
    output.flush()
    post("init/error", faults.to_json(error), {"Lambda-Runtime-Function-Error-Type": error["errorType"]})
    sys.exit(1)


def run(handler, headers, event):
    request_id = headers["Lambda-Runtime-Aws-Request-Id"]
    output.begin(request_id)
    try:
        body = marshalled(handler(unmarshalled(event), LambdaContext(headers)))
    except faults.Fault as fault:
        error = faults.described(fault.message, fault.kind, fault.trace, request_id)
    except Exception as exception:
        error = faults.of(exception, request_id)
    else:
        post(f"invocation/{request_id}/response", body)
        return
    output.log_error(error)
    kind = {"Lambda-Runtime-Function-Error-Type": error["errorType"]}
    post(f"invocation/{request_id}/error", faults.to_json(error), kind)


def unmarshalled(event):
    try:
        return json.loads(event)
    except Exception as error:
        raise faults.Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None


def marshalled(result):
    try:
        return json.dumps(result, ensure_ascii=False).encode()
    except Exception as error:
        raise faults.Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None


main()
