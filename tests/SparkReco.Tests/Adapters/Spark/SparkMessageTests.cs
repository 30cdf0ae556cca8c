using SparkReco.Adapters.Spark;
using Xunit;

namespace SparkReco.Tests.Adapters.Spark;

public sealed class SparkMessageTests
{
    [Fact]
    public void The_class_comes_first_and_the_stack_goes()
    {
        var message = SparkMessage.Parse(
            """
            org.apache.spark.sql.AnalysisException: [TABLE_OR_VIEW_NOT_FOUND] The table or view `a` cannot be found.; line 2 pos 14;
            'Project [*]
            +- 'UnresolvedRelation [a], [], false

            	at org.apache.spark.sql.catalyst.analysis.package$AnalysisErrorAt.failAnalysis(package.scala:52)
            	at org.apache.spark.sql.SparkSession.sql(SparkSession.scala:695)
            """
        );

        Assert.Equal(("TABLE_OR_VIEW_NOT_FOUND", 2), (message.ErrorClass, message.Line));
        Assert.StartsWith("[TABLE_OR_VIEW_NOT_FOUND] The table", message.Text);
        Assert.EndsWith("false", message.Text);
    }

    [Fact]
    public void Of_causes_the_last_one_with_a_class_tells_most()
    {
        var message = SparkMessage.Parse(
            """
            org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 8.0 failed 1 times (localhost executor driver): org.apache.spark.SparkException: [TASK_WRITE_FAILED] Task failed while writing rows to file:/lake/write-1.
            	at org.apache.spark.sql.errors.QueryExecutionErrors$.taskFailedWhileWritingRowsError(QueryExecutionErrors.scala:774)
            Caused by: org.apache.spark.SparkArithmeticException: [DIVIDE_BY_ZERO] Division by zero. Use `try_divide` to tolerate it.
            == SQL(line 3, position 8) ==
            select 1 / x
                   ^^^^^

            	at org.apache.spark.sql.errors.QueryExecutionErrors$.divideByZeroError(QueryExecutionErrors.scala:201)
            Caused by: java.lang.RuntimeException: no more words
            	... 11 more
            """
        );

        Assert.Equal(("DIVIDE_BY_ZERO", 3), (message.ErrorClass, message.Line));
        Assert.StartsWith("[DIVIDE_BY_ZERO] Division by zero.", message.Text);
        Assert.DoesNotContain("\tat ", message.Text);
    }

    [Fact]
    public void Frames_go_in_whatever_form_Spark_lists_them()
    {
        var message = SparkMessage.Parse(
            """
            Cannot call methods on a stopped SparkContext.
            This stopped SparkContext was created at:

            org.apache.spark.api.java.JavaSparkContext.<init>(JavaSparkContext.scala:58)
            java.base/jdk.internal.reflect.NativeConstructorAccessorImpl.newInstance0(Native Method)
            py4j.ClientServerConnection.run(ClientServerConnection.java:106)
            java.base/java.lang.Thread.run(Thread.java:840)
            """
        );

        Assert.Equal("Cannot call methods on a stopped SparkContext.\nThis stopped SparkContext was created at:", message.Text);
    }

    [Fact]
    public void The_state_is_read_from_the_text() =>
        Assert.Equal("22012", SparkMessage.Parse("[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012").SqlState);

    [Fact]
    public void A_position_in_a_view_is_none_in_the_statement() =>
        Assert.Null(SparkMessage.Parse("[DIVIDE_BY_ZERO] Division by zero.\n== SQL of VIEW broken(line 2, position 8) ==\nselect 1 / 0").Line);

    [Fact]
    public void Without_a_class_the_words_stay()
    {
        var message = SparkMessage.Parse("java.lang.RuntimeException: the disk is full\n\tat a.b.C.d(C.java:1)");

        Assert.Equal((null, "java.lang.RuntimeException: the disk is full", null), (message.ErrorClass, message.Text, message.Line));
    }
}
