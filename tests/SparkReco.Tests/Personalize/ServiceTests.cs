using System.Text.Json.Nodes;
using SparkReco.Configuration;
using SparkReco.Personalize;
using SparkReco.Ports;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Personalize;

/// <summary>How things are brought about in a service that answers as it likes, and when time is what the test says.</summary>
public sealed class ServiceTests
{
    private readonly HandClock _clock = new();
    private readonly Scripted _port = new();
    private readonly List<string> _told = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Service Service => new(_port, new PersonalizeSettings { PollSeconds = 60, WaitHours = 2 }, _clock, _told.Add);

    [Fact]
    public async Task A_job_is_asked_for_no_more_often_than_is_configured()
    {
        _port.On("DescribeDatasetImportJob", Described("CREATE PENDING"), Described("CREATE IN_PROGRESS"), Described("ACTIVE"));
        var began = _clock.GetUtcNow();

        await AdvanceAsync(Service.WaitAsync(ResourceKind.ImportJob, "arn", Cancellation));

        // Two pauses of 60 seconds each, between three looks.
        Assert.Equal(3, _port.Calls.Count);
        Assert.True(_clock.GetUtcNow() - began >= TimeSpan.FromSeconds(120), $"{_clock.GetUtcNow() - began}");
        Assert.Equal(["import: CREATE PENDING", "import: CREATE IN_PROGRESS"], _told);
    }

    [Fact]
    public async Task When_the_time_is_over_the_job_goes_on_and_is_named()
    {
        _port.On("DescribeDatasetImportJob", Described("CREATE IN_PROGRESS"));

        var error = await Assert.ThrowsAsync<PersonalizeException>(() =>
            AdvanceAsync(Service.WaitAsync(ResourceKind.ImportJob, "arn:job", Cancellation))
        );

        Assert.Contains("'personalize.wait_hours' = 2 are over for the import arn:job (CREATE IN_PROGRESS)", error.Message, StringComparison.Ordinal);
        Assert.Contains("the same command waits on", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_of_work_under_way_is_waited_for()
    {
        _port.On(
            "CreateDatasetImportJob",
            Fails("LimitExceededException", "More than 5 resources with PENDING or IN_PROGRESS status."),
            Fails("ResourceInUseException", "The dataset is being imported."),
            _ => new JsonObject { ["datasetImportJobArn"] = "arn:job" }
        );

        Assert.Equal("arn:job", await AdvanceAsync(CreateAsync()));
    }

    [Fact]
    public async Task A_quota_of_what_is_there_is_an_error_at_once()
    {
        _port.On(
            "CreateDatasetImportJob",
            Fails("LimitExceededException", "More than 5 resources in ACTIVE state. Please delete some and try again.")
        );

        var error = await Assert.ThrowsAsync<PersonalizeException>(() => AdvanceAsync(CreateAsync()));

        Assert.True(error.IsLimit);
        Assert.Single(_port.Calls);
    }

    /// <summary>Twice as long after each refusal: 2 and 4 minutes where a minute is configured.</summary>
    [Fact]
    public async Task A_service_that_is_busy_is_asked_less_often()
    {
        _port.On("DescribeDatasetImportJob", Busy(), Busy(), Described("ACTIVE"));
        var began = _clock.GetUtcNow();

        await AdvanceAsync(Service.WaitAsync(ResourceKind.ImportJob, "arn", Cancellation));

        Assert.True(_clock.GetUtcNow() - began >= TimeSpan.FromMinutes(6), $"{_clock.GetUtcNow() - began}");
        Assert.Contains("import: the service is busy; it is asked less often", _told);
    }

    [Fact]
    public async Task What_is_there_under_the_name_and_is_something_else_is_an_error_with_the_differences()
    {
        _port.On(
            "ListSolutions",
            _ => new JsonObject { ["solutions"] = new JsonArray(new JsonObject { ["name"] = "s", ["solutionArn"] = "arn:s" }) }
        );
        _port.On(
            "DescribeSolution",
            _ => new JsonObject
            {
                ["solution"] = new JsonObject
                {
                    ["solutionArn"] = "arn:s",
                    ["status"] = "ACTIVE",
                    ["recipeArn"] = "arn:aws:personalize:::recipe/aws-sims",
                    ["performAutoTraining"] = false,
                },
            }
        );

        var error = await Assert.ThrowsAsync<PersonalizeException>(() =>
            Service.EnsureAsync(
                ResourceKind.Solution,
                parent: null,
                "s",
                new JsonObject { ["recipeArn"] = "arn:aws:personalize:::recipe/aws-popularity-count", ["performAutoTraining"] = false },
                Cancellation
            )
        );

        Assert.Contains(
            "recipeArn is arn:aws:personalize:::recipe/aws-sims where arn:aws:personalize:::recipe/aws-popularity-count is wanted",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Lists_of_several_pages_are_read_to_their_end()
    {
        _port.On(
            "ListSchemas",
            request => new JsonObject
            {
                ["schemas"] = new JsonArray(new JsonObject { ["name"] = $"page {request["nextToken"] ?? "1"}" }),
                ["nextToken"] = request["nextToken"] is null ? "2" : null,
            }
        );

        var schemas = await Service.ListAsync(ResourceKind.Schema, parent: null, Cancellation);

        Assert.Equal(["page 1", "page 2"], schemas.Select(schema => schema.Name));
    }

    private Task<string> CreateAsync() => Service.CreateAsync(ResourceKind.ImportJob, "job", [], () => Task.FromResult<string?>(null), Cancellation);

    private static Func<JsonObject, JsonObject> Described(string status) =>
        _ => new JsonObject { ["datasetImportJob"] = new JsonObject { ["status"] = status } };

    private static Func<JsonObject, JsonObject> Fails(string type, string message) =>
        _ =>
            throw new PersonalizeException($"{type}: {message}")
            {
                Type = type,
                ServiceMessage = message,
                Outcome = Outcome.Refused,
            };

    private static Func<JsonObject, JsonObject> Busy() => _ => throw new PersonalizeException("Rate exceeded") { Outcome = Outcome.Busy };

    private async Task<T> AdvanceAsync<T>(Task<T> task)
    {
        while (!task.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(task, Task.Delay(1, Cancellation));
        }

        return await task;
    }

    /// <summary>Answers each operation as it is told, the last answer for ever.</summary>
    private sealed class Scripted : IPersonalize
    {
        private readonly Dictionary<string, Queue<Func<JsonObject, JsonObject>>> _answers = [];

        public List<string> Calls { get; } = [];

        public string Description => "a service";

        public bool IsStandIn => false;

        public void On(string operation, params Func<JsonObject, JsonObject>[] answers) => _answers[operation] = new(answers);

        public Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellation)
        {
            Calls.Add(operation);
            var answers = _answers[operation];
            return Task.FromResult((answers.Count > 1 ? answers.Dequeue() : answers.Peek())(request));
        }
    }
}
