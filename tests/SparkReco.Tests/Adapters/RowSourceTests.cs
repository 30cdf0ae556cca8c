using System.IO.Compression;
using SparkReco.Adapters;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters;

/// <summary>What every database does that rows are fetched from, on a real server.</summary>
public abstract class RowSourceTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    protected ConnectionSettings Settings { get; private set; } = null!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The server's port, and the certificate that it signed itself.</summary>
    protected abstract (int Port, string Certificate) Server { get; }

    /// <summary>A new database of the server.</summary>
    protected abstract Task<ConnectionSettings> NewDatabaseAsync();

    /// <summary>Runs statements by a connection of their own.</summary>
    protected abstract Task RunAsync(string sql);

    /// <summary>A name as the database quotes it.</summary>
    protected abstract string Quoted(string name);

    public async ValueTask InitializeAsync() => Settings = await NewDatabaseAsync();

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Rows_are_text_with_the_names_of_their_columns()
    {
        await RunAsync(
            "create table t (a varchar(20), b bigint, c varchar(20)); insert into t values ('x', 1, null), ('a,\"b', -9223372036854775808, ''), ('ü😀 ', 9223372036854775807, 'line\nend')"
        );

        Assert.Equal(
            "a,b,c\nx,1,\n\"a,\"\"b\",-9223372036854775808,\"\"\nü😀 ,9223372036854775807,\"line\nend\"\n",
            (await FetchAsync("select * from t order by b = 1 desc, b")).Text
        );
    }

    [Fact]
    public async Task Days_times_and_numbers_are_written_in_one_way()
    {
        await RunAsync(
            "create table t (d date, t timestamp(6) null, n decimal(38, 10), f double precision); insert into t values ('1999-12-31', '2026-09-01 23:59:59.123456', 1234567890123456789012345678.0123456789, 0.1), ('2026-09-01', '2026-09-01 00:00:00', -0.5, 1e300)"
        );

        var text = (await FetchAsync("select d, t, n from t order by d")).Text;

        Assert.Equal(
            "d,t,n\n1999-12-31,2026-09-01 23:59:59.123456,1234567890123456789012345678.0123456789\n2026-09-01,2026-09-01 00:00:00,-0.5000000000\n",
            text
        );
        Assert.Equal([0.1, 1e300], (await FetchAsync("select f from t order by f")).Text.Split('\n')[1..3].Select(double.Parse));
    }

    [Fact]
    public async Task Bytes_are_hexadecimal_digits()
    {
        await RunAsync(BytesTable);

        Assert.EndsWith("00ff27\n", (await FetchAsync("select b from t")).Text, StringComparison.Ordinal);
    }

    /// <summary>Statements that make a table <c>t</c> with the bytes 00 FF 27 in <c>b</c>.</summary>
    protected abstract string BytesTable { get; }

    [Fact]
    public async Task All_rows_of_a_source_are_of_one_state()
    {
        await RunAsync("create table t (a int); create table u (a int); insert into t values (1); insert into u values (1)");
        await using var source = await OpenAsync();

        var before = await FetchAsync(source, new("inputs.users", "t", IsTable: true, null, null));
        await RunAsync("insert into t values (2); insert into u values (2)");
        var after = await FetchAsync(source, new("inputs.items", "u", IsTable: true, null, null));

        Assert.Equal(("a\n1\n", "a\n1\n"), (before.Text, after.Text));
    }

    [Theory]
    [InlineData(null, "2,3,5", "5")]
    [InlineData("2", "3,5", "5")]
    [InlineData("5", "", null)]
    public async Task A_watermark_brings_what_is_greater(string? after, string rows, string? greatest)
    {
        await RunAsync("create table t (a bigint); insert into t values (3), (2), (5)");

        var fetched = await FetchAsync("select a from t order by a", "a", after);

        Assert.Equal((rows, greatest), (string.Join(',', fetched.Text.Split('\n')[1..^1].Order()), fetched.Greatest));
    }

    [Fact]
    public async Task A_watermark_may_be_a_time()
    {
        await RunAsync("create table t (t timestamp(6) null); insert into t values ('2026-09-01 10:00:00'), ('2026-09-01 10:00:00.000001'), (null)");

        var fetched = await FetchAsync("select t from t", "t", Watermark.Before("2026-09-01 11:00:00", 1));

        Assert.Equal("t\n2026-09-01 10:00:00.000001\n", fetched.Text);
        Assert.StartsWith("2026-09-01 10:00:00.000001", fetched.Greatest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_without_a_watermark_come_with_the_first_fetch_alone()
    {
        await RunAsync("create table t (a bigint, b int); insert into t values (null, 1), (null, 2)");

        Assert.Equal(("a,b\n,1\n,2\n", null), await AllAsync(after: null));
        Assert.Equal(("a,b\n", null), await AllAsync(after: "0"));

        async Task<(string, string?)> AllAsync(string? after)
        {
            var fetched = await FetchAsync("select * from t order by b", "a", after);
            return (fetched.Text, fetched.Greatest);
        }
    }

    [Theory]
    [InlineData("a", "no such column")]
    [InlineData("t", "a column of the type")]
    public async Task A_watermark_that_is_not_there_or_a_text_is_refused(string column, string reason)
    {
        await RunAsync("create table t (n bigint, t varchar(10)); insert into t values (1, '99'), (2, '150')");

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => FetchAsync("select n, t from t", column));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.StartsWith("'inputs.users.watermark'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("select 1 as a;  \n")]
    [InlineData("select 1 as a -- one")]
    public async Task A_query_may_end_as_people_end_them(string query)
    {
        Assert.Equal("a\n1\n", (await FetchAsync(query)).Text);
        Assert.Equal("a\n1\n", (await FetchAsync(query, "a", "0")).Text);
    }

    [Fact]
    public async Task A_table_may_have_any_name()
    {
        await RunAsync($"create table {Quoted("Odd \"`na")} (a int)");
        Assert.Equal("a\n", (await FetchAsync(new FetchRequest("inputs.users", "Odd \"`na", IsTable: true, null, null))).Text);
    }

    [Fact]
    public async Task No_rows_are_a_header() => Assert.Equal("a,b\n", (await FetchAsync("select 1 as a, 2 as b from (select 1) q where 1 = 0")).Text);

    [Fact]
    public async Task Two_columns_of_one_name_are_refused()
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => FetchAsync("select 1 as a, 2 as a"));

        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("inputs.users:", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_query_that_fails_is_told_with_its_source_and_the_databases_words()
    {
        var error = await Assert.ThrowsAsync<DatabaseException>(() => FetchAsync("select nothing from nowhere"));

        Assert.StartsWith("inputs.users: connections.shop: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task Many_rows_come_in_several_parts_each_with_the_header()
    {
        await RunAsync("create table t (a int, b text); insert into t values (1, '\n')");
        for (var doubled = 0; doubled < 8; doubled++)
            await RunAsync("insert into t select * from t");

        // A buffer is 256 KB at least: 256 rows of 4 KB are 1 MB, and no more than 4 parts.
        var parts = (await FetchAsync("select a, repeat(b, 4000) as b from t", partBytes: 1)).Parts;

        Assert.Equal(256, parts.Sum(part => part.Rows));
        Assert.InRange(parts.Count, 2, 256);
        Assert.All(
            Directory.GetFiles(_folder.Root, "*.gz", SearchOption.AllDirectories),
            file => Assert.StartsWith("a,b\n1,\"\n\n", Unzip(file)[..20], StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_connection_that_is_cut_never_gives_fewer_rows()
    {
        await RunAsync("create table t (a varchar(100)); insert into t values ('" + new string('x', 100) + "')");
        for (var doubled = 0; doubled < 12; doubled++)
            await RunAsync("insert into t select * from t");
        long bytes;
        await using (var whole = new CuttingProxy(Server.Port, cut: null))
        {
            Assert.Equal(4096, (await FetchAsync("select * from t", proxy: whole)).Parts.Sum(part => part.Rows));
            bytes = whole.Bytes;
        }

        // The last bytes end the connection, and say nothing of rows.
        foreach (var cut in Enumerable.Range(1, 12).Select(step => step * bytes / 14))
        {
            await using var proxy = new CuttingProxy(Server.Port, new CuttingProxy.Cut.AfterBytes(cut));
            var error = await Assert.ThrowsAsync<DatabaseException>(() => FetchAsync("select * from t", proxy: proxy));
            Assert.True(error.IsTransient, error.ToString());
            Assert.True(proxy.HasCut);
        }
    }

    [Fact]
    public async Task Nobody_who_listens_is_told_with_the_connection()
    {
        var error = await Assert.ThrowsAsync<DatabaseException>(() => OpenAsync(Settings with { Port = SparkServer.FreePort() }));

        Assert.StartsWith("connections.shop: ", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_wrong_database_is_told_with_the_setting()
    {
        var error = await Assert.ThrowsAsync<DatabaseException>(() => OpenAsync(Settings with { Database = "nowhere" }));

        Assert.Contains("'database'", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task A_certificate_must_be_of_a_known_authority()
    {
        var error = await Assert.ThrowsAsync<DatabaseException>(() => OpenAsync(Settings with { Tls = TlsMode.Verify }));
        Assert.Contains("'ca'", error.Message, StringComparison.Ordinal);

        await using var source = await OpenAsync(Settings with { Tls = TlsMode.Verify, Ca = Server.Certificate });
        await Assert.ThrowsAsync<DatabaseException>(() =>
            OpenAsync(Settings with { Tls = TlsMode.Verify, Ca = Server.Certificate, Host = "localhost" })
        );
    }

    [Fact]
    public async Task A_password_is_read_where_the_connection_says_and_told_nowhere()
    {
        if (OperatingSystem.IsWindows())
            return;
        var file = _folder.Write("password", "not-this-one\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
        var user = await NewUserAsync("secret-of-user");
        var error = await Assert.ThrowsAsync<DatabaseException>(() => OpenAsync(Settings with { User = user, PasswordFile = file }));
        Assert.DoesNotContain("not-this-one", error.ToString(), StringComparison.Ordinal);

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await File.WriteAllTextAsync(file, "secret-of-user\n", Cancellation);
        await using var source = await OpenAsync(Settings with { User = user, PasswordFile = file });

        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.Contains(
            "chmod 600",
            (await Assert.ThrowsAsync<DatabaseException>(() => OpenAsync(Settings with { User = user, PasswordFile = file }))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "NO_SUCH",
            (await Assert.ThrowsAsync<DatabaseException>(() => OpenAsync(Settings with { User = user, PasswordEnv = "NO_SUCH" }))).Message,
            StringComparison.Ordinal
        );
    }

    /// <summary>A new user who needs a password.</summary>
    protected abstract Task<string> NewUserAsync(string password);

    private protected Task<(string Text, IReadOnlyList<RawPart> Parts, string? Greatest)> FetchAsync(
        string query,
        string? watermark = null,
        string? after = null,
        CuttingProxy? proxy = null,
        long partBytes = 1 << 27
    ) => FetchAsync(new FetchRequest("inputs.users", query, IsTable: false, watermark, after), proxy, partBytes);

    private async Task<(string Text, IReadOnlyList<RawPart> Parts, string? Greatest)> FetchAsync(
        FetchRequest request,
        CuttingProxy? proxy = null,
        long partBytes = 1 << 27
    )
    {
        await using var source = await OpenAsync(proxy is null ? Settings : Settings with { Port = proxy.Port });
        return await FetchAsync(source, request, partBytes);
    }

    private async Task<(string Text, IReadOnlyList<RawPart> Parts, string? Greatest)> FetchAsync(
        IRowSource source,
        FetchRequest request,
        long partBytes = 1 << 27
    )
    {
        var folder = Location.OfThisMachine(_folder.Root) / Guid.NewGuid().ToString("N");
        await using var raw = new RawParts(Some.Stores.Local, folder, Path.GetTempPath(), (_, _) => { }) { PartBytes = partBytes };
        var greatest = await source.FetchAsync(request, raw, Cancellation);
        var parts = await raw.EndAsync(needsOne: true, Cancellation);
        return (parts.Count > 1 ? "" : Unzip($"{folder / parts[0].Name}"), parts, greatest);
    }

    private Task<IRowSource> OpenAsync(ConnectionSettings? settings = null) =>
        new Databases(Location.OfThisMachine(_folder.Root), Some.Stores, TimeProvider.System, _ => { }).OpenSourceAsync(
            settings ?? Settings,
            Cancellation
        );

    private static string Unzip(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
