using System.Text.Json.Nodes;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Runs;

namespace SparkReco.Personalize;

/// <summary>
/// Brings resources about in the service: what is there under a name is taken over if it is what is wanted, else it is made. A name is what
/// keeps a resource from being made twice, since a request whose answer was lost may have been carried out.
/// </summary>
/// <param name="port">The service.</param>
/// <param name="settings">How long to wait, and what names begin with.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="tell">Is told what is waited for.</param>
internal sealed class Service(IPersonalize port, PersonalizeSettings settings, TimeProvider clock, Action<string> tell)
{
    /// <summary>The key of the tag on everything that runs make; its value is <see cref="PersonalizeSettings.Name"/>.</summary>
    public const string Tag = "sparkreco";

    private const int PageSize = 100;
    private const int MostUnknownOutcomes = 5;
    private static readonly TimeSpan FirstPauseOfStandIn = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    // Runs that were turned away at one time must not come again at one time.
    private readonly Random _jitter = new(Guid.NewGuid().GetHashCode());

    public string Description => port.Description;

    public bool IsStandIn => port.IsStandIn;

    public Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellation) =>
        port.CallAsync(operation, request, cancellation);

    /// <summary>All resources of a kind within another, or those that are in none; nothing is in what is not there.</summary>
    public async Task<IReadOnlyList<Resource>> ListAsync(ResourceKind kind, Resource? parent, CancellationToken cancellation)
    {
        List<Resource> found = [];
        string? next = null;
        do
        {
            var request = new JsonObject { ["maxResults"] = PageSize };
            if (parent is not null)
                request[parent.Kind.ArnMember] = parent.Arn;
            if (next is not null)
                request["nextToken"] = next;
            JsonObject page;
            try
            {
                page = await port.CallAsync(kind.List, request, cancellation);
            }
            catch (PersonalizeException error) when (error.IsNotFound && parent is not null)
            {
                return [];
            }

            found.AddRange(page[kind.ListMember]?.AsArray().Select(entry => new Resource(kind, entry!.AsObject())) ?? []);
            next = page["nextToken"]?.GetValue<string>();
        } while (!string.IsNullOrEmpty(next));
        return found;
    }

    /// <summary>The resource of a name, as lists tell of it; null where there is none.</summary>
    public async Task<Resource?> FindAsync(ResourceKind kind, Resource? parent, string name, CancellationToken cancellation) =>
        (await ListAsync(kind, parent, cancellation)).FirstOrDefault(resource => resource.Name == name);

    /// <summary>What is known of a resource; null where it is not there.</summary>
    public async Task<Resource?> DescribeAsync(ResourceKind kind, string arn, CancellationToken cancellation)
    {
        try
        {
            var reply = await port.CallAsync(kind.Describe, new JsonObject { [kind.ArnMember] = arn }, cancellation);
            return new Resource(kind, reply[kind.Member]!.AsObject());
        }
        catch (PersonalizeException error) when (error.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>The resource of a name, made if it is not there, when it can be used.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="parent">What it is in, for looking it up; null where it is in nothing.</param>
    /// <param name="name">Its name.</param>
    /// <param name="spec">The other members of the request that makes it.</param>
    /// <param name="cancellation">Ends the waiting, not what the service does.</param>
    /// <param name="change">How it becomes what is wanted where it differs; null where nothing of it can be changed.</param>
    /// <exception cref="PersonalizeException">It failed, or is there and is something else.</exception>
    public async Task<Resource> EnsureAsync(
        ResourceKind kind,
        Resource? parent,
        string name,
        JsonObject spec,
        CancellationToken cancellation,
        Change? change = null
    )
    {
        var found = await FindAsync(kind, parent, name, cancellation);
        if (found is not null && (found.IsGoing || (found.IsLost && await IsOursAsync(found, cancellation))))
        {
            // What is deleted or failed keeps its name until it is gone.
            if (!found.IsGoing)
                await PatientlyAsync(kind, () => port.CallAsync(kind.Delete, ArnOf(found), cancellation), cancellation);
            await WaitGoneAsync(found, cancellation);
            found = null;
        }

        var arn =
            found?.Arn ?? await CreateAsync(kind, name, spec, async () => (await FindAsync(kind, parent, name, cancellation))?.Arn, cancellation);
        var resource = await WaitAsync(kind, arn, cancellation);
        var differences = Differences.Between(spec, resource.Body).ToArray();
        if (differences.Length == 0)
            return resource;
        var words = string.Join("; ", differences.Select(difference => difference.Text));
        if (differences.Any(difference => change?.Members.Contains(difference.Member) != true) || !await IsOursAsync(resource, cancellation))
            throw new PersonalizeException(
                $"the {kind.Words} '{name}' is in {Description} already and is another: {words}. Give the runs another 'personalize.name', or delete it"
            )
            {
                Outcome = Outcome.Refused,
            };
        tell($"{kind.Words} '{name}' is there and is changed: {words}");
        return await ChangeAsync(resource, change!, cancellation);
    }

    /// <summary>Changes a resource; of a request of which nobody knows what became of it the change itself tells.</summary>
    private async Task<Resource> ChangeAsync(Resource resource, Change change, CancellationToken cancellation)
    {
        var request = change.Request.DeepClone().AsObject();
        request[resource.Kind.ArnMember] = resource.Arn;
        try
        {
            await PatientlyAsync(resource.Kind, () => port.CallAsync(resource.Kind.Update, request, cancellation), cancellation);
        }
        catch (PersonalizeException error) when (error.Outcome == Outcome.Unknown)
        {
            tell($"{resource.Kind.Words} '{resource.Name}': {error.Message}");
        }

        var changed = await WaitAsync(resource.Kind, resource.Arn, cancellation);
        return changed.LatestChange?.Contains("FAILED", StringComparison.Ordinal) != true
            ? changed
            : throw new PersonalizeException(
                $"the change of the {resource.Kind.Words} {resource.Arn} failed: {changed.FailureReason ?? "the service says no reason"}"
            )
            {
                Outcome = Outcome.Refused,
            };
    }

    /// <summary>Whether a run of the configured name made a resource: it has their tag. Schemas carry none.</summary>
    public async Task<bool> IsOursAsync(Resource resource, CancellationToken cancellation)
    {
        if (!resource.Kind.HasTags)
            return true;
        try
        {
            var tags = await port.CallAsync("ListTagsForResource", new JsonObject { ["resourceArn"] = resource.Arn }, cancellation);
            return tags["tags"]?.AsArray().Any(tag => tag?["tagKey"]?.ToString() == Tag && tag["tagValue"]?.ToString() == settings.Name) == true;
        }
        catch (PersonalizeException error) when (error.IsNotFound)
        {
            return false;
        }
    }

    /// <summary>
    /// A job of a name: the latest that is under way or done, if it may be used, else a new one. Names of jobs are taken for ever, so one that
    /// failed, or may not be used, leads to the next number behind the name, which the spec is told.
    /// </summary>
    public async Task<Resource> EnsureJobAsync(
        ResourceKind kind,
        Resource parent,
        string name,
        Func<string, Task<JsonObject>> spec,
        Func<Resource, IReadOnlyList<Resource>, Task<bool>> mayUse,
        CancellationToken cancellation
    )
    {
        var all = await ListAsync(kind, parent, cancellation);
        var ours = all.Where(job => IsOfName(job.Name, name)).OrderBy(job => job.CreatedAt).ToArray();
        if (ours.LastOrDefault() is { IsLost: false } last)
        {
            var done = await WaitAsync(kind, last.Arn, cancellation);
            if (await mayUse(done, all))
                return done;
        }

        var number = ours.Length == 0 ? 1 : ours.Max(job => NumberOf(job.Name, name)) + 1;
        var next = number == 1 ? name : $"{name}-{number}";
        var arn = await CreateAsync(kind, next, await spec(next), async () => (await FindAsync(kind, parent, next, cancellation))?.Arn, cancellation);
        return await WaitAsync(kind, arn, cancellation);
    }

    /// <summary>Makes a resource; after each request of which nobody knows what became of it, it is looked for.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="name">Its name; null where it gets none.</param>
    /// <param name="spec">The other members of the request.</param>
    /// <param name="find">Looks whether it is there.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public async Task<string> CreateAsync(ResourceKind kind, string? name, JsonObject spec, Func<Task<string?>> find, CancellationToken cancellation)
    {
        var request = spec.DeepClone().AsObject();
        if (name is not null)
            request[kind.NameMember] = name;
        if (kind.HasTags)
            request["tags"] = new JsonArray(new JsonObject { ["tagKey"] = Tag, ["tagValue"] = settings.Name });
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var reply = await PatientlyAsync(kind, () => port.CallAsync(kind.Create, request, cancellation), cancellation);
                return reply[kind.ArnMember]!.GetValue<string>();
            }
            catch (PersonalizeException error) when (error.IsAlreadyThere || (error.Outcome == Outcome.Unknown && attempt < MostUnknownOutcomes))
            {
                // What was made a moment ago may not be listed yet.
                if (error.Outcome == Outcome.Unknown)
                    await PauseAsync(attempt, cancellation);
                if (await find() is { } arn)
                    return arn;
                if (error.IsAlreadyThere)
                    throw;
            }
        }
    }

    /// <summary>Makes a call again as long as the service has no room for it, or something else has to end first.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <param name="most">How often at most.</param>
    public async Task<JsonObject> PatientlyAsync(
        ResourceKind kind,
        Func<Task<JsonObject>> call,
        CancellationToken cancellation,
        int most = int.MaxValue
    )
    {
        var began = clock.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (PersonalizeException error) when (IsPassing(error) && attempt < most)
            {
                RequireTime(began, $"the {kind.Words}: {error.ServiceMessage}", "nothing of it is under way", error);
                tell($"{kind.Words}: waiting for the service ({error.ServiceMessage})");
                await PauseAsync(attempt, cancellation);
            }
        }
    }

    /// <summary>Waits until a resource that is being deleted is gone.</summary>
    public async Task WaitGoneAsync(Resource resource, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        for (var round = 1; await IsThereAsync(); round++)
        {
            RequireTime(began, $"the end of the {resource.Kind.Words} {resource.Arn}", "the service goes on deleting it");
            await PauseAsync(round, cancellation);
        }

        async Task<bool> IsThereAsync()
        {
            try
            {
                return await DescribeAsync(resource.Kind, resource.Arn, cancellation) is not null;
            }
            catch (PersonalizeException error) when (error.Outcome == Outcome.Busy)
            {
                return true;
            }
        }
    }

    /// <summary>Waits until a resource can be used.</summary>
    /// <exception cref="PersonalizeException">It failed or is gone, or the time to wait is over.</exception>
    /// <exception cref="StillRunningException">The waiting was ended, and the service goes on.</exception>
    public async Task<Resource> WaitAsync(ResourceKind kind, string arn, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var told = "";
        var busy = 0;
        try
        {
            for (var round = 1; ; round++)
            {
                try
                {
                    var resource =
                        await DescribeAsync(kind, arn, cancellation)
                        ?? throw new PersonalizeException($"the {kind.Words} {arn} is gone: somebody has deleted it") { Outcome = Outcome.Refused };
                    if (resource.IsActive)
                        return resource;
                    if (resource.IsLost)
                        throw new PersonalizeException(
                            $"the {kind.Words} {arn} ended as {resource.Status}: {resource.FailureReason ?? "the service says no reason"}"
                        )
                        {
                            Outcome = Outcome.Refused,
                        };
                    if (resource.Status != told)
                        tell($"{kind.Words}{(resource.Name.Length > 0 ? $" '{resource.Name}'" : "")}: {resource.Status}");
                    told = resource.Status;
                    busy = 0;
                }
                catch (PersonalizeException error) when (error.Outcome == Outcome.Busy)
                {
                    tell($"{kind.Words}: the service is busy; it is asked less often");
                    busy++;
                }

                RequireTime(
                    began,
                    $"the {kind.Words} {arn} ({told})",
                    "it goes on in the service and costs what it costs; the same command waits on"
                );
                await PauseAsync(round, cancellation, busy);
            }
        }
        catch (OperationCanceledException error) when (cancellation.IsCancellationRequested && settings.Endpoint != PersonalizeSettings.Local)
        {
            throw new StillRunningException(
                $"stopped; in {Description} the {kind.Words} {arn} goes on, and costs what it costs. The same command waits on; 'sparkreco personalize status' says what is there, 'sparkreco personalize delete' ends it",
                error
            );
        }
    }

    /// <summary>A request about a resource and nothing else.</summary>
    public static JsonObject ArnOf(Resource resource) => new() { [resource.Kind.ArnMember] = resource.Arn };

    /// <summary>Whether the quota that is used up is one of work under way, or something else has to end first.</summary>
    private static bool IsPassing(PersonalizeException error) =>
        error.Outcome == Outcome.Busy
        || error.IsInUse
        || (
            error.IsLimit
            && (
                error.ServiceMessage.Contains("PENDING", StringComparison.Ordinal)
                || error.ServiceMessage.Contains("IN_PROGRESS", StringComparison.Ordinal)
            )
        );

    private static bool IsOfName(string job, string name) =>
        job == name || (job.StartsWith($"{name}-", StringComparison.Ordinal) && int.TryParse(job.AsSpan(name.Length + 1), out _));

    private static int NumberOf(string job, string name) => job == name ? 1 : int.Parse(job.AsSpan(name.Length + 1));

    private void RequireTime(long began, string what, string then, Exception? cause = null)
    {
        // A new error: who catches those that pass must not catch this one.
        if (clock.GetElapsedTime(began) > TimeSpan.FromHours(settings.WaitHours))
            throw new PersonalizeException($"'personalize.wait_hours' = {settings.WaitHours} are over for {what}: {then}", cause!)
            {
                Outcome = Outcome.Refused,
            };
    }

    /// <summary>The configured pause, twice as long for each time that the service was too busy to answer; a stand-in may be asked as often as one likes.</summary>
    private Task PauseAsync(int round, CancellationToken cancellation, int busy = 0)
    {
        var pause = IsStandIn
            ? FirstPauseOfStandIn * Math.Pow(1.3, Math.Min(round, 20))
            : TimeSpan.FromSeconds(settings.PollSeconds) * (Math.Pow(2, Math.Min(busy, 10)) + (busy > 0 ? _jitter.NextDouble() : 0));
        return Task.Delay(pause < LongestPause ? pause : LongestPause, clock, cancellation);
    }
}

/// <summary>How a resource becomes another.</summary>
/// <param name="Request">The members of the request that changes it.</param>
/// <param name="Members">The members, of the request that makes one, which it changes.</param>
internal sealed record Change(JsonObject Request, params IReadOnlyList<string> Members);

/// <summary>The waiting was ended, and something goes on in the service.</summary>
public sealed class StillRunningException : OperationCanceledException
{
    /// <inheritdoc/>
    public StillRunningException() { }

    /// <inheritdoc/>
    public StillRunningException(string message)
        : base(message) { }

    /// <inheritdoc/>
    public StillRunningException(string message, Exception inner)
        : base(message, inner) { }
}
