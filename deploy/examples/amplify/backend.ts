// amplify/backend.ts of an Amplify Gen 2 app whose post-confirmation trigger is the function that dotnet lambda
// deploy-function deployed. Not checked by this project's tests.
import { defineBackend } from "@aws-amplify/backend";
import { ArnFormat, Stack } from "aws-cdk-lib";
import { CfnPermission } from "aws-cdk-lib/aws-lambda";
import { auth } from "./auth/resource"; // without a postConfirmation among its triggers

const backend = defineBackend({ auth });
const { userPool, cfnResources } = backend.auth.resources;
const stack = Stack.of(userPool);

// By its name, not as a resource of this app: its role names the pool, and the pool names it, which would be a cycle.
const functionArn = stack.formatArn({
  service: "lambda",
  resource: "function",
  resourceName: "PostConfirmation",
  arnFormat: ArnFormat.COLON_RESOURCE_NAME,
});
cfnResources.cfnUserPool.addPropertyOverride("LambdaConfig.PostConfirmation", functionArn);
new CfnPermission(stack, "PostConfirmationPermission", {
  action: "lambda:InvokeFunction",
  functionName: functionArn,
  principal: "cognito-idp.amazonaws.com",
  sourceArn: userPool.userPoolArn,
  sourceAccount: stack.account,
});
