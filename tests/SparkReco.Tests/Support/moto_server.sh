#!/usr/bin/env bash
# Runs moto on port $1 with the search path $2, says "ready", and ends it when standard input ends. Moto writes the items of a transaction one
# after the other and mixes those of two at once: here each write has the tables for itself, as with the service.
set -euo pipefail
port=$1
export PYTHONPATH=$2 PYTHONDONTWRITEBYTECODE=1
python3 - -H 127.0.0.1 -p "$port" > /dev/null 2>&1 << 'PYTHON' &
import threading

from moto import server
from moto.dynamodb.models import DynamoDBBackend

one_at_a_time = threading.RLock()


def isolated(write):
    def write_alone(*arguments, **named):
        with one_at_a_time:
            return write(*arguments, **named)

    return write_alone


for name in ("put_item", "update_item", "delete_item", "transact_write_items"):
    setattr(DynamoDBBackend, name, isolated(getattr(DynamoDBBackend, name)))
server.main()
PYTHON
server=$!
trap 'kill $server 2> /dev/null || true' EXIT
until (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do
  kill -0 $server
  sleep 0.2
done
echo ready
cat > /dev/null || true
