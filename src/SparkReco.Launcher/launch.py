#!/usr/bin/env python3
"""The entry point that spark-submit runs: the driver's session with a Spark Connect server, and the program of the archive beside it.

    spark-submit --conf spark.plugins=org.apache.spark.sql.connect.SparkConnectPlugin --conf spark.connect.grpc.binding.port=0 \\
        --archives app.tar.gz#app launch.py ARGUMENTS_OF_THE_PROGRAM

The program finds the server in SPARK_REMOTE (on Spark 4 with a token in SPARK_CONNECT_AUTHENTICATE_TOKEN) and the command by which executors
start the same program in SPARKRECO_ENGINE__SPARK__READER. It gets the signals that come here, and its exit code is the exit code of the driver.
"""
import codecs
import ctypes
import os
import secrets
import signal
import subprocess
import sys
import threading
import time

PROGRAM = "app/SparkReco.Cli"

# Spark runs the command of a script transformation in the folder below which it unpacked the archives of the executor, whose path differs from
# executor to executor. So the relative path is right on all of them.
READER = "./" + PROGRAM

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE_SECONDS = 10
STOP_SECONDS = 30
FAILED = 1


class Launcher:
    def __init__(self):
        self.child = None
        self.context = None
        self.kill_at = None
        self.lost = threading.Event()

    def run(self, arguments):
        self.take_signals()
        session = None
        try:
            session, token = start_session()
            self.context = session.sparkContext
            self.take_signals()  # PySpark has put its own handler for SIGINT in place.
            program = find_program(self.context)
            port = self.start_server()
            quieten(self.context._jvm)
            return self.run_program([program] + arguments, environment(port, token))
        except Failure as failure:
            self.say("launch.py: %s\n" % failure)
            return FAILED
        except SystemExit as stopped:
            return stopped.code
        finally:
            for number in SIGNALS:
                signal.signal(number, signal.SIG_IGN)
            if session is not None:
                within(STOP_SECONDS, session.stop)

    def take_signals(self):
        for number in SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, self.on_signal)

    def on_signal(self, number, frame):
        if self.child is None:
            raise SystemExit(128 + number)
        self.send(number)

    def send(self, number):
        """Sends a signal to the program; from the first one on it has some seconds to end."""
        self.kill_at = self.kill_at or time.monotonic() + GRACE_SECONDS
        try:
            os.killpg(self.child.pid, number)
        except ProcessLookupError:
            pass

    def start_server(self):
        """The port of the Connect server, which the plugin has started with the context."""
        jvm = self.context._jvm
        try:
            service = getattr(getattr(jvm.org.apache.spark.sql.connect.service, "SparkConnectService$"), "MODULE$")
            port = service.server().getPort()
        except Exception:
            raise Failure("no Spark Connect server in this driver: spark.plugins has to name "
                          "org.apache.spark.sql.connect.SparkConnectPlugin, and its jar has to be there") from None
        if spark_version() >= 4:
            return port
        try:
            return listen_on_loopback(jvm, service)
        except Exception as error:
            self.say("launch.py: port %d of Spark Connect is open on all interfaces, without a token (%s)\n" % (port, type(error).__name__))
            return port

    def run_program(self, command, variables):
        self.child = subprocess.Popen(command, env=variables, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                      start_new_session=True, preexec_fn=die_with_parent)
        messages = threading.Thread(target=self.pass_messages, daemon=True)
        messages.start()
        threading.Thread(target=self.watch_driver, args=(os.getppid(),), daemon=True).start()
        code = self.wait()
        messages.join(STOP_SECONDS)
        return FAILED if self.lost.is_set() else code

    def wait(self):
        told = False
        while True:
            try:
                code = self.child.wait(0.1)
                return code if code >= 0 else 128 - code
            except subprocess.TimeoutExpired:
                pass
            if self.lost.is_set() and not told:
                told = True
                self.say("launch.py: the Spark driver has stopped: its application was killed or has failed, for which Spark's log gives the reason; "
                         "the program is ended. The same command goes on where it was\n")
                self.send(signal.SIGTERM)
            if self.kill_at is not None and time.monotonic() > self.kill_at:
                self.send(signal.SIGKILL)

    def watch_driver(self, parent):
        """Runs beside the wait, since a call into a JVM that hangs does not return."""
        while os.getppid() == parent and not stopped(self.context):
            time.sleep(0.5)
        self.lost.set()

    def pass_messages(self):
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        for chunk in iter(lambda: os.read(self.child.stderr.fileno(), 1 << 16), b""):
            self.say(decoder.decode(chunk))

    def say(self, text):
        """spark-submit turns both streams of Python into its standard output: only the JVM itself can write to its standard error."""
        try:
            stream = self.context._jvm.java.lang.System.err
            getattr(stream, "print")(text)
            stream.flush()
        except Exception:
            try:
                sys.stderr.write(text)
                sys.stderr.flush()
            except OSError:
                pass  # The JVM, which read it, is gone.


class Failure(Exception):
    """What keeps the program from being started."""


def spark_version():
    import pyspark
    return int(pyspark.__version__.split(".")[0])


def start_session():
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise Failure("PySpark is missing: this script is started by spark-submit") from None
    builder = SparkSession.builder
    token = None
    if spark_version() >= 4:
        token = secrets.token_hex(32)
        builder = builder.config("spark.connect.authenticate.token", token).config("spark.connect.grpc.binding.address", "127.0.0.1")
        builder = builder.config("spark.sql.artifact.isolation.enabled", "false")  # Else a session's executors work in a folder without ./app.
    try:
        return builder.getOrCreate(), token
    except KeyboardInterrupt:
        raise SystemExit(128 + signal.SIGINT) from None


def quieten(jvm):
    """Messages that come with every run and mean nothing in it: the program tells errors of its statements itself."""
    try:
        log4j = jvm.org.apache.logging.log4j
        for name in "sql.execution.window.WindowExec", "sql.connect.utils.ErrorUtils":
            log4j.core.config.Configurator.setLevel("org.apache.spark." + name, log4j.Level.OFF)
    except Exception:
        pass  # A driver that logs in another way says more than it need.


def find_program(context):
    """Spark unpacks the archive below its folder of files, but YARN in the working directory, and in client mode nowhere on the driver."""
    from pyspark import SparkFiles
    settings = context.getConf()
    folder = SparkFiles.getRootDirectory()
    archives = settings.get("spark.yarn.dist.archives", "").split(",")
    archive = next((archive for archive in archives if archive.endswith("#app")), None)
    if archive is not None:
        if settings.get("spark.submit.deployMode", "client") == "cluster":
            folder = os.getcwd()
        else:
            context.addArchive(archive)
    program = os.path.join(folder, PROGRAM)
    if not os.path.isfile(program):
        raise Failure("there is no %s: --archives has to name the archive of the program as ARCHIVE#app" % program)
    os.chmod(program, 0o755)
    return program


def listen_on_loopback(jvm, service):
    """Spark 3.5 listens on all interfaces, has no setting for the address and no token: the same server takes its place on loopback alone."""
    connect = jvm.org.apache.spark.sql.connect.service
    builder = jvm.org.sparkproject.connect.grpc.netty.NettyServerBuilder.forAddress(jvm.java.net.InetSocketAddress("127.0.0.1", 0))
    builder.maxInboundMessageSize(128 << 20)
    builder.addService(connect.SparkConnectService(False))
    connect.SparkConnectInterceptorRegistry.chainInterceptors(builder)
    server = builder.build().start()
    service.server().shutdownNow()
    getattr(service, "server_$eq")(server)
    return server.getPort()


def environment(port, token):
    variables = dict(os.environ, SPARK_REMOTE="sc://127.0.0.1:%d" % port, SPARKRECO_ENGINE__SPARK__READER=READER)
    for name in ("PYSPARK_GATEWAY_PORT", "PYSPARK_GATEWAY_SECRET", "PYTHONPATH"):
        variables.pop(name, None)
    if token is not None:
        variables["SPARK_CONNECT_AUTHENTICATE_TOKEN"] = token
    return variables


def die_with_parent():
    """Linux sends the child this signal when its parent is gone, however it went."""
    PR_SET_PDEATHSIG = 1
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def stopped(context):
    try:
        return context._jsc.sc().isStopped()
    except Exception:
        return True


def within(seconds, action):
    thread = threading.Thread(target=action, daemon=True)
    thread.start()
    thread.join(seconds)


if __name__ == "__main__":
    code = Launcher().run(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # Threads that wait for a JVM that hangs would hold up a plain exit.
