using SparkReco.Cli;
using SparkReco.Runs;
using Xunit;

namespace SparkReco.Tests.Cli;

public sealed class ProgressLinesTests
{
    [Fact]
    public void The_moving_line_keeps_the_stage_and_names_only_tables_that_people_know()
    {
        List<string> moves = [];
        var progress = new ProgressLines(new Terminal(TextWriter.Null, TextWriter.Null), moves.Add);

        progress.Report(new RunEvent.StageStarted("clean", "takes copies out", 2, 8));
        progress.Report(new RunEvent.ModelStarted("clean", "user_rows"));
        progress.Report(new RunEvent.ModelStarted("clean", "users"));
        progress.Report(new RunEvent.Reading("events", 500_000, 2_000_000));

        Assert.Equal(
            [
                "stage 2 of 8, clean: takes copies out",
                "stage 2 of 8, clean: takes copies out",
                "stage 2 of 8, clean: takes copies out (users)",
                "stage 2 of 8, clean: takes copies out (events, 25 % of 2.0 MB)",
            ],
            moves
        );
    }

    [Fact]
    public void Plain_lines_have_the_number_of_the_stage()
    {
        var errors = new StringWriter();
        var progress = new ProgressLines(new Terminal(TextWriter.Null, errors), null);

        progress.Report(new RunEvent.StageKept("collect", 1, 3));
        progress.Report(new RunEvent.StageLeftOut("personalize", "no lists"));
        progress.Report(new RunEvent.StageFinished("baseline", 2, 3, TimeSpan.FromSeconds(3.1), [new TableRecord("users", 60, [])], ["a note"]));

        Assert.Equal(
            [
                "1 of 3  collect      done before",
                "        personalize  left out: no lists",
                "2 of 3  baseline        3.1 s  users 60",
                "                     a note",
                "",
            ],
            errors.ToString().Split(Environment.NewLine)
        );
    }
}
