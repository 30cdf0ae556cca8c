using System.Text;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Serving;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Jobs that answer all lines of files: batch inference and batch segments.</summary>
internal sealed class BatchJobs(ServiceCore core)
{
    private const int DefaultResults = 25;
    private const int MostResults = 500;

    // As many lines are answered together; so that the memory stays small.
    private const int LinesAtOnce = 1024;

    public IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [
            new("CreateBatchInferenceJob", (input, fault) => Create(ResourceKind.BatchInferenceJob, input, fault)),
            new("CreateBatchSegmentJob", (input, fault) => Create(ResourceKind.BatchSegmentJob, input, fault)),
        ];

    public void Start(Resource job) => core.Start("batch", job, cancellation => RunAsync(job, cancellation));

    private JsonObject Create(ResourceKind kind, JsonObject input, Fault? fault)
    {
        var registry = core.Registry;
        var version = registry.RequireActive(ResourceKind.SolutionVersion, (string)input["solutionVersionArn"]!);
        var recipe = Recipe.Find(version.Text("recipeArn"))!;
        if (!recipe.HasBatch || recipe.Type == Recipe.UserSegmentation != (kind == ResourceKind.BatchSegmentJob))
            throw ServiceException.Invalid(
                $"The recipe {recipe.Name} has no {(kind == ResourceKind.BatchSegmentJob ? "batch segment" : "batch inference")} jobs."
            );
        var source = (string)input["jobInput"]!["s3DataSource"]!["path"]!;
        var target = (string)input["jobOutput"]!["s3DataDestination"]!["path"]!;
        if (!Places.IsPath(source))
            throw ServiceException.Invalid("Invalid S3 input path");
        if (!Places.IsPath(target) || Places.AreSame(source, target))
            throw ServiceException.Invalid("Invalid S3 output path");
        if ((string?)input["batchInferenceJobMode"] == "THEME_GENERATION")
            throw ServiceException.Invalid("The local service generates no themes: leave out the batchInferenceJobMode.");
        if ((int?)input["numResults"] is < 1 or > MostResults)
            throw ServiceException.Invalid($"The numResults must be 1 to {MostResults}.");
        CampaignOperations.CheckExploration(recipe, input["batchInferenceJobConfig"] as JsonObject);
        core.FilterOf((string?)input["filterArn"], version.Text("datasetGroupArn")!);
        var arn = registry.ArnOf(kind, (string)input["jobName"]!);
        if (registry.Find(arn) is not null)
            throw ServiceException.Exists(arn);
        Quotas.CheckUnderWay(registry, kind, Quotas.BatchJobsUnderWay);
        var members = DatasetOperations.Copy(input);
        members["numResults"] ??= DefaultResults;
        if (kind == ResourceKind.BatchInferenceJob)
            members["batchInferenceJobMode"] ??= "BATCH_INFERENCE";
        var job = registry.Create(kind, arn, members, hasWork: true, fault);
        Start(job);
        return DatasetOperations.Arn(job);
    }

    private async Task<JsonObject?> RunAsync(Resource job, CancellationToken cancellation)
    {
        var version = core.Registry.Find(job.Text("solutionVersionArn")!) ?? throw new JobFailedException("The solution version was deleted.");
        var recipe = Recipe.Find(version.Text("recipeArn"))!;
        var lines = new BatchLines(
            recipe,
            core.ListsOf(version, job.Members["batchInferenceJobConfig"] as JsonObject),
            core.FilterOf(job.Text("filterArn"), version.Text("datasetGroupArn")!),
            (int)job.Members["numResults"]!,
            job.Fault is { Kind: FaultKind.BadLines } fault ? fault.Share : 0
        );
        try
        {
            var files = await core.Places.ListAsync((string)job.Members["jobInput"]!["s3DataSource"]!["path"]!, cancellation);
            if (files.Count == 0)
                throw new JobFailedException("Invalid S3 input path: there are no files.");
            await using var folder = core.Places.Write((string)job.Members["jobOutput"]!["s3DataDestination"]!["path"]!);
            await File.WriteAllBytesAsync(Path.Combine(folder.Path, "_CHECK"), [], cancellation);
            foreach (var file in files)
            {
                await using var input = await core.Places.OpenAsync(file, cancellation);
                await using var output = File.Create(Path.Combine(folder.Path, $"{file.Name}.out"));
                await AnswerAsync(lines, input, output, cancellation);
            }

            await folder.BringAsync(cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            core.Options.Log($"{job.Arn}: {error.Message}");
            throw new JobFailedException("Insufficient privileges for accessing data in Amazon S3.");
        }

        return null;
    }

    private static async Task AnswerAsync(BatchLines lines, Stream input, Stream output, CancellationToken cancellation)
    {
        using var reader = new StreamReader(input, Encoding.UTF8);
        await using var writer = new StreamWriter(output, new UTF8Encoding(false));
        var block = new List<string>(LinesAtOnce);
        var answers = new string[LinesAtOnce];
        var number = 0L;
        do
        {
            block.Clear();
            while (block.Count < LinesAtOnce && await reader.ReadLineAsync(cancellation) is { } line)
            {
                if (!string.IsNullOrWhiteSpace(line))
                    block.Add(line);
            }

            var before = number;
            var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.For(0, block.Count, options, index => answers[index] = lines.Answer(block[index], before + index));
            for (var index = 0; index < block.Count; index++)
                await writer.WriteLineAsync(answers[index].AsMemory(), cancellation);
            number += block.Count;
        } while (block.Count == LinesAtOnce);
    }
}
