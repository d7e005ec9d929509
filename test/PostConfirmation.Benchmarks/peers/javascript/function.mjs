// The same trigger with the AWS SDK for JavaScript 3: a peer for the benchmark, with the Runtime API's loop of Lambda.
import http from "node:http";
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from "@aws-sdk/client-cognito-identity-provider";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";

const cognito = new CognitoIdentityProviderClient({});
const dynamodb = new DynamoDBClient({});

function reasonToSkip(source, attributes) {
  if (source !== "PostConfirmation_ConfirmSignUp")
    return source === "PostConfirmation_ConfirmForgotPassword" ? "password-reset" : "unknown-trigger";
  const status = attributes["cognito:user_status"];
  if (status === "EXTERNAL_PROVIDER")
    return null;
  if (status !== "CONFIRMED")
    return "not-confirmed";
  return attributes.email_verified === "false" && attributes.phone_number_verified !== "true" ? "unverified" : null;
}

function toAttribute(value) {
  if (value === null)
    return { NULL: true };
  if (Array.isArray(value))
    return { L: value.map(toAttribute) };
  switch (typeof value) {
    case "boolean": return { BOOL: value };
    case "number": return { N: String(value) };
    case "string": return { S: value };
    default: return { M: Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toAttribute(member)])) };
  }
}

function addressesOf(text) {
  if (!text)
    return {};
  let address;
  try {
    address = JSON.parse(text);
  } catch {
    // Not JSON: kept as it is.
  }
  if (address === null || typeof address !== "object" || Array.isArray(address))
    return { default: { M: { formatted: { S: text } } } };
  return { [address.address_type || "default"]: toAttribute(address) };
}

async function handler(event) {
  const attributes = event.request.userAttributes;
  const reason = reasonToSkip(event.triggerSource, attributes);
  if (reason === null) {
    await cognito.send(new AdminAddUserToGroupCommand({
      UserPoolId: event.userPoolId, Username: event.userName, GroupName: process.env.APP_GROUP_NAME,
    }));
    const key = { S: `USER#${attributes.sub}` };
    const item = {
      PK: key,
      SK: key,
      sub: { S: attributes.sub },
      username: { S: event.userName },
      addresses: { M: addressesOf(attributes.address) },
      shopping_cart: { M: {} },
      date_created: { S: new Date().toISOString() },
    };
    if (attributes.email)
      item.email = { S: attributes.email };
    try {
      await dynamodb.send(new PutItemCommand({
        TableName: process.env.APP_TABLE_NAME, Item: item, ConditionExpression: "attribute_not_exists(PK)",
      }));
    } catch (error) {
      if (error.name !== "ConditionalCheckFailedException")
        throw error;
    }
  }
  console.log(JSON.stringify({ outcome: reason ? "skipped" : "provisioned", reason, sub: attributes.sub }));
  return event;
}

const agent = new http.Agent({ keepAlive: true });
const send = (method, path, body) => new Promise((resolve, reject) => {
  const request = http.request(`http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation/${path}`, { method, agent }, response => {
    const chunks = [];
    response.on("data", chunk => chunks.push(chunk)).on("error", reject)
      .on("end", () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
  });
  request.on("error", reject).end(body);
});

(async () => {
  while (true) {
    const work = await send("GET", "next");
    const id = work.headers["lambda-runtime-aws-request-id"];
    try {
      await send("POST", `${id}/response`, JSON.stringify(await handler(JSON.parse(work.body))));
    } catch (failure) {
      await send("POST", `${id}/error`, JSON.stringify({ errorMessage: failure.message, errorType: failure.name, stackTrace: [] }));
    }
  }
})();
