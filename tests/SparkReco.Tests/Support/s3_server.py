#!/usr/bin/python3
"""s3_server FOLDER PORT [ACCESS SECRET]: a real S3 server (Ceph radosgw, one monitor, one in-memory OSD) on 127.0.0.1:PORT.

Prints `ready` once an object was written; ends with all its daemons on SIGTERM or when standard input closes.
FOLDER must be new, empty or from an earlier run; it is emptied first and holds everything: ceph.conf, data, logs.
Needs, on Debian 12: apt-get install --no-install-recommends radosgw ceph-mon ceph-osd ceph-common
"""
import base64, email.utils, hmac, http.client
import os, shutil, signal, socket, subprocess, sys, threading, time, uuid

folder, port = os.path.abspath(sys.argv[1]), int(sys.argv[2])
access, secret = sys.argv[3:5] if len(sys.argv) > 4 else ("test", "testsecret")
conf, fsid = f"{folder}/ceph.conf", str(uuid.uuid4())
if os.path.isdir(folder) and os.listdir(folder) and not os.path.exists(conf):
    sys.exit(f"{folder} holds other things")
with socket.socket() as s, socket.socket() as t:
    s.bind(("127.0.0.1", 0))
    monitor = s.getsockname()[1]
    t.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    t.bind(("127.0.0.1", port))  # fails here if the port is taken
shutil.rmtree(folder, ignore_errors=True)
for name in ("mon", "osd", "rgw"):
    os.makedirs(f"{folder}/{name}")

# ms_mon_client_mode: radosgw's default, secure, never connects without cephx. tcp_nodelay: without it each answer takes 44 ms.
settings = f"""
fsid={fsid} mon_host=[v2:127.0.0.1:{monitor}] public_addr=127.0.0.1 cluster_addr=127.0.0.1 ms_mon_client_mode=crc
auth_cluster_required=none auth_service_required=none auth_client_required=none
run_dir={folder} crash_dir={folder} admin_socket= log_file={folder}/$name.log mon_cluster_log_file={folder}/cluster.log
mon_data={folder}/mon osd_data={folder}/osd rgw_data={folder}/rgw mon_data_avail_warn=1 mon_data_avail_crit=0
mon_tick_interval=1 objecter_tick_interval=0.5 paxos_propose_interval=0.02 paxos_min_wait=0.01
mon_allow_pool_size_one=true mon_max_pg_per_osd=1000 osd_pool_default_size=1 osd_pool_default_min_size=1 osd_pool_default_pg_num=4 osd_pool_default_pg_autoscale_mode=off
osd_crush_chooseleaf_type=0 osd_crush_update_on_start=false osd_objectstore=memstore memstore_device_bytes=4294967296
rgw_enable_apis=s3 rgw_multipart_min_part_size=1 rgw_thread_pool_size=32 rgw_rados_pool_pg_num_min=4 rgw_override_bucket_index_max_shards=1
rgw_dynamic_resharding=false rgw_run_sync_thread=false rgw_gc_obj_min_wait=60 rgw_gc_processor_period=60
""".split()
with open(conf, "w") as f:
    f.write("\n".join(["[global]", *settings, f"rgw_frontends=beast endpoint=127.0.0.1:{port} tcp_nodelay=1", ""]))
daemons, stopping = [], threading.RLock()


def stop(error=None):
    stopping.acquire()  # never released: only the first thread to come here ends the process
    if error:
        print(f"{error}, see the logs in {folder}", file=sys.stderr, flush=True)
    for p in reversed(daemons):
        try:
            os.kill(p.pid, signal.SIGKILL)
            os.waitpid(p.pid, 0)  # not p.wait(): a signal may come inside p.poll(), which holds a lock
        except OSError:
            pass  # it has ended already
    os._exit(1 if error else 0)


def run(*command, daemon=False):
    with open(f"{folder}/output.log", "ab") as log:  # setpriv: no child outlives this process, however that ends
        p = subprocess.Popen(["setpriv", "--pdeathsig", "KILL", *command, "-c", conf], stdin=subprocess.DEVNULL,
                             stdout=log, stderr=log, start_new_session=True)
    if daemon:
        daemons.append(p)
    elif p.wait(60):
        stop(f"{command[0]} failed")


def put(path, body=b""):
    date = email.utils.formatdate(usegmt=True)
    mac = base64.b64encode(hmac.digest(secret.encode(), f"PUT\n\n\n{date}\n{path}".encode(), "sha1")).decode()
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    c.request("PUT", path, body, {"Date": date, "Authorization": f"AWS {access}:{mac}"})
    return c.getresponse().status == 200


def stop_when_closed():
    while os.read(0, 4096):
        pass
    stop()


for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
    signal.signal(number, lambda *_: stop())
threading.Thread(target=stop_when_closed, daemon=True).start()
start = time.time()
run("osdmaptool", "--createsimple", "1", f"{folder}/osdmap")
run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", f"[v2:127.0.0.1:{monitor}]", f"{folder}/monmap")
run("ceph-mon", "-i", "a", "--mkfs", "--monmap", f"{folder}/monmap", "--osdmap", f"{folder}/osdmap")
run("ceph-mon", "-i", "a", "-f", daemon=True)
run("ceph-osd", "-i", "0", "--mkfs")
run("ceph-osd", "-i", "0", "-f", daemon=True)
run("radosgw-admin", "user", "create", "--uid=test", "--display-name=test", f"--access-key={access}", f"--secret={secret}")
run("radosgw", "-n", "client.rgw", "-f", daemon=True)
ready = False
while all(p.poll() is None for p in daemons) and (ready or time.time() - start < 120):
    try:
        if not ready and put("/ready") and put("/ready/ready", b"ready"):
            ready = True
            print("ready", flush=True)
    except (OSError, http.client.HTTPException):
        pass
    time.sleep(0.5 if ready else 0.05)
stop("a daemon ended or none answers")
