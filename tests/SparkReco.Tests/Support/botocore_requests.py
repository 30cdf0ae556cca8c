"""Prints the requests that botocore makes of calls: a line of JSON for each line {service, operation, params} of the argument."""
import datetime
import json
import sys

import boto3
import botocore.auth

NOW = datetime.datetime(2026, 11, 30, 1, 2, 3)
for name in ("get_current_datetime",):
    if hasattr(botocore.auth, name):
        setattr(botocore.auth, name, lambda *a, **k: NOW)


class Stop(Exception):
    pass


def keep(request, **_):
    text = lambda value: value.decode() if isinstance(value, bytes) else value
    seen.update(
        method=request.method,
        url=request.url,
        headers={name: text(value) for name, value in request.headers.items()},
        body=text(request.body),
    )
    raise Stop


for line in sys.argv[1].splitlines():
    call = json.loads(line)
    client = boto3.client(
        call["service"],
        region_name="eu-west-1",
        aws_access_key_id="AKIDEXAMPLE",
        aws_secret_access_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
        aws_session_token="TOKEN/x==",
    )
    seen = {}
    client.meta.events.register("before-send.*", keep)
    try:
        getattr(client, call["operation"])(**call["params"])
    except Stop:
        pass
    print(json.dumps(seen))
