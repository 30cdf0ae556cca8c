"""Prints the requests that botocore makes of calls: a line of JSON for each line {service, operation, params} of the argument."""
import datetime
import json
import sys

import botocore.auth
import botocore.session


class Then(datetime.datetime):
    """The time of all signatures."""

    @classmethod
    def utcnow(cls):
        return cls(2026, 11, 30, 1, 2, 3)


# Versions ask for the time in different ways.
if hasattr(botocore.auth, "get_current_datetime"):
    botocore.auth.get_current_datetime = lambda *_, **__: Then.utcnow()
else:
    botocore.auth.datetime.datetime = Then


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
    client = botocore.session.get_session().create_client(
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
