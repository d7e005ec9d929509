return await PostConfirmation.Reconcile.ReconcileCommand.RunAsync(args);
