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

    /// <summary>The time to log and to answer before Lambda ends the invocation.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMilliseconds(300);

    private readonly UserProvisioner provisioner = new(cognito, dynamoDb, settings, clock, random);

    /// <summary>
    /// What the process took from its start until it asks for work. Cognito waits through that, too, so the first event has
    /// less time. The wait that follows does not count: Lambda may start a process long before it is needed.
    /// </summary>
    public TimeSpan StartupTime { get; set; }

    /// <returns>The event, whether the user was provisioned or skipped: anything else Cognito refuses.</returns>
    /// <exception cref="SignUpIncompleteException">Shown to the user; the log has the reason.</exception>
    public async Task<CognitoPostConfirmationEvent> FunctionHandler(CognitoPostConfirmationEvent input, ILambdaContext context)
    {
        var started = clock.GetTimestamp();
        var outcome = await HandleAsync(input, TakeBudget(context.RemainingTime - Reserve));
        InvocationLog.Write(context.Logger, outcome, input, clock.GetElapsedTime(started));

        if (outcome.Name == Outcome.Failed)
            throw new SignUpIncompleteException(context.AwsRequestId);

        input.Response ??= new();
        return input;
    }

    private TimeSpan TakeBudget(TimeSpan remaining)
    {
        var budget = Budget - StartupTime;
        StartupTime = TimeSpan.Zero;
        return remaining < budget ? remaining : budget;
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
/// The only exception that leaves the function. Cognito shows its message to the user who signs up, and Lambda logs its inner
/// exceptions: so the message is fixed, and there is no inner exception.
/// </summary>
internal sealed class SignUpIncompleteException(string requestId) : Exception(
    $"Your sign-up is confirmed, but your account is not set up completely. Please contact support with the reference {requestId}");
