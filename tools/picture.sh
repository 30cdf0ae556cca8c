#!/bin/sh
# Makes docs/report.png, the first screen of the demo's report, with a headless Chromium and pngquant.
#   tools/picture.sh [FOLDER of a demo that ran; without one it runs]
set -eu
cd "$(dirname "$0")/.."
made=
trap 'rm -rf "$made"' EXIT
made=$(mktemp -d)
demo=${1:-}
if [ -z "$demo" ]; then
  demo=$made/demo
  dotnet run --project src/SparkReco.Cli -c Release -- demo --folder "$demo" > /dev/null
fi
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) \
  || { echo "picture.sh: install chromium, which draws the page" >&2; exit 1; }
"$browser" --headless --no-sandbox --hide-scrollbars --window-size=1160,850 \
  --user-data-dir="$made/profile" --screenshot="$made/report.png" "file://$(realpath "$demo")/lake/runs/demo/report.html" 2> /dev/null
pngquant --force --output docs/report.png 128 "$made/report.png" || { echo "picture.sh: install pngquant, which makes the file small" >&2; exit 1; }
