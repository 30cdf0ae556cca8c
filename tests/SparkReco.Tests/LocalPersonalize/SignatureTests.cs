using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Wire;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>Only requests that are signed with a known secret are answered.</summary>
public sealed class SignatureTests
{
    [Fact]
    public void The_signature_is_that_of_the_example_in_the_documents_of_AWS()
    {
        const string hash = "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59";
        const string toSign = $"AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n{hash}";

        Assert.Equal(
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            Signature.Sign(ServiceRig.Secret, "20150830", "us-east-1", "iam", toSign)
        );
    }

    [Theory]
    [InlineData("AmazonPersonalize", 400)]
    [InlineData("runtime", 403)]
    public async Task A_wrong_secret_an_unknown_key_and_no_signature_are_refused(string plane, int status)
    {
        await using var rig = await ServiceRig.StartAsync();
        var (operation, input) =
            plane == "runtime"
                ? ("GetRecommendations", new JsonObject { ["campaignArn"] = "arn:aws:personalize:us-east-1:000000000000:campaign/x" })
                : ("ListSchemas", []);

        Assert.Equal((status, "InvalidSignatureException"), await ErrorAsync(ServiceRig.Key, "wrong"));
        Assert.Equal((status, "UnrecognizedClientException"), await ErrorAsync("AKIDOTHER", ServiceRig.Secret));
        Assert.Equal((status, "MissingAuthenticationTokenException"), await ErrorAsync(key: null, ""));

        async Task<(int, string)> ErrorAsync(string? key, string secret)
        {
            var answer = await rig.SendAsync(
                operation,
                input,
                request =>
                {
                    using var other = rig.Request(operation, input, TimeProvider.System.GetUtcNow(), key ?? "", secret);
                    request.Headers.Remove("Authorization");
                    request.Headers.Remove("X-Amz-Date");
                    request.Headers.TryAddWithoutValidation("X-Amz-Date", other.Headers.GetValues("X-Amz-Date"));
                    if (key is not null)
                        request.Headers.TryAddWithoutValidation("Authorization", other.Headers.GetValues("Authorization"));
                }
            );
            return (answer.Status, answer.Type);
        }
    }

    [Theory]
    [InlineData(-16, "Signature expired: ")]
    [InlineData(16, "Signature not yet current: ")]
    public async Task A_clock_that_is_more_than_a_quarter_of_an_hour_off_is_refused(int minutes, string message)
    {
        await using var rig = await ServiceRig.StartAsync();
        var answer = await rig.SendAsync(
            "ListSchemas",
            [],
            request =>
            {
                using var other = rig.Request("ListSchemas", [], TimeProvider.System.GetUtcNow().AddMinutes(minutes));
                foreach (var name in (string[])["Authorization", "X-Amz-Date"])
                {
                    request.Headers.Remove(name);
                    request.Headers.TryAddWithoutValidation(name, other.Headers.GetValues(name));
                }
            }
        );

        Assert.Equal("InvalidSignatureException", answer.Type);
        Assert.StartsWith(message, (string)answer.Reply["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_was_changed_is_refused()
    {
        await using var rig = await ServiceRig.StartAsync();
        var answer = await rig.SendAsync("ListSchemas", [], request => request.Content = new StringContent("""{"maxResults": 1}"""));

        Assert.Equal("InvalidSignatureException", answer.Type);
    }
}
