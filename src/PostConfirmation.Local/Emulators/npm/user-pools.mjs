// node user-pools.mjs <port> <Invoke API> <function name>: Cognito user pools, in a folder of its own.
// CODE in the environment is the confirmation code of every user.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { listen } from "./listen.mjs";

const [port, endpoint, functionName] = process.argv.slice(2);

// cognito-local keeps its configuration and its users in the working directory.
const folder = mkdtempSync(join(tmpdir(), "post-confirmation-"));
process.on("exit", () => {
  process.chdir(tmpdir());
  rmSync(folder, { recursive: true, force: true });
});
process.chdir(folder);
mkdirSync(".cognito");
writeFileSync(".cognito/config.json", JSON.stringify({
  LambdaClient: { endpoint, region: "local", maxRetries: 0 },
  TriggerFunctions: { PostConfirmation: functionName },
  // Otherwise every pool uses e-mail addresses as user names, whatever it is created with.
  UserPoolDefaults: { UsernameAttributes: [] },
}));

// It reads PORT when it is loaded, for the issuer in the tokens, so the port must be known before.
const server = createServer();
process.env.HOST = "127.0.0.1";
process.env.PORT = await listen(server, Number(port));

const require = createRequire(import.meta.url);
const { createDefaultServer } = require("cognito-local");
const pino = createRequire(require.resolve("cognito-local"))("pino");
const { application } = await createDefaultServer(pino({ level: "error" }, pino.destination({ dest: 2, sync: true })));
server.on("request", application);
console.log(`listening ${process.env.PORT}`);
