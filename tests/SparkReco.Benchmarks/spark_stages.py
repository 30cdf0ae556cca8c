"""What Spark read, shuffled, spilled and wrote in each stage of a run, and the processor time of its tasks.

    spark_stages.py EVENT_LOG RUN_FOLDER MILLIONS_OF_EVENTS

EVENT_LOG is the file that Spark writes with spark.eventLog.enabled=true and spark.eventLog.compress=false; RUN_FOLDER is the lake's runs/ID. A task
belongs to the stage in whose time it ended.
"""
import datetime
import glob
import json
import sys

MB = 1e6


def stages(folder):
    """Each stage with its begin and its end, in milliseconds."""
    for path in glob.glob(folder + "/stages/*.json"):
        with open(path) as file:
            record = json.load(file)
        text = record["finished_at"]
        end = datetime.datetime.fromisoformat(text[:19] + "+00:00").timestamp() * 1000 + float("0." + text[20:].split("+")[0]) * 1000
        yield record["stage"], end - record["seconds"] * 1000, end, record["seconds"]


def main(log, folder, millions):
    found = sorted(stages(folder), key=lambda stage: stage[1])
    sums = {name: dict.fromkeys(("tasks", "cpu", "read", "shuffled", "spilled", "written"), 0) for name, *_ in found}
    with open(log) as lines:
        for line in lines:
            if not line.startswith('{"Event":"SparkListenerTaskEnd"'):
                continue
            event = json.loads(line)
            metrics, ended = event.get("Task Metrics"), event["Task Info"]["Finish Time"]
            name = next((name for name, begin, end, _ in found if begin <= ended <= end + 1000), None)
            if metrics is None or name is None:
                continue
            row = sums[name]
            row["tasks"] += 1
            row["cpu"] += metrics["Executor CPU Time"] / 1e9
            row["read"] += metrics["Input Metrics"]["Bytes Read"]
            row["shuffled"] += metrics["Shuffle Write Metrics"]["Shuffle Bytes Written"]
            row["spilled"] += metrics["Disk Bytes Spilled"]
            row["written"] += metrics["Output Metrics"]["Bytes Written"]
    print("| stage | seconds | tasks | CPU s of tasks | CPU s per million | read MB | shuffled MB | spilled MB | written MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, _, _, seconds in found:
        row = sums[name]
        print("| %s | %.1f | %d | %.1f | %.2f | %.1f | %.1f | %.1f | %.1f |" % (
            name, seconds, row["tasks"], row["cpu"], row["cpu"] / float(millions),
            row["read"] / MB, row["shuffled"] / MB, row["spilled"] / MB, row["written"] / MB))


if __name__ == "__main__":
    main(*sys.argv[1:])
