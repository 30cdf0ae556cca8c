#!/usr/bin/env bash
# Runs a PostgreSQL on port $1 in a folder of its own, with a certificate of its own in the file $2, says "ready", and ends it when standard input ends.
# Lines of that may say "kill", the server ends as when the power goes, and "start", it runs again and does what it does then.
set -euo pipefail
port=$1
bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
folder=$(mktemp -d)
as=()
# It refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  chown postgres "$folder"
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
cd "$folder"
"${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 > /dev/null
printf 'host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\nlocal all postgres trust\n' > "$folder/data/pg_hba.conf"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out "$2" 2> /dev/null
chmod 600 key.pem
chmod 644 "$2"
[ "$(id -u)" != 0 ] || chown postgres key.pem
options="-p $port -k $folder -c listen_addresses=127.0.0.1 -c ssl=on -c ssl_key_file=$folder/key.pem -c ssl_cert_file=$2"
start() {
  "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 600 -o "$options" start > /dev/null
  echo ready
}
start
while read -r word; do
  case $word in
    kill) "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop > /dev/null && echo killed ;;
    start) start ;;
  esac
done
"${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate stop > /dev/null || true
rm -rf "$folder"
