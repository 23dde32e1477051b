"""The client of the Lambda Runtime API (version 2018-06-01). Each request has a connection of its own."""

import os
from http.client import HTTPConnection

HOST, _, PREFIX = os.environ["AWS_LAMBDA_RUNTIME_API"].partition("/")


def get(path, headers):
    status, answered, body = call("GET", path, None, headers)
    if status != 200:
        raise RuntimeError(body.decode())
    return answered, body


def post(path, body, headers={}):
    """Whatever the answer is, there is nothing that could be done about it."""
    described = {name: value.encode("ascii", "replace")[:256] for name, value in headers.items()}
    call("POST", path, body, {"Content-Type": "application/json", **described})


def call(method, path, body, headers):
    connection = HTTPConnection(HOST)
    try:
        connection.request(method, f"/{PREFIX}/2018-06-01/runtime/{path}", body, headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()
