// A user pool in CDK whose post-confirmation trigger is the function that dotnet lambda deploy-function deployed.
import { ArnFormat, Stack, StackProps } from "aws-cdk-lib";
import * as cognito from "aws-cdk-lib/aws-cognito";
import * as lambda from "aws-cdk-lib/aws-lambda";
import { Construct } from "constructs";

export class UserPoolStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const pool = new cognito.UserPool(this, "UserPool", {
      selfSignUpEnabled: true,
      signInAliases: { email: true },
      autoVerify: { email: true },
    });

    // By its name, not as a resource of this stack: its role names the pool, and the pool names it, which would be a cycle.
    const functionArn = this.formatArn({
      service: "lambda",
      resource: "function",
      resourceName: "PostConfirmation",
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    const trigger = lambda.Function.fromFunctionAttributes(this, "PostConfirmation", { functionArn, sameEnvironment: true });
    // Attaches it, and lets Cognito invoke it for this pool. (Without sameEnvironment the permission is left out, silently.)
    pool.addTrigger(cognito.UserPoolOperation.POST_CONFIRMATION, trigger);
  }
}
