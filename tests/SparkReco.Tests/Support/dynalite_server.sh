#!/usr/bin/env bash
# Runs dynalite of NODE_PATH on port $1, says "ready", and ends it when standard input ends.
set -euo pipefail
exec node -e '
  require("dynalite")({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 }).listen(Number(process.argv[1]), "127.0.0.1", () => console.log("ready"));
  process.stdin.resume().on("end", () => process.exit());
' "$1"
