using SparkReco.Configuration;
using Xunit;

namespace SparkReco.Tests.Configuration;

/// <summary>Connections, and inputs that come from them.</summary>
public sealed class ConnectionTests : ConfigurationTest
{
    private const string Shop = """ "connections": { "shop": { "host": "db", "user": "reader", "database": "shop" } } """;

    [Fact]
    public void A_connection_is_known_by_its_name()
    {
        var connection = LoadText(Whole($$""" {{Shop}}, "inputs": { {{Users(""" "connection": "shop", "table": "members" """)}} } """)).Connections[
            "shop"
        ];

        Assert.Equal(("shop", DatabaseKind.PostgreSql, "db", TlsMode.Verify), (connection.Name, connection.Kind, connection.Host, connection.Tls));
    }

    [Fact]
    public void A_connection_can_be_changed_from_outside() =>
        Assert.Equal(
            "other",
            LoadText(Whole($$""" {{Shop}}, "inputs": { {{Users(""" "paths": ["u"] """)}} } """), ("connections.shop.host", "other"))
                .Connections["shop"]
                .Host
        );

    [Fact]
    public void An_input_has_one_source_or_several_by_name()
    {
        var sources = LoadText(
            Whole(
                $$""" {{Shop}}, "inputs": { {{Users(""" "sources": { "members": { "connection": "shop", "query": "select 1" }, "guests": { "paths": ["g.csv"], "fields": { "user_id": "id" } } } """)}} } """
            )
        ).Inputs.Users;

        Assert.Equal(["inputs.users.sources.members", "inputs.users.sources.guests"], sources.Select(source => source.Key));
        Assert.Equal(("select 1", "shop", null), (sources[0].Fetch!.Query, sources[0].Fetch!.Connection, sources[1].Fetch));
        Assert.Equal("id", sources[1].Files.Fields["user_id"].Column);
    }

    [Theory]
    [InlineData(""" "connection": "shp", "table": "t" """, "there is no 'connections.shp'; did you mean 'shop'?")]
    [InlineData(""" "connection": "shop" """, "needs one of 'query' and 'table'")]
    [InlineData(""" "connection": "shop", "query": "q", "table": "t" """, "needs one of 'query' and 'table'")]
    [InlineData(""" "connection": "shop", "table": "t", "paths": ["u"] """, "both 'paths' and 'connection'")]
    [InlineData(""" "connection": "shop", "table": "t", "delimiter": ";" """, "'inputs.users.delimiter' is for files")]
    [InlineData(""" "table": "t", "paths": ["u"] """, "no 'connection' to the database")]
    [InlineData(""" "connection": "shop", "table": "t", "watermark": "w" """, "'inputs.users.watermark' is not a setting")]
    [InlineData(""" "paths": ["u"], "sources": { "a": { "paths": ["b"] } } """, "both 'sources' and a source of its own")]
    [InlineData(""" "sources": { "A b": { "paths": ["b"] } } """, "is not a name")]
    [InlineData(""" "sources": { "a": { "pats": ["b"] } } """, "'inputs.users.sources.a.pats' is not a setting; did you mean 'paths'?")]
    [InlineData(""" "sources": [] """, "must be an object")]
    public void A_source_that_is_wrong_is_told_with_its_line(string source, string error) =>
        Assert.Contains(
            ErrorsOfText(Whole($$""" {{Shop}}, "inputs": { {{Users(source)}} } """)),
            text => text.Contains(error, StringComparison.Ordinal)
        );

    [Theory]
    [InlineData(""" "host": "db", "user": "u" """, "'connections.c.database' is missing")]
    [InlineData(""" "database": "d" """, "needs 'host' and 'user'")]
    [InlineData(""" "host": "db", "user": "u", "database": "d", "password": "p" """, "'connections.c.password' is not a setting")]
    [InlineData(""" "host": "db", "user": "u", "database": "d", "password_env": "A", "password_file": "b" """, "more than one of 'password_env'")]
    [InlineData(""" "host": "db", "user": "u", "database": "d", "type": "oracle" """, "must be one of postgresql, mysql, redshift, dynamodb")]
    [InlineData(""" "type": "dynamodb", "endpoint": "http://db.example.com" """, "on this machine alone")]
    [InlineData(""" "type": "redshift", "database": "d" """, "needs 'cluster' or 'workgroup'")]
    public void A_connection_that_is_wrong_is_told_with_the_remedy(string connection, string error) =>
        Assert.Contains(
            ErrorsOfText(Whole($$""" "connections": { "c": { {{connection}} } }, "inputs": { {{Users(""" "paths": ["u"] """)}} } """)),
            text => text.StartsWith("sparkreco.json:", StringComparison.Ordinal) && text.Contains(error, StringComparison.Ordinal)
        );

    [Fact]
    public void Equal_rows_can_not_be_kept_where_some_are_fetched_twice()
    {
        var events = """ "connection": "shop", "table": "e", "watermark": "at", "repeats": "keep" """;

        Assert.Contains(
            ErrorsOfText(Whole($$""" {{Shop}}, "inputs": { "users": { "paths": ["u"] }, "items": { "paths": ["i"] }, "events": { {{events}} } } """)),
            text => text.Contains("fetches some rows twice", StringComparison.Ordinal)
        );
    }

    private static string Whole(string lines) => $$"""{ "run_date": "2026-09-01", {{lines}} }""";

    private static string Users(string source) => $$""" "users": { {{source}} }, "items": { "paths": ["i"] }, "events": { "paths": ["e"] } """;
}
