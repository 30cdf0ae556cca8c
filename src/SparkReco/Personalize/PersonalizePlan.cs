using SparkReco.Configuration;

namespace SparkReco.Personalize;

/// <summary>A call to the service that a run makes where what it is for is not there yet.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="For">What it is for.</param>
/// <param name="Waits">What is waited for after it.</param>
public sealed record PlannedCall(string Operation, string For, string Waits);

/// <summary>What a run asks of the service, told before it does.</summary>
public static class PersonalizePlan
{
    /// <summary>The calls that make or change something, in their order.</summary>
    public static IReadOnlyList<PlannedCall> Calls(PersonalizeSettings settings, DateOnly runDate)
    {
        var (name, recipe) = (settings.Name, Recipe.Find(settings.Recipe)!);
        List<PlannedCall> calls = [new(ResourceKind.DatasetGroup.Create, name, "minutes")];
        foreach (var set in DataSet.All)
        {
            calls.Add(new(ResourceKind.Schema.Create, $"{name}-{set.Name}-HASH", ""));
            calls.Add(new(ResourceKind.Dataset.Create, $"{name}-{set.Name}", "minutes"));
            calls.Add(new(ResourceKind.ImportJob.Create, $"{name}-{set.Name}-{runDate:yyyyMMdd}-HASH", "minutes"));
        }

        calls.Add(
            new(
                ResourceKind.Solution.Create,
                $"{name}-{recipe.Name}{(settings.Training == TrainingMode.Automatic ? ", which trains by itself every seven days" : "")}",
                "minutes"
            )
        );
        calls.Add(new(ResourceKind.SolutionVersion.Create, $"a training of {name}-{recipe.Name}", "an hour or more"));
        calls.Add(new(ResourceKind.Filter.Create, $"{name}-HASH", "minutes"));
        if (settings.Lists == ListWay.Batch)
            calls.Add(new(ResourceKind.BatchJob.Create, $"{name}-{runDate:yyyyMMdd}-HASH", "an hour or more"));
        else
        {
            calls.Add(new(ResourceKind.Campaign.Create, $"{name}-{recipe.Name}", "minutes"));
            if (settings.CampaignEnd == CampaignEnd.Delete)
                calls.Add(new(ResourceKind.Campaign.Delete, $"{name}-{recipe.Name}, when its lists are read", ""));
        }

        return calls;
    }
}
