"""Executors start the program by the launcher's command: prints the lines that it wrote."""
import sys

from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
for (line,) in spark.sql(f"select transform(id) using '{sys.argv[1]} read' as (line string) from range(0, 8, 1, 8)").collect():
    print(line)
