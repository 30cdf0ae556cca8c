"""Drives a local Personalize with boto3 from an empty account to lists and back, and prints what it saw as JSON.

Arguments: the endpoint, and the folder of buckets. Credentials are those of the environment.
"""

import json
import os
import sys
import time

import boto3
from botocore.config import Config

ENDPOINT, BUCKETS = sys.argv[1:]
ROLE = "arn:aws:iam::000000000000:role/personalize"
SCHEMAS = {
    "Interactions": [("USER_ID", "string"), ("ITEM_ID", "string"), ("TIMESTAMP", "long"), ("EVENT_TYPE", "string"), ("EVENT_VALUE", ["float", "null"])],
    "Items": [("ITEM_ID", "string"), ("CATEGORY", ["null", "string"]), ("CREATION_TIMESTAMP", "long")],
    "Users": [("USER_ID", "string"), ("TIER", "string")],
}
CATEGORICAL = {"CATEGORY", "TIER"}


def client(name):
    return boto3.client(name, endpoint_url=ENDPOINT, region_name="us-east-1", config=Config(retries={"total_max_attempts": 1}))


personalize, runtime, events = client("personalize"), client("personalize-runtime"), client("personalize-events")


def wait(describe, member, **arn):
    while True:
        found = getattr(personalize, describe)(**arn)[member]
        if found["status"] in ("ACTIVE", "COMPLETED"):
            return found
        if "FAILED" in found["status"] or "STOPPED" in found["status"]:
            raise SystemExit(f"{arn}: {found['status']}: {found.get('failureReason')}")
        time.sleep(0.05)


def write(key, lines):
    path = os.path.join(BUCKETS, "bucket", key)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
    return f"s3://bucket/{key}"


def schema(name, fields):
    return json.dumps(
        {
            "type": "record",
            "name": name,
            "namespace": "com.amazonaws.personalize.schema",
            "fields": [{"name": field, "type": kind} | ({"categorical": True} if field in CATEGORICAL else {}) for field, kind in fields],
            "version": "1.0",
        }
    )


users = [f"user {number}" for number in range(60)]
items = [f"item,{number}" for number in range(40)]
rows = []
for u, user in enumerate(users):
    for step in range(30):
        i = (u * 7 + step * step) % (10 + u % 30)
        rows.append(f'{user},"{items[i]}",{1_700_000_000 + step * 3600 + u},{"watch" if step % 3 else "click"},{"" if step % 3 else 0.5}')
data = {
    "Interactions": write("in/interactions/part-1.csv", ["USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE,EVENT_VALUE"] + rows),
    "Items": write("in/items.csv", ["ITEM_ID,CATEGORY,CREATION_TIMESTAMP"] + [f'"{item}",{"a|b" if n % 2 else "c"},{1_600_000_000 + n}' for n, item in enumerate(items)]),
    "Users": write("in/users.csv", ["USER_ID,TIER"] + [f"{user},{'paid' if n % 2 else 'free'}" for n, user in enumerate(users)]),
}
data["Interactions"] = "s3://bucket/in/interactions/"

saw = {}
group = personalize.create_dataset_group(name="demo", tags=[{"tagKey": "project", "tagValue": "sparkreco"}])["datasetGroupArn"]
wait("describe_dataset_group", "datasetGroup", datasetGroupArn=group)
datasets = {}
for name, fields in SCHEMAS.items():
    arn = personalize.create_schema(name=f"demo-{name.lower()}", schema=schema(name, fields))["schemaArn"]
    datasets[name] = personalize.create_dataset(name=f"demo-{name}", datasetType=name.upper(), datasetGroupArn=group, schemaArn=arn)["datasetArn"]
    wait("describe_dataset", "dataset", datasetArn=datasets[name])
    job = personalize.create_dataset_import_job(
        jobName=f"import-{name}", datasetArn=datasets[name], dataSource={"dataLocation": data[name]}, roleArn=ROLE
    )["datasetImportJobArn"]
    wait("describe_dataset_import_job", "datasetImportJob", datasetImportJobArn=job)
saw["datasets"] = [page["datasetArn"] for page in personalize.get_paginator("list_datasets").paginate(datasetGroupArn=group, PaginationConfig={"PageSize": 2}).build_full_result()["datasets"]]
saw["tags"] = personalize.list_tags_for_resource(resourceArn=group)["tags"]

solution = personalize.create_solution(
    name="demo",
    datasetGroupArn=group,
    recipeArn="arn:aws:personalize:::recipe/aws-user-personalization-v2",
    performAutoTraining=False,
    solutionConfig={"eventsConfig": {"eventParametersList": [{"eventType": "watch", "weight": 1.0}, {"eventType": "click", "weight": 0.5, "eventValueThreshold": 0.4}]}},
)["solutionArn"]
wait("describe_solution", "solution", solutionArn=solution)
version = personalize.create_solution_version(solutionArn=solution)["solutionVersionArn"]
saw["version"] = {name: value for name, value in wait("describe_solution_version", "solutionVersion", solutionVersionArn=version).items() if not name.endswith("DateTime")}
saw["metrics"] = personalize.get_solution_metrics(solutionVersionArn=version)["metrics"]

filter_arn = personalize.create_filter(
    name="unseen", datasetGroupArn=group, filterExpression='EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*") | INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)'
)["filterArn"]
wait("describe_filter", "filter", filterArn=filter_arn)

write("batch/in.json", [json.dumps({"userId": user, "filterValues": {"CATEGORY": '"b"'}}) for user in users[:3]] + ['{"user": "x"}', "{oops"])
job = personalize.create_batch_inference_job(
    jobName="batch",
    solutionVersionArn=version,
    roleArn=ROLE,
    filterArn=filter_arn,
    numResults=5,
    jobInput={"s3DataSource": {"path": "s3://bucket/batch/in.json"}},
    jobOutput={"s3DataDestination": {"path": "s3://bucket/batch-out/"}},
)["batchInferenceJobArn"]
wait("describe_batch_inference_job", "batchInferenceJob", batchInferenceJobArn=job)
folder = os.path.join(BUCKETS, "bucket", "batch-out")
saw["batch files"] = sorted(os.listdir(folder))
with open(os.path.join(folder, "in.json.out"), encoding="utf-8") as file:
    saw["batch"] = [json.loads(line) for line in file]

campaign = personalize.create_campaign(
    name="demo", solutionVersionArn=version, minProvisionedTPS=1, campaignConfig={"enableMetadataWithRecommendations": True}
)["campaignArn"]
wait("describe_campaign", "campaign", campaignArn=campaign)
tracker = personalize.create_event_tracker(name="demo", datasetGroupArn=group)
wait("describe_event_tracker", "eventTracker", eventTrackerArn=tracker["eventTrackerArn"])

ask = {"campaignArn": campaign, "userId": users[1], "numResults": 40}
saw["before"] = runtime.get_recommendations(**ask)["itemList"]
saw["filtered"] = runtime.get_recommendations(**ask | {"filterArn": filter_arn, "filterValues": {"CATEGORY": '"c"'}}, metadataColumns={"ITEMS": ["CATEGORY"]})["itemList"]
events.put_events(
    trackingId=tracker["trackingId"],
    userId=users[1],
    sessionId="session",
    eventList=[{"eventType": "watch", "itemId": items[39], "sentAt": 1_800_000_000 + n} for n in range(10)],
)
events.put_items(datasetArn=datasets["Items"], items=[{"itemId": "brand-new", "properties": json.dumps({"category": "c", "creationTimestamp": 1_800_000_000})}])
events.put_users(datasetArn=datasets["Users"], users=[{"userId": "u-new", "properties": json.dumps({"tier": "paid"})}])
saw["after"] = runtime.get_recommendations(**ask | {"numResults": 41})["itemList"]

saw["errors"] = {}
for name, call in {
    "exists": lambda: personalize.create_dataset_group(name="demo"),
    "in use": lambda: personalize.delete_solution(solutionArn=solution),
    "unknown": lambda: runtime.get_recommendations(campaignArn=campaign + "x", userId="u"),
    "invalid": lambda: runtime.get_recommendations(campaignArn=campaign),
    "tracker": lambda: events.put_events(trackingId="x", sessionId="s", eventList=[{"eventType": "watch", "sentAt": 1}]),
}.items():
    try:
        call()
    except (personalize.exceptions.ClientError, runtime.exceptions.ClientError, events.exceptions.ClientError) as error:
        saw["errors"][name] = [error.response["Error"]["Code"], error.response["Error"]["Message"], error.response["ResponseMetadata"]["HTTPStatusCode"]]

personalize.delete_campaign(campaignArn=campaign)
personalize.delete_solution(solutionArn=solution)
personalize.delete_event_tracker(eventTrackerArn=tracker["eventTrackerArn"])
personalize.delete_filter(filterArn=filter_arn)
for name in SCHEMAS:
    personalize.delete_dataset(datasetArn=datasets[name])
for found in personalize.list_schemas()["schemas"]:
    personalize.delete_schema(schemaArn=found["schemaArn"])
personalize.delete_dataset_group(datasetGroupArn=group)
saw["left"] = personalize.list_dataset_groups()["datasetGroups"]
print(json.dumps(saw))
