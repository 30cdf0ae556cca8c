"""A driver with a Spark Connect server, until it is killed. A file named ready tells that it answers; with one named expire it forgets all sessions."""
import os
import time

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession


def forget_sessions():
    if spark.version.startswith("3."):
        service.invalidateAllSessions()
        return
    while True:
        try:
            service.sessionManager().invalidateAllSessions()
            return
        except Py4JJavaError:
            pass  # Where this Spark lacks a library that a session closes, the session is forgotten all the same, and the next one is tried.


spark = SparkSession.builder.getOrCreate()
service = getattr(getattr(spark.sparkContext._jvm.org.apache.spark.sql.connect.service, "SparkConnectService$"), "MODULE$")
service.start(spark.sparkContext._jsc.sc())
open("ready", "w").close()
jvm = os.getppid()
while os.getppid() == jvm:
    if os.path.exists("expire"):
        forget_sessions()
        os.remove("expire")
    time.sleep(0.05)
