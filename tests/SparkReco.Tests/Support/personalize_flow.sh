#!/usr/bin/env bash
# Drives a local Personalize with the AWS CLI from an empty account to lists, and prints what it saw, one value a line.
# Arguments: the endpoint, the folder of buckets, and the program. Credentials are those of the environment.
set -euo pipefail

endpoint=$1 buckets=$2 aws=$3
role=arn:aws:iam::000000000000:role/personalize

call() {
  "$aws" --endpoint-url "$endpoint" --region us-east-1 --output text "$@"
}

# Calls an operation, and waits until what it made is ready. Arguments: the resource's name in commands, its member in replies, and the call's own.
make() {
  local name=$1 member=$2 arn status
  shift 2
  arn=$(call personalize "create-$name" --query "${member}Arn" "$@")
  while
    status=$(call personalize "describe-$name" "--$name-arn" "$arn" --query "$member.status")
    [[ $status != ACTIVE ]]
  do
    if [[ $status == *FAILED* ]]; then
      call personalize "describe-$name" "--$name-arn" "$arn" --query "$member.failureReason" >&2
      exit 1
    fi
  done
  echo "$arn"
}

mkdir -p "$buckets/bucket/batch"
{
  echo USER_ID,ITEM_ID,TIMESTAMP,EVENT_TYPE
  for user in {1..40}; do
    for step in {1..30}; do
      echo "u$user,i$(((user + step) % 35)),$((1700000000 + step)),watch"
    done
  done
} >"$buckets/bucket/interactions.csv"
echo '{"userId": "u1"}' >"$buckets/bucket/batch/in.json"

fields='{"name":"USER_ID","type":"string"},{"name":"ITEM_ID","type":"string"},{"name":"TIMESTAMP","type":"long"},{"name":"EVENT_TYPE","type":"string"}'
schema=$(
  call personalize create-schema --name cli --query schemaArn --schema \
    "{\"type\":\"record\",\"name\":\"Interactions\",\"namespace\":\"com.amazonaws.personalize.schema\",\"fields\":[$fields],\"version\":\"1.0\"}"
)
group=$(make dataset-group datasetGroup --name cli)
dataset=$(make dataset dataset --name cli --schema-arn "$schema" --dataset-group-arn "$group" --dataset-type Interactions)
make dataset-import-job datasetImportJob --job-name cli --dataset-arn "$dataset" --role-arn $role \
  --data-source dataLocation=s3://bucket/interactions.csv >/dev/null
solution=$(make solution solution --name cli --dataset-group-arn "$group" --recipe-arn arn:aws:personalize:::recipe/aws-user-personalization)
version=$(make solution-version solutionVersion --solution-arn "$solution")
campaign=$(make campaign campaign --name cli --solution-version-arn "$version" --min-provisioned-tps 1)
tracker=$(call personalize create-event-tracker --name cli --dataset-group-arn "$group" --query trackingId)
make batch-inference-job batchInferenceJob --job-name cli --solution-version-arn "$version" --role-arn $role --num-results 3 \
  --job-input s3DataSource='{path=s3://bucket/batch/in.json}' --job-output s3DataDestination='{path=s3://bucket/out/}' >/dev/null

call personalize get-solution-metrics --solution-version-arn "$version" --query 'metrics.precision_at_5'
for item in i34 i34 i34 i34; do
  call personalize-events put-events --tracking-id "$tracker" --user-id stranger --session-id s \
    --event-list "[{\"eventType\":\"watch\",\"itemId\":\"$item\",\"sentAt\":$((1800000000 + RANDOM))}]"
done
call personalize-runtime get-recommendations --campaign-arn "$campaign" --user-id stranger --num-results 5 --query 'itemList[0].itemId'
call personalize-runtime get-recommendations --campaign-arn "$campaign" --user-id u1 --query 'length(itemList)'
cat "$buckets/bucket/out/in.json.out"
