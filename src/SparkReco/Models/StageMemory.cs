using System.Collections.Concurrent;

namespace SparkReco.Models;

/// <summary>What the kernels of one stage share: whoever asks first has it made, the others wait for it.</summary>
public sealed class StageMemory
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _things = new();

    /// <summary>The one thing of a type.</summary>
    public Task<T> GetAsync<T>(Func<Task<T>> make)
        where T : class => (Task<T>)_things.GetOrAdd(typeof(T), _ => new Lazy<object>(make)).Value;
}
