using SparkReco.Configuration;
using SparkReco.Ports;

namespace SparkReco.Personalize;

/// <summary>What can be asked of the service without a run.</summary>
public static class PersonalizeAdmin
{
    /// <summary>What is there under the configured name.</summary>
    public static Task<IReadOnlyList<InventoryEntry>> StatusAsync(
        IPersonalize port,
        PersonalizeSettings settings,
        TimeProvider clock,
        CancellationToken cancellation
    ) => Inventory.ReadAsync(new Service(port, settings, clock, _ => { }), settings.Name, cancellation);

    /// <summary>Deletes what runs of the configured name made.</summary>
    /// <param name="port">The service.</param>
    /// <param name="settings">The name, and how long to wait.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="tell">Is told what is deleted and what is left.</param>
    /// <param name="cancellation">Ends it; what the service deletes already it goes on deleting.</param>
    public static Task DeleteAsync(
        IPersonalize port,
        PersonalizeSettings settings,
        TimeProvider clock,
        Action<string> tell,
        CancellationToken cancellation
    ) => Teardown.DeleteAsync(new Service(port, settings, clock, tell), settings.Name, tell, cancellation);
}
