using Amazon.CognitoIdentityProvider;
using Amazon.DynamoDBv2;
using Amazon.Lambda.CognitoEvents;
using Amazon.Lambda.Core;

namespace PostConfirmation;

/// <summary>Cognito's post-confirmation trigger: decide, provision, answer.</summary>
/// <remarks>https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html</remarks>
internal sealed class Function(
    IAmazonCognitoIdentityProvider cognito, IAmazonDynamoDB dynamoDb, Settings settings, TimeProvider clock, Random? random = null)
{
    /// <summary>Cognito waits 5 s for the answer, and then calls again.</summary>
    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(4);

    /// <summary>What it takes to log and to answer before Lambda ends the invocation.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(300);

    private readonly UserProvisioner provisioner = new(cognito, dynamoDb, settings, clock, random);

    /// <returns>The event, whether the user was provisioned or skipped: anything else Cognito refuses.</returns>
    /// <exception cref="SignUpIncompleteException">Shown to the user; the log has the reason.</exception>
    public async Task<CognitoPostConfirmationEvent> FunctionHandler(CognitoPostConfirmationEvent input, ILambdaContext context)
    {
        var started = clock.GetTimestamp();
        var remaining = context.RemainingTime - Reserve;
        var outcome = await HandleAsync(input, remaining < Budget ? remaining : Budget);
        InvocationLog.Write(context.Logger, outcome, input, clock.GetElapsedTime(started));

        if (outcome.Name == Outcome.Failed)
            throw new SignUpIncompleteException(context.AwsRequestId);

        input.Response ??= new();
        return input;
    }

    private async Task<Outcome> HandleAsync(CognitoPostConfirmationEvent input, TimeSpan budget)
    {
        try
        {
            var user = UserIdentity.From(input);
            var reason = Eligibility.ReasonToSkip(input.TriggerSource, user.Attributes, settings.AllowUnverifiedUsers);
            return reason is null ? await provisioner.ProvisionAsync(user, budget) : new(Outcome.Skipped, reason);
        }
        catch (InvalidEventException e)
        {
            return new(Outcome.Failed, e.Message);
        }
        catch (Exception e)
        {
            return new(Outcome.Failed, Failure: Failure.From(Failure.FunctionStep, e));
        }
    }
}

/// <summary>
/// The only exception that leaves the function. Cognito shows its message to the user who signs up, and Lambda logs
/// its causes: so it has fixed words and no cause.
/// </summary>
internal sealed class SignUpIncompleteException(string requestId) : Exception(
    $"Your sign-up is confirmed, but your account is not set up completely. Please contact support with the reference {requestId}");
