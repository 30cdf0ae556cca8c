using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Resources;

/// <summary>All resources, by ARN. Each change is in the journal before it is seen.</summary>
internal sealed class Registry : IDisposable
{
    private readonly Dictionary<string, Resource> _resources = [];
    private readonly LocalServiceOptions _options;
    private readonly Journal _journal;

    public Registry(LocalServiceOptions options)
    {
        _options = options;
        _journal = new Journal(Path.Combine(options.State, "resources.jsonl"));
        foreach (var resource in _journal.Lines.Select(line => JsonSerializer.Deserialize<Resource>(line)!))
            _resources[resource.Arn] = resource;
        _journal.Forget();

        foreach (var gone in _resources.Values.Where(resource => resource.IsGoneAt(Now)).ToList())
            _resources.Remove(gone.Arn);
        _journal.Replace(_resources.Values.Select(Line));
    }

    /// <summary>Held by who looks first and changes then.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Is told of each change.</summary>
    public Action Changed { get; set; } = () => { };

    public DateTimeOffset Now => _options.Clock.GetUtcNow();

    /// <summary>The ARN of a resource of a kind.</summary>
    public string ArnOf(ResourceKind kind, string name) => $"arn:aws:personalize:{_options.Region}:{_options.Account}:{kind.Segment}/{name}";

    /// <summary>The resources of a kind that are not deleted, the oldest first.</summary>
    public IReadOnlyList<Resource> All(ResourceKind kind)
    {
        var now = Now;
        lock (Gate)
        {
            return
            [
                .. _resources
                    .Values.Where(resource => resource.Kind == kind && !resource.IsGoneAt(now))
                    .OrderBy(resource => resource.CreatedAt)
                    .ThenBy(resource => resource.Arn, StringComparer.Ordinal)
                    .Select(resource => resource.SettledAt(now)),
            ];
        }
    }

    /// <summary>Those of a kind that were made for another resource.</summary>
    public IReadOnlyList<Resource> All(ResourceKind kind, string member, string? value) =>
        [.. All(kind).Where(resource => value is null || resource.Text(member) == value)];

    public Resource? Find(string arn)
    {
        var now = Now;
        lock (Gate)
            return _resources.TryGetValue(arn, out var resource) && !resource.IsGoneAt(now) ? resource.SettledAt(now) : null;
    }

    public Resource? Find(ResourceKind kind, string arn) => Find(arn) is { } resource && resource.Kind == kind ? resource : null;

    /// <summary>The resource of an ARN.</summary>
    /// <exception cref="ServiceException">There is none of that kind.</exception>
    public Resource Require(ResourceKind kind, string arn)
    {
        if (Find(kind, arn) is { } resource)
            return resource;
        if (!arn.StartsWith("arn:aws:personalize:", StringComparison.Ordinal))
            throw ServiceException.Invalid($"The given ARN is invalid: {arn}");
        throw ServiceException.NotFound($"{kind.Name} with ARN {arn} does not exist.");
    }

    /// <summary>The resource of an ARN that others may use.</summary>
    /// <exception cref="ServiceException">There is none, or it is not ready.</exception>
    public Resource RequireActive(ResourceKind kind, string arn)
    {
        var resource = Require(kind, arn);
        if (resource.IsActiveAt(Now))
            return resource;
        var message = $"{kind.Name} with ARN {arn} is not ACTIVE. Its status is {resource.StatusAt(Now)}.";
        throw resource.IsUnderWayAt(Now) ? ServiceException.InUse(message) : ServiceException.Invalid(message);
    }

    /// <summary>Makes a resource that becomes ready by itself, or once its work is done.</summary>
    /// <exception cref="ServiceException">There is one of that ARN.</exception>
    public Resource Create(ResourceKind kind, string arn, JsonObject members, bool hasWork = false, Fault? fault = null)
    {
        lock (Gate)
        {
            if (Find(arn) is not null)
                throw ServiceException.Exists(arn);
            var now = Now;
            var takes = _options.Pace.Of(kind.Takes);
            var resource = new Resource(kind.Name, arn, $"{Guid.NewGuid():N}", members, now, now + (takes / 5), now + takes)
            {
                IsDone = !hasWork || fault is { Kind: FaultKind.Fail },
                Failure = fault is { Kind: FaultKind.Fail } ? fault.Reason : null,
                Fault = fault,
            };
            if (fault is { Kind: FaultKind.Stop })
                resource = resource with { StopAskedAt = now, StoppedAt = now + takes };
            Put(resource);
            return resource;
        }
    }

    /// <summary>Puts a resource in the place of the one that it was.</summary>
    public void Put(Resource resource)
    {
        lock (Gate)
        {
            _journal.Add(Line(resource));
            _resources[resource.Arn] = resource;
        }

        Changed();
    }

    /// <summary>Ends the work of a resource, if it is still that one and nobody stopped it.</summary>
    public void Finish(Resource resource, string? failure, JsonObject? changes = null)
    {
        lock (Gate)
        {
            if (Find(resource.Arn) is not { IsDone: false, StopAskedAt: null } now || now.Id != resource.Id)
                return;
            Put(now.With(changes ?? []) with { IsDone = true, Failure = failure, UpdatedAt = Later(Now, now.ReadyAt) });
        }
    }

    /// <summary>Changes a resource some time from now.</summary>
    public void Change(Resource resource, JsonObject shown, JsonObject changes)
    {
        var now = Now;
        var takes = _options.Pace.Of(resource.Kind.Takes);
        Put(resource with { Update = new ResourceUpdate(shown, changes, now, now + (takes / 5), now + takes) });
    }

    /// <summary>Deletes a resource, which takes some time, too.</summary>
    public void Delete(Resource resource)
    {
        var now = Now;
        var takes = TimeSpan.FromTicks(Math.Min(_options.Pace.Of(resource.Kind.Takes).Ticks, TimeSpan.FromMinutes(1).Ticks));
        Put(resource with { DeleteAskedAt = now, DeletedAt = now + takes, UpdatedAt = now });
    }

    public void Dispose() => _journal.Dispose();

    private static string Line(Resource resource) => JsonSerializer.Serialize(resource);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
