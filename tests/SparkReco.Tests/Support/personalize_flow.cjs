// Drives a local Personalize with the AWS SDK for JavaScript v3 from an empty account to lists, and prints what it saw as JSON.
// Arguments: the endpoint, and the folder of buckets. Credentials are those of the environment.
const fs = require("node:fs");
const path = require("node:path");
const control = require("@aws-sdk/client-personalize");
const runtime = require("@aws-sdk/client-personalize-runtime");
const events = require("@aws-sdk/client-personalize-events");

const [endpoint, buckets] = process.argv.slice(2);
const options = { endpoint, region: "us-east-1", maxAttempts: 1 };
const personalize = new control.PersonalizeClient(options);
const lists = new runtime.PersonalizeRuntimeClient(options);
const tracker = new events.PersonalizeEventsClient(options);

const call = (name, input) => personalize.send(new control[`${name}Command`](input));

async function make(name, input) {
  const member = name[0].toLowerCase() + name.slice(1);
  const arn = (await call(`Create${name}`, input))[`${member}Arn`];
  for (;;) {
    const found = (await call(`Describe${name}`, { [`${member}Arn`]: arn }))[member];
    if (found.status === "ACTIVE") return arn;
    if (found.status.includes("FAILED")) throw new Error(found.failureReason);
  }
}

(async () => {
  const rows = ["USER_ID,ITEM_ID,TIMESTAMP"];
  for (let user = 0; user < 40; user++) {
    for (let step = 0; step < 30; step++) rows.push(`u${user},i${(user + step) % 35},${1700000000 + step}`);
  }
  fs.mkdirSync(path.join(buckets, "bucket"), { recursive: true });
  fs.writeFileSync(path.join(buckets, "bucket", "interactions.csv"), rows.join("\n"));

  const fields = ["USER_ID", "ITEM_ID", "TIMESTAMP"].map((name) => ({ name, type: name === "TIMESTAMP" ? "long" : "string" }));
  const schema = JSON.stringify({ type: "record", name: "Interactions", namespace: "com.amazonaws.personalize.schema", fields, version: "1.0" });
  const { schemaArn } = await call("CreateSchema", { name: "js", schema });
  const datasetGroupArn = await make("DatasetGroup", { name: "js" });
  const datasetArn = await make("Dataset", { name: "js", schemaArn, datasetGroupArn, datasetType: "Interactions" });
  const roleArn = "arn:aws:iam::000000000000:role/personalize";
  await make("DatasetImportJob", { jobName: "js", datasetArn, roleArn, dataSource: { dataLocation: "s3://bucket/interactions.csv" } });
  const solutionArn = await make("Solution", {
    name: "js",
    datasetGroupArn,
    recipeArn: "arn:aws:personalize:::recipe/aws-user-personalization-v2",
    performAutoTraining: false,
  });
  const solutionVersionArn = await make("SolutionVersion", { solutionArn });
  const campaignArn = await make("Campaign", { name: "js", solutionVersionArn });
  const { trackingId } = await call("CreateEventTracker", { name: "js", datasetGroupArn });
  await tracker.send(
    new events.PutEventsCommand({
      trackingId,
      userId: "stranger",
      sessionId: "s",
      eventList: [0, 1, 2].map((step) => ({ eventType: "watch", itemId: "i34", sentAt: new Date(1800000000000 + step * 1000), properties: "{}" })),
    }),
  );
  const saw = { described: (await call("DescribeSolutionVersion", { solutionVersionArn })).solutionVersion };
  const pages = control.paginateListSolutions({ client: personalize, pageSize: 1 }, {});
  saw.pages = 0;
  for await (const page of pages) saw.pages += page.solutions.length;
  saw.list = (await lists.send(new runtime.GetRecommendationsCommand({ campaignArn, userId: "stranger", numResults: 5 }))).itemList;
  saw.error = await lists
    .send(new runtime.GetRecommendationsCommand({ campaignArn: `${campaignArn}x`, userId: "stranger" }))
    .catch((error) => [error.name, error instanceof runtime.ResourceNotFoundException, error.$metadata.httpStatusCode]);
  saw.exists = await call("CreateDatasetGroup", { name: "js" }).catch((error) => [error.name, error instanceof control.ResourceAlreadyExistsException]);
  console.log(JSON.stringify(saw));
})();
