"""One run of SparkReco a day, as a step of a running EMR cluster. For Airflow 2.10 and 3 (Amazon MWAA), without further packages.

Two Airflow variables: sparkreco_cluster (the cluster's id, j-...) and sparkreco_code (the S3 folder of launch.py, the archive and sparkreco.json).

What a run says, why it failed included, is not in the log of its task, which only knows the step's id: read CLUSTER/steps/STEP/stderr.gz and stdout.gz below the
cluster's LogUri. When the reason is gone, clear the task: the same run goes on where it was.
"""
from datetime import datetime, timedelta, timezone

try:
    from airflow.sdk import DAG, Param
except ImportError:  # Airflow 2
    from airflow import DAG
    from airflow.models.param import Param

from airflow.providers.amazon.aws.operators.emr import EmrAddStepsOperator

# A run that has Amazon Personalize train waits for hours, and the cluster with it.
HOURS_AT_MOST = 24
SECONDS_BETWEEN_LOOKS = 60

# The id of the DAG run is the id of SparkReco's run: a retry, or a DAG run that is cleared, goes on with the same run and never makes a second one.
# Hadoop's paths don't take a colon.
RUN_ID = "{{ run_id | replace(':', '-') | replace('+', '-') }}"

STEP = {
    "Name": "sparkreco " + RUN_ID,
    "ActionOnFailure": "CONTINUE",
    "HadoopJarStep": {
        "Jar": "command-runner.jar",
        "Args": [
            "spark-submit",
            "--master", "yarn",
            "--deploy-mode", "client",
            "--driver-memory", "4g",
            "--packages", "org.apache.spark:spark-connect_2.12:3.5.6",
            "--archives", "{{ var.value.sparkreco_code }}/sparkreco-linux-x64.tar.gz#app",
            "--conf", "spark.plugins=org.apache.spark.sql.connect.SparkConnectPlugin",
            "--conf", "spark.connect.grpc.binding.port=0",
            "--conf", "spark.sql.session.timeZone=UTC",
            "--conf", "spark.sql.ansi.enabled=true",
            "--conf", "spark.sql.adaptive.enabled=true",
            "--conf", "spark.sql.sources.partitionOverwriteMode=dynamic",
            "--conf", "spark.sql.parquet.outputTimestampType=TIMESTAMP_MICROS",
            "--conf", "spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version=1",
            "--conf", "spark.executor.memoryOverhead=2g",
            "{{ var.value.sparkreco_code }}/launch.py",
            "run",
            "--config", "{{ var.value.sparkreco_code }}/sparkreco.json{{ '' }}",  # The operator takes a text that ends in .json for the name of a template.
            "--engine", "spark",
            "--run-date", "{{ params.run_date or ds }}",
            "--run-id", RUN_ID,
        ],
    },
}

with DAG(
    dag_id="sparkreco",
    doc_md=__doc__,
    description="Recommendations, and what Amazon Personalize's are worth beside them",
    schedule="0 5 * * *",
    start_date=datetime(2026, 9, 1, tzinfo=timezone.utc),
    catchup=False,
    max_active_runs=1,
    params={
        "run_date": Param(None, type=["null", "string"], pattern=r"^\d{4}-\d{2}-\d{2}$",
                          description="the day of the run, instead of the logical date"),
    },
    default_args={"retries": 2, "retry_delay": timedelta(minutes=10)},
    tags=["sparkreco"],
):
    # One task that adds the step and waits: were waiting a task of its own, its retry would look at the failed step again and run nothing.
    # Waiting is the triggerer's: it takes no worker.
    EmrAddStepsOperator(
        task_id="run",
        job_flow_id="{{ var.value.sparkreco_cluster }}",
        steps=[STEP],
        wait_for_completion=True,
        deferrable=True,
        waiter_delay=SECONDS_BETWEEN_LOOKS,
        waiter_max_attempts=HOURS_AT_MOST * 3600 // SECONDS_BETWEEN_LOOKS,
        execution_timeout=timedelta(hours=HOURS_AT_MOST),
    )
