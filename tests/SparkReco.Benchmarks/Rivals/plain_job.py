"""The first three stages of examples/oulad as somebody would write them in PySpark: users, items, interactions and engagement.

    spark-submit plain_job.py DATA OUT
"""
import sys
import time

from pyspark.sql import SparkSession, Window, functions as f

RUN_DATE = "2015-03-01"
LOOKBACK_DAYS, HALF_LIFE_DAYS, MOST_PER_ITEM_DAY, MOST_PER_DAY = 180, 30, 60, 300


def main(data, out):
    spark = SparkSession.builder.getOrCreate()
    started = time.monotonic()

    events = spark.read.parquet(data + "/studentVle_ds").select(
        f.col("id_student").cast("bigint").cast("string").alias("user_id"),
        f.col("id_site").cast("bigint").cast("string").alias("item_id"),
        f.lit("click").alias("event_type"),
        f.date_add(
            f.when(f.col("code_presentation") == "2013B", f.lit("2013-02-01")).when(f.col("code_presentation") == "2013J", f.lit("2013-10-01"))
            .when(f.col("code_presentation") == "2014B", f.lit("2014-02-01")).otherwise(f.lit("2014-10-01")).cast("date"),
            f.col("date").cast("int")).alias("event_date"),
        f.col("sum_click").cast("bigint").alias("event_count"))

    users = spark.read.parquet(data + "/studentInfo.parquet").select(
        f.col("id_student").cast("bigint").cast("string").alias("user_id"), f.col("region").alias("country")).dropDuplicates(["user_id"])
    last = events.where(f.col("event_date") < RUN_DATE).groupBy("user_id").agg(f.max("event_date").alias("last_active_on"))
    users.join(last, "user_id", "left").withColumn("is_eligible", f.datediff(f.lit(RUN_DATE), "last_active_on") <= 30).write.mode("overwrite").parquet(out + "/users")
    users = spark.read.parquet(out + "/users")

    items = spark.read.parquet(data + "/vle.parquet").select(
        f.col("id_site").cast("bigint").cast("string").alias("item_id"),
        f.when(f.col("activity_type") == "url", "video").when(f.col("activity_type").isin("ouelluminate", "oucollaborate"), "podcast").otherwise("course").alias("content_type"),
        f.concat_ws(" ", "activity_type", "code_module", f.col("id_site").cast("bigint")).alias("title"),
        f.concat_ws(" ", "code_module", "code_presentation").alias("category")).dropDuplicates(["item_id"])
    items.write.mode("overwrite").parquet(out + "/items")
    items = spark.read.parquet(out + "/items")

    # Each repeat is an event of its own, with a name of its own: by its content and a number.
    content = ["user_id", "item_id", "event_date", "event_count"]
    number = f.row_number().over(Window.partitionBy(*content).orderBy("event_type"))
    known = events.join(f.broadcast(users.select("user_id")), "user_id").join(f.broadcast(items.select("item_id")), "item_id")
    named = known.withColumn("event_id", f.concat_ws(":", number, *content)).withColumn("occurred_at_ms", f.unix_date("event_date").cast("bigint") * 86400000)
    named.write.mode("overwrite").parquet(out + "/interactions")
    interactions = spark.read.parquet(out + "/interactions").where(f.col("event_date") < RUN_DATE)

    daily = interactions.groupBy("user_id", "item_id", "event_date").agg(f.sum("event_count").alias("clicks"))
    age = f.datediff(f.lit(RUN_DATE), "event_date")
    points = f.when(age <= LOOKBACK_DAYS, f.least(f.lit(MOST_PER_ITEM_DAY), "clicks")).otherwise(0)
    scored = daily.withColumn("points", points).withColumn("weight", f.round(1e6 * f.pow(f.lit(2.0), -age / f.lit(float(HALF_LIFE_DAYS)))))
    busy = scored.groupBy("user_id", "event_date").agg(f.sum("points").alias("day_points")).where(f.col("day_points") > MOST_PER_DAY)
    score = f.when(f.col("day_points").isNull(), f.col("points") * f.col("weight")).otherwise(f.col("points") * f.col("weight") * MOST_PER_DAY / f.col("day_points"))
    scored.join(f.broadcast(busy), ["user_id", "event_date"], "left").groupBy("user_id", "item_id").agg(
        f.sum(score).cast("bigint").alias("score"), f.sum("clicks").alias("click_count"),
        f.min("event_date").alias("first_on"), f.max("event_date").alias("last_on")).write.mode("overwrite").parquet(out + "/engagement")

    print("%.1f" % (time.monotonic() - started))


main(sys.argv[1], sys.argv[2])
