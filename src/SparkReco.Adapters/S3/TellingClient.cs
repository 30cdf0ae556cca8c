using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.S3;

namespace SparkReco.Adapters.S3;

/// <summary>A client that tells of each attempt that failed, also of those that the SDK repeats by itself.</summary>
internal sealed class TellingClient(TellingClient.Settings settings) : AmazonS3Client(settings)
{
    // The client makes its pipeline while it is being constructed: it has nothing but its configuration then.
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        pipeline.AddHandlerAfter<RetryHandler>(new Attempts(((Settings)Config).Tell));
    }

    internal sealed class Settings : AmazonS3Config
    {
        public Action<string> Tell { get; init; } = _ => { };
    }

    private sealed class Attempts(Action<string> tell) : PipelineHandler
    {
        public override async Task<T> InvokeAsync<T>(IExecutionContext executionContext)
        {
            try
            {
                return await base.InvokeAsync<T>(executionContext);
            }
            catch (Exception error)
            {
                var request = executionContext.RequestContext;
                tell($"S3: {request.RequestName}, attempt {request.Retries + 1}: {error.Message}");
                throw;
            }
        }
    }
}
