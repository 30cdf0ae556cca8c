using System.Text.Json.Serialization;

namespace SparkReco.Configuration;

/// <summary>How lists come from a trained solution.</summary>
public enum ListWay
{
    /// <summary>By a batch inference job, for all eligible users.</summary>
    Batch,

    /// <summary>By a campaign, user after user, as an application asks for them.</summary>
    Campaign,
}

/// <summary>What becomes of a campaign when its lists are read.</summary>
public enum CampaignEnd
{
    /// <summary>It is deleted: it costs money as long as it is there.</summary>
    Delete,

    /// <summary>It stays, for an application.</summary>
    Keep,
}

/// <summary>When the service trains.</summary>
public enum TrainingMode
{
    /// <summary>When a run asks for it.</summary>
    Manual,

    /// <summary>Every week by itself, too, as long as the solution is there.</summary>
    Automatic,
}

/// <summary>Amazon Personalize, as a run drives it.</summary>
public sealed record PersonalizeSettings
{
    /// <summary>What a text says that is not set.</summary>
    public const string None = "none";

    /// <summary>The endpoint that is a stand-in which a run starts and ends itself.</summary>
    public const string Local = "local";

    [Setting(
        "personalize.region",
        "The AWS region of Amazon Personalize, such as eu-west-1. With it a run brings its data sets there, has it train and make lists, and that costs money; none is without."
    )]
    public string Region { get; init; } = None;

    [Setting(
        "personalize.endpoint",
        "A service in Amazon Personalize's place: local, a stand-in that the run starts itself, with small models of its own, or the address of one, such as http://127.0.0.1:8090 of 'sparkreco personalize serve'; none is Amazon's."
    )]
    public string Endpoint { get; init; } = None;

    [Setting(
        "personalize.folder",
        "Where data sets and lists are exchanged with the service: s3://BUCKET/FOLDER that the service's role may read and write. With 'endpoint' it may be a folder of this machine; none is then '_personalize' in the lake."
    )]
    public string Folder { get; init; } = None;

    [Setting("personalize.role", "The ARN of the role by which the service reads and writes the folder (emr/iam/personalize-role.json).")]
    public string Role { get; init; } = None;

    [Setting(
        "personalize.name",
        "What the names of all resources begin with that runs make in the service. Runs with the same name share a dataset group, and the later takes over what is there."
    )]
    public string Name { get; init; } = "sparkreco";

    [Setting(
        "personalize.recipe",
        "What the service trains: user-personalization-v2, user-personalization, personalized-ranking-v2, personalized-ranking (the baseline's lists in its order), similar-items, sims (lists from the user's latest items) or popularity-count."
    )]
    public string Recipe { get; init; } = "user-personalization-v2";

    [Setting(
        "personalize.lists",
        "How the lists come: batch, for all eligible users by a batch inference job; campaign, user after user by its API."
    )]
    public ListWay Lists { get; init; }

    [Setting("personalize.list_size", "Items in each list that the service makes.", Min = 1, Max = 500)]
    public int ListSize { get; init; } = 25;

    [Setting(
        "personalize.campaign.percent",
        "By a campaign, lists come for so many percent of the eligible users, chosen by a hash of their ids; then these alone are judged.",
        Min = 1,
        Max = 100
    )]
    public int CampaignPercent { get; init; } = 100;

    [Setting("personalize.campaign.requests_per_second", "Requests a second to the campaign.", Min = 1, Max = 500)]
    public int RequestsPerSecond { get; init; } = 5;

    [Setting("personalize.campaign.min_tps", "Requests a second that are paid for whether they come or not.", Min = 1, Max = 500)]
    public int MinProvisionedTps { get; init; } = 1;

    [Setting(
        "personalize.campaign.afterwards",
        "What becomes of the campaign when its lists are read: delete, or keep, which costs money every hour."
    )]
    public CampaignEnd CampaignEnd { get; init; }

    [Setting(
        "personalize.training",
        "manual, when a run asks for it; automatic, every seven days by itself, too, which costs money as long as the solution is there."
    )]
    public TrainingMode Training { get; init; }

    [Setting("personalize.poll_seconds", "How often the service is asked how far a job is.", Min = 30, Max = 3600)]
    public int PollSeconds { get; init; } = 60;

    [Setting("personalize.wait_hours", "After so many hours a run stops waiting for a job; the same command waits on.", Min = 1, Max = 168)]
    public int WaitHours { get; init; } = 24;

    /// <summary>What the service asks for its work.</summary>
    public PriceSettings Prices { get; init; } = new();

    /// <summary>The role's ARN; a stand-in asks nobody's role.</summary>
    [JsonIgnore]
    public string RoleArn => Role == None ? "arn:aws:iam::000000000000:role/none" : Role;

    /// <summary>Whether a run drives a service.</summary>
    [JsonIgnore]
    public bool IsDriven => Region != None || Endpoint != None;

    /// <summary>The part of the users who get lists, and are judged, in 1,024 parts of all by a hash.</summary>
    [JsonIgnore]
    public int UserBuckets => IsDriven && Lists == ListWay.Campaign ? Math.Max(1, 1024 * CampaignPercent / 100) : 1024;

    /// <summary>Whether the service is not Amazon's.</summary>
    [JsonIgnore]
    public bool IsStandIn => Endpoint != None;

    /// <summary>The settings that lists depend on: not where a service is that is not Amazon's, how it is asked, and what it costs.</summary>
    public PersonalizeSettings OfLists() =>
        this with
        {
            Endpoint = IsStandIn ? Local : None,
            CampaignEnd = default,
            RequestsPerSecond = 1,
            MinProvisionedTps = 1,
            PollSeconds = 60,
            WaitHours = 24,
            Prices = new(),
        };
}

/// <summary>Prices of Amazon Personalize in the region, from its page of prices. What has none is told without money.</summary>
public sealed record PriceSettings
{
    [Setting("personalize.prices.gigabyte", "The price of a gigabyte of data brought to the service; 0 is not known.")]
    public decimal Gigabyte { get; init; }

    [Setting("personalize.prices.training_hour", "The price of a training hour; 0 is not known.")]
    public decimal TrainingHour { get; init; }

    [Setting(
        "personalize.prices.million_interactions",
        "The price of training on a million interactions, for recipes that are paid so; 0 is not known."
    )]
    public decimal MillionInteractions { get; init; }

    [Setting("personalize.prices.thousand_lists", "The price of a thousand lists; 0 is not known.")]
    public decimal ThousandLists { get; init; }

    [Setting("personalize.prices.tps_hour", "The price of an hour of one provisioned request a second of a campaign; 0 is not known.")]
    public decimal TpsHour { get; init; }
}
