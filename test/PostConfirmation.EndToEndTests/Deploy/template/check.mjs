// node check.mjs < template: prints what CloudFormation would not know or lack, and the template as JSON with the
// functions' long names.
import { readFileSync } from "node:fs";
import { loadAwsServiceSpec } from "@aws-cdk/aws-service-spec";
import { parseDocument, visit } from "yaml";

const functions = ["And", "Equals", "GetAtt", "If", "Join", "Not", "Or", "Select", "Split", "Sub"];
const pseudoParameters = ["AccountId", "NoValue", "Partition", "Region", "StackId", "StackName", "URLSuffix"].map((name) => `AWS::${name}`);
const attributes = ["Type", "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Properties"];
const problems = [];

const customTags = ["Ref", "Condition", ...functions].flatMap((name) => {
  const key = functions.includes(name) ? `Fn::${name}` : name;
  const identify = () => false;
  return [
    { tag: `!${name}`, identify, resolve: (text) => ({ [key]: name === "GetAtt" ? text.split(".") : text }) },
    { tag: `!${name}`, identify, collection: "seq", resolve: (items) => ({ [key]: items.toJSON() }) },
  ];
});

const document = parseDocument(readFileSync(0, "utf8"), { customTags, version: "1.1", logLevel: "silent" });
for (const fault of [...document.errors, ...document.warnings]) problems.push(fault.message);
visit(document, {
  Alias: (_, node) => void problems.push(`the alias *${node.source}: CloudFormation allows none`),
});
const template = document.toJS();
const { Parameters = {}, Conditions = {}, Resources = {}, Outputs = {} } = template;
const used = new Set();

const spec = await loadAwsServiceSpec();
const types = Object.fromEntries(
  Object.entries(Resources).map(([id, { Type }]) => [id, spec.lookup("resource", "cloudFormationType", "equals", Type)[0]]),
);

function checkReference(where, name) {
  used.add(name);
  if (!(name in Parameters) && !(name in Resources) && !pseudoParameters.includes(name)) problems.push(`${where}: there is no ${name}`);
}

function checkAttribute(where, [id, ...path]) {
  checkReference(where, id);
  const attribute = path.join(".");
  if (types[id] && !(attribute in types[id].attributes)) problems.push(`${where}: ${id} has no attribute ${attribute}`);
}

function checkCondition(where, name) {
  used.add(name);
  if (!(name in Conditions)) problems.push(`${where}: there is no condition ${name}`);
}

// Resolves an intrinsic function. Returns whether there was one.
function checkFunction(where, value, type) {
  const keys = Object.keys(value);
  if (keys.length !== 1 || !(keys[0] === "Ref" || keys[0] === "Condition" || keys[0].startsWith("Fn::"))) return false;
  const argument = value[keys[0]];
  if (keys[0] === "Ref") checkReference(where, argument);
  else if (keys[0] === "Condition" && typeof argument === "string") checkCondition(where, argument);
  else if (keys[0] === "Condition") return false; // a policy's
  else if (keys[0] === "Fn::GetAtt") checkAttribute(where, argument);
  else if (keys[0] === "Fn::Sub")
    for (const [, name] of argument.matchAll(/\$\{([^!}]+)\}/g))
      name.includes(".") ? checkAttribute(where, name.split(".")) : checkReference(where, name);
  else if (keys[0] === "Fn::If") {
    checkCondition(where, argument[0]);
    argument.slice(1).forEach((branch) => check(where, branch, type));
  } else argument.forEach((item) => check(where, item, { type: "json" }));
  return true;
}

function checkProperties(where, value, properties) {
  for (const name of Object.keys(value))
    if (name in properties) check(`${where}.${name}`, value[name], properties[name].type);
    else problems.push(`${where}: there is no property ${name}`);
  for (const [name, { required }] of Object.entries(properties))
    if (required && !(name in value)) problems.push(`${where}: the property ${name} is missing`);
}

function faultsOf(where, value, type) {
  const before = problems.length;
  check(where, value, type);
  return problems.splice(before);
}

function check(where, value, type) {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  if (isObject && checkFunction(where, value, type)) return;
  const expect = (fits) => fits || problems.push(`${where}: ${JSON.stringify(value)} is no ${type.type}`);
  switch (type.type) {
    case "json":
      return Object.entries(typeof value === "object" ? value ?? {} : {}).forEach(([key, item]) => check(`${where}.${key}`, item, type));
    case "union": {
      // "json" together with a more exact type would accept anything.
      const telling = type.types.filter((one) => ["array", "map", "ref"].includes(one.type));
      const faults = (telling.length ? telling : type.types).map((one) => faultsOf(where, value, one));
      return faults.some((list) => list.length === 0) || problems.push(...faults[0]);
    }
    case "array":
      return expect(Array.isArray(value)) === true && value.forEach((item, i) => check(`${where}.${i}`, item, type.element));
    case "map":
      return expect(isObject) === true && Object.entries(value).forEach(([key, item]) => check(`${where}.${key}`, item, type.element));
    case "ref":
      return expect(isObject) === true && checkProperties(where, value, spec.get("typeDefinition", type.reference.$ref).properties);
    case "boolean":
    case "string":
      return expect(typeof value === type.type);
    case "integer":
    case "number":
      return expect(typeof value === "number" && (type.type === "number" || Number.isInteger(value)));
  }
}

for (const [name, condition] of Object.entries(Conditions)) checkFunction(`Conditions.${name}`, condition, { type: "json" });
for (const [id, resource] of Object.entries(Resources)) {
  for (const name of Object.keys(resource)) if (!attributes.includes(name)) problems.push(`${id}: there is no attribute ${name}`);
  if (resource.Condition) checkCondition(id, resource.Condition);
  if (types[id]) checkProperties(id, resource.Properties ?? {}, types[id].properties);
  else problems.push(`${id}: there is no resource type ${resource.Type}`);
}
for (const [name, output] of Object.entries(Outputs)) {
  if (output.Condition) checkCondition(`Outputs.${name}`, output.Condition);
  check(`Outputs.${name}`, output.Value, { type: "string" });
}
for (const name of [...Object.keys(Parameters), ...Object.keys(Conditions)]) if (!used.has(name)) problems.push(`${name} is not used`);

console.log(JSON.stringify({ problems, template }));
