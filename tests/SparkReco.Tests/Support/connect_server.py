"""A driver with a Spark Connect server, until it is killed. A file named ready tells that it answers; with one named expire it forgets the session
that stands in there, as a user and an id."""
import os
import time

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession


def forget(user, session):
    if spark.version.startswith("3."):
        service.invalidateSession(user, session)
        return
    key = getattr(spark.sparkContext._jvm.org.apache.spark.sql.connect.service, "SessionKey")(user, session)
    try:
        service.sessionManager().closeSession(key, False)
    except Py4JJavaError:
        pass  # Where this Spark lacks a library that a session closes, the session is forgotten all the same.


spark = SparkSession.builder.getOrCreate()
service = getattr(getattr(spark.sparkContext._jvm.org.apache.spark.sql.connect.service, "SparkConnectService$"), "MODULE$")
service.start(spark.sparkContext._jsc.sc())
open("ready", "w").close()
jvm = os.getppid()
while os.getppid() == jvm:
    if os.path.exists("expire"):
        with open("expire") as order:
            forget(*order.read().split())
        os.remove("expire")
    time.sleep(0.05)
