#!/usr/bin/env bash
# Runs a MariaDB on port $1 in a folder of its own, with a certificate of its own in the file $2 and the options after that, says "ready", and ends it
# when standard input ends. Lines of that may say "kill", the server ends as when the power goes, and "start", it runs again and does what it does then.
set -euo pipefail
port=$1
certificate=$2
shift 2
options=("$@")
folder=$(mktemp -d)
user=$(id -un)
mariadb-install-db --no-defaults --datadir="$folder/data" --user="$user" --auth-root-authentication-method=normal --skip-test-db > /dev/null 2>&1
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 -keyout "$folder/key.pem" -out "$certificate" 2> /dev/null
cat > "$folder/init.sql" << 'SQL'
create user if not exists tests@'127.0.0.1' identified by '';
grant all on *.* to tests@'127.0.0.1' with grant option;
SQL
start() {
  /usr/sbin/mariadbd --no-defaults --datadir="$folder/data" --user="$user" --port="$port" --bind-address=127.0.0.1 --socket="$folder/socket" \
    --pid-file="$folder/pid" --skip-name-resolve --init-file="$folder/init.sql" --ssl-key="$folder/key.pem" --ssl-cert="$certificate" --log-error="$folder/log" \
    "${options[@]}" > /dev/null 2>&1 &
  server=$!
  until mariadb --no-defaults --protocol=tcp -h 127.0.0.1 -P "$port" -u tests -e 'select 1' > /dev/null 2>&1; do
    kill -0 $server
    sleep 0.2
  done
  echo ready
}
end() {
  kill -9 $server
  wait $server 2> /dev/null || true
}
start
while read -r word; do
  case $word in
    kill) end && echo killed ;;
    start) start ;;
  esac
done
end 2> /dev/null || true
rm -rf "$folder"
