using static SparkReco.Models.Columns;

namespace SparkReco.Models.History;

/// <summary>The settings that are others than those of the latest day before.</summary>
public static class SettingChanges
{
    public static Model Model { get; } =
        new()
        {
            Name = "setting_changes",
            Room = "History",
            Grain = "a setting, by its name in the run's record, that has another value than on the latest day before",
            IsFilledByWork = true,
            Columns = [Setting with { Meaning = "the setting, by its name in the run's record" }, EarlierSetting, NowSetting],
            Key = ["setting"],
        };
}
