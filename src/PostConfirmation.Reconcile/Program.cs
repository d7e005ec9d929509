using PostConfirmation.Reconcile;

return await new ReconcileCommand(CommandHost.Process()).RunAsync(args);
