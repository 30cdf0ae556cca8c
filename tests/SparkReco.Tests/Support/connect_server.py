"""A driver with a Spark Connect server, until it is killed. A file named ready tells that it answers; with one named expire it forgets all sessions."""
import os
import time

from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
service = getattr(getattr(spark.sparkContext._jvm.org.apache.spark.sql.connect.service, "SparkConnectService$"), "MODULE$")
service.start(spark.sparkContext._jsc.sc())
open("ready", "w").close()
jvm = os.getppid()
while os.getppid() == jvm:
    if os.path.exists("expire"):
        (service if spark.version.startswith("3.") else service.sessionManager()).invalidateAllSessions()
        os.remove("expire")
    time.sleep(0.05)
