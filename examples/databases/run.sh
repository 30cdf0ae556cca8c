#!/usr/bin/env bash
# Starts a PostgreSQL and a MariaDB of its own, loads the demo's company into them, runs SparkReco from them and publishes to them; see README.md.
# Needs the packages postgresql and mariadb-server. Where they are, how to ask them and how to stop them is said at the end.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
sparkreco=${SPARKRECO:-sparkreco}
folder=${1:-$here/work}
export SHOP_PASSWORD=${SHOP_PASSWORD:-$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

say() { echo "run.sh: $*" >&2; }
[ ! -e "$folder/postgresql" ] && [ ! -e "$folder/mariadb" ] || { say "$folder has databases already: stop them with '$folder/stop.sh', and delete it"; exit 2; }
for program in psql mariadbd mariadb; do
  PATH=$PATH:/usr/sbin command -v $program > /dev/null || { say "there is no $program: apt-get install postgresql mariadb-server"; exit 2; }
done

command -v "$sparkreco" > /dev/null || { say "there is no $sparkreco: put it on the path, or name it in SPARKRECO"; exit 2; }
for port in 15432 13306; do
  if (exec 3<> /dev/tcp/127.0.0.1/$port) 2> /dev/null; then
    say "something listens on port $port already: stop it, or write another port here and in sparkreco.json"
    exit 2
  fi
done

trap 'code=$?; [ $code = 0 ] || say "it ended with $code: $folder/postgresql/log and $folder/mariadb/log may say why; stop what runs with $folder/stop.sh, and delete $folder"' EXIT
say "starting PostgreSQL on port 15432 and MariaDB on port 13306"
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -n 1)
as=()
(umask 077 && echo "$SHOP_PASSWORD" > "$folder/password")
if [ "$(id -u)" = 0 ]; then
  # PostgreSQL refuses to run as root.
  mkdir "$folder/postgresql" && chown postgres "$folder/postgresql" "$folder/password" && chmod o+x "$folder"
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
(cd / && "${as[@]}" "$bin/initdb" -D "$folder/postgresql" -U sparkreco -A scram-sha-256 --pwfile="$folder/password" -E UTF8 --locale=C.UTF-8 > /dev/null)
(cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/postgresql" -l "$folder/postgresql/log" -w -o "-p 15432 -k $folder/postgresql -c listen_addresses=127.0.0.1" start > /dev/null)
mariadb-install-db --no-defaults --datadir="$folder/mariadb" --user="$(id -un)" --skip-test-db > /dev/null 2>&1
cat > "$folder/mariadb-init.sql" << SQL
create database activity character set utf8mb4;
create user sparkreco@'127.0.0.1' identified by '$SHOP_PASSWORD';
grant all on activity.* to sparkreco@'127.0.0.1';
SQL
chmod 600 "$folder/mariadb-init.sql"
nohup /usr/sbin/mariadbd --no-defaults --datadir="$folder/mariadb" --user="$(id -un)" --port=13306 --bind-address=127.0.0.1 --skip-name-resolve \
  --socket="$folder/mariadb/socket" --pid-file="$folder/mariadb/pid" --init-file="$folder/mariadb-init.sql" --log-error="$folder/mariadb/log" > /dev/null 2>&1 &
cat > "$folder/stop.sh" << STOP
#!/usr/bin/env bash
cd / && ${as[*]} "$bin/pg_ctl" -D "$folder/postgresql" -m fast stop
kill \$(cat "$folder/mariadb/pid")
STOP
chmod +x "$folder/stop.sh"
shop() { PGPASSWORD=$SHOP_PASSWORD psql -q -v ON_ERROR_STOP=1 -h 127.0.0.1 -p 15432 -U sparkreco "$@"; }
activity() { MYSQL_PWD=$SHOP_PASSWORD mariadb --no-defaults --local-infile=1 --protocol=tcp -h 127.0.0.1 -P 13306 -u sparkreco activity "$@"; }
until activity -e 'select 1' > /dev/null 2>&1; do sleep 0.2; done
rm "$folder/mariadb-init.sql" "$folder/password"

say "loading the demo's company"
"$sparkreco" demo --folder "$folder/demo" > "$folder/demo.txt" 2> /dev/null
shop -d postgres -c 'create database shop'
shop -d shop -f "$here/shop.sql"
shop -d shop -c "\\copy member_lines from '$folder/demo/raw/users.jsonl' (format csv, delimiter e'\\x02', quote e'\\x01')"
# One row was cut off on its way into the file.
grep -v 'Unfinished Row' "$folder/demo/raw/items.csv" | shop -d shop -c '\copy catalogue from pstdin csv header'
shop -d shop -f "$here/shop-members.sql"
activity < "$here/activity.sql"
zcat -f "$folder"/demo/raw/events/* > "$folder/events.jsonl"
activity -e "$(sed "s#events.jsonl#$folder/events.jsonl#" "$here/activity-load.sql")"
rm "$folder/events.jsonl"
say "running SparkReco"
cp "$here/sparkreco.json" "$folder/"
"$sparkreco" run --config "$folder/sparkreco.json"
say "the list of a user, as an application asks for it:"
shop -d shop -c "select \"rank\", title, content_type, reason from sparkreco.user_lists where user_id = 'u00002' and \"system\" = 'baseline' order by \"rank\" limit 5"
say "both systems side by side, in MariaDB:"
activity --table -e 'select `rank`, baseline_title, personalize_title from sparkreco_user_lists_side_by_side where user_id = "u00002" order by `rank` limit 5'
say "the databases run on: PostgreSQL on port 15432, MariaDB on port 13306, user sparkreco, password $SHOP_PASSWORD; stop them with $folder/stop.sh"
