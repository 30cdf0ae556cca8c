using SparkReco.LocalPersonalize.Resources;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Trains solutions by themselves, where they are not told otherwise: at first an hour after they are ready, then every week if there is new data.</summary>
internal sealed class AutoTraining : IDisposable
{
    private static readonly TimeSpan FirstAfter = TimeSpan.FromHours(1);

    private readonly ServiceCore _core;
    private readonly SolutionOperations _solutions;
    private readonly ITimer _timer;

    public AutoTraining(ServiceCore core, SolutionOperations solutions)
    {
        _core = core;
        _solutions = solutions;
        _timer = core.Options.Clock.CreateTimer(_ => Run(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        core.Registry.Changed = Arm;
        Arm();
    }

    public void Dispose()
    {
        _core.Registry.Changed = () => { };
        _timer.Dispose();
    }

    /// <summary>Sets the timer to when the next training is due.</summary>
    private void Arm()
    {
        if (Due().Select(entry => (DateTimeOffset?)entry.At).Min() is not { } next)
            return;
        var now = _core.Registry.Now;
        _timer.Change(next > now ? next - now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void Run()
    {
        lock (_core.Registry.Gate)
        {
            foreach (var (solution, at) in Due().ToList())
            {
                if (at <= _core.Registry.Now)
                    _solutions.CreateVersion(solution, "FULL", "AUTOMATIC", [], fault: null);
            }
        }
    }

    private IEnumerable<(Resource Solution, DateTimeOffset At)> Due()
    {
        var registry = _core.Registry;
        var pace = _core.Options.Pace;
        foreach (var solution in registry.All(ResourceKind.Solution).Where(solution => (bool?)solution.Members["performAutoTraining"] == true))
        {
            if (solution.DeleteAskedAt is not null || LatestImport(solution) is not { } latestImport)
                continue;
            var latest = registry.All(ResourceKind.SolutionVersion, "solutionArn", solution.Arn) is [.., var last] ? last : null;
            if (latest is null)
                yield return (solution, solution.ReadyAt + pace.Every(FirstAfter));
            else if (latestImport > latest.CreatedAt && !latest.IsUnderWayAt(registry.Now))
                yield return (solution, latest.CreatedAt + pace.Every(SolutionOperations.PeriodOf(solution)));
        }
    }

    private DateTimeOffset? LatestImport(Resource solution)
    {
        var now = _core.Registry.Now;
        return _core
            .Registry.All(ResourceKind.ImportJob)
            .Where(job =>
                job.IsActiveAt(now) && _core.Registry.Find(job.Text("datasetArn")!)?.Text("datasetGroupArn") == solution.Text("datasetGroupArn")
            )
            .Select(job => (DateTimeOffset?)job.UpdatedAt)
            .Max();
    }
}
