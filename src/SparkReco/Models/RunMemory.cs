using System.Collections.Concurrent;

namespace SparkReco.Models;

/// <summary>
/// What kernels keep in memory from one model to the next, one thing of a type: whoever asks first has it made, the others wait for it. It is what
/// the tables say, and can be made from them again.
/// </summary>
public sealed class RunMemory
{
    private readonly ConcurrentDictionary<Type, Lazy<object>> _things = new();

    /// <summary>The thing of a type.</summary>
    public Task<T> GetAsync<T>(Func<Task<T>> make)
        where T : class => (Task<T>)_things.GetOrAdd(typeof(T), _ => new Lazy<object>(make)).Value;

    /// <summary>Keeps what was made beside something else.</summary>
    public void Keep<T>(T thing)
        where T : class => _things[typeof(T)] = new Lazy<object>(Task.FromResult(thing));

    /// <summary>Lets a thing go that nobody needs any more.</summary>
    public void Forget<T>() => _things.TryRemove(typeof(T), out _);

    /// <summary>Lets all go, and gives the memory back to the system at once: the engine takes what it needs beside this process's objects.</summary>
    public void Clear()
    {
        _things.Clear();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
