using PostConfirmation.Reconcile;
using PostConfirmation.Reconcile.Lambda;

return LambdaProgram.IsStartedByLambda
    ? await LambdaProgram.RunAsync()
    : await new ReconcileCommand(CommandHost.Process()).RunAsync(args);
