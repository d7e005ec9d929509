using PostConfirmation.Local;

namespace PostConfirmation.EndToEndTests.Deploy;

/// <summary>The environment in which the AWS CLI finds the services of the test, and nothing of the user's own AWS settings.</summary>
internal static class AwsVariables
{
    public static Dictionary<string, string?> Of(Uri userPools, Uri lambda, Uri tables, Uri? schedules = null) =>
        new(ProxyBypass.From(Environment.GetEnvironmentVariable))
        {
            ["AWS_ENDPOINT_URL"] = "http://127.0.0.1:9", // nobody is there: the variables of the services come first
            ["AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"] = userPools.ToString(),
            ["AWS_ENDPOINT_URL_LAMBDA"] = lambda.ToString(),
            ["AWS_ENDPOINT_URL_DYNAMODB"] = tables.ToString(),
            ["AWS_ENDPOINT_URL_SCHEDULER"] = schedules?.ToString(),
            ["AWS_ENDPOINT_URL_SFN"] = schedules?.ToString(),
            ["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] = null,
            ["AWS_MAX_ATTEMPTS"] = "1",
            ["AWS_DATA_PATH"] = null,
            ["AWS_ACCESS_KEY_ID"] = "local",
            ["AWS_SECRET_ACCESS_KEY"] = "local",
            ["AWS_REGION"] = "local",
            ["AWS_DEFAULT_REGION"] = "local",
            ["AWS_PROFILE"] = null,
            ["AWS_SESSION_TOKEN"] = null,
            ["AWS_CONFIG_FILE"] = "/dev/null",
            ["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null",
            ["AWS_EC2_METADATA_DISABLED"] = "true",
        };
}
