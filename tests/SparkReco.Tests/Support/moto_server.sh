#!/usr/bin/env bash
# Runs moto on port $1 with the search path $2, says "ready", and ends it when standard input ends.
set -euo pipefail
port=$1
export PYTHONPATH=$2 PYTHONDONTWRITEBYTECODE=1
python3 -m moto.server -H 127.0.0.1 -p "$port" > /dev/null 2>&1 < /dev/null &
server=$!
trap 'kill $server 2> /dev/null || true' EXIT
until (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do
  kill -0 $server
  sleep 0.2
done
echo ready
cat > /dev/null || true
