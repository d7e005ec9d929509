// Prints the template that the CDK example makes.
import { App, DefaultStackSynthesizer } from "aws-cdk-lib";
import { UserPoolStack } from "../../../../deploy/examples/cdk/user-pool-stack";

const app = new App({ outdir: process.argv[2], analyticsReporting: false });
// Without a parameter and a rule for the bootstrapped account.
new UserPoolStack(app, "Shop", { synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }) });
console.log(JSON.stringify(app.synth().getStackByName("Shop").template));
