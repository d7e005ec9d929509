"""The same trigger with boto3: a peer for the benchmark, with the Runtime API's loop of Lambda in Python."""
import http.client
import json
import os
from datetime import datetime, timezone

import boto3
from botocore.exceptions import ClientError

# Older versions of boto3 do not read these variables by themselves.
cognito = boto3.client("cognito-idp", endpoint_url=os.environ.get("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER"))
dynamodb = boto3.client("dynamodb", endpoint_url=os.environ.get("AWS_ENDPOINT_URL_DYNAMODB"))


def reason_to_skip(source, attributes):
    if source != "PostConfirmation_ConfirmSignUp":
        return "password-reset" if source == "PostConfirmation_ConfirmForgotPassword" else "unknown-trigger"
    status = attributes.get("cognito:user_status")
    if status == "EXTERNAL_PROVIDER":
        return None
    if status != "CONFIRMED":
        return "not-confirmed"
    refuted = attributes.get("email_verified") == "false" and attributes.get("phone_number_verified") != "true"
    return "unverified" if refuted else None


def to_attribute(value):
    if value is None:
        return {"NULL": True}
    if isinstance(value, bool):
        return {"BOOL": value}
    if isinstance(value, (int, float)):
        return {"N": str(value)}
    if isinstance(value, str):
        return {"S": value}
    if isinstance(value, list):
        return {"L": [to_attribute(element) for element in value]}
    return {"M": {name: to_attribute(member) for name, member in value.items()}}


def addresses_of(text):
    if not text:
        return {}
    try:
        address = json.loads(text)
    except ValueError:
        address = None
    if not isinstance(address, dict):
        return {"default": {"M": {"formatted": {"S": text}}}}
    return {address.get("address_type") or "default": to_attribute(address)}


def handler(event):
    attributes = event["request"]["userAttributes"]
    reason = reason_to_skip(event["triggerSource"], attributes)
    if reason is None:
        cognito.admin_add_user_to_group(
            UserPoolId=event["userPoolId"], Username=event["userName"], GroupName=os.environ["APP_GROUP_NAME"])
        key = {"S": "USER#" + attributes["sub"]}
        item = {
            "PK": key,
            "SK": key,
            "sub": {"S": attributes["sub"]},
            "username": {"S": event["userName"]},
            "addresses": {"M": addresses_of(attributes.get("address"))},
            "shopping_cart": {"M": {}},
            "date_created": {"S": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")},
        }
        if attributes.get("email"):
            item["email"] = {"S": attributes["email"]}
        try:
            dynamodb.put_item(
                TableName=os.environ["APP_TABLE_NAME"], Item=item, ConditionExpression="attribute_not_exists(PK)")
        except ClientError as error:
            if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                raise
    print(json.dumps({"outcome": "skipped" if reason else "provisioned", "reason": reason, "sub": attributes["sub"]}), flush=True)
    return event


runtime = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
while True:
    runtime.request("GET", "/2018-06-01/runtime/invocation/next")
    work = runtime.getresponse()
    invocation = "/2018-06-01/runtime/invocation/" + work.headers["Lambda-Runtime-Aws-Request-Id"]
    event = json.loads(work.read())
    try:
        runtime.request("POST", invocation + "/response", json.dumps(handler(event)))
    except Exception as failure:
        report = {"errorMessage": str(failure), "errorType": type(failure).__name__, "stackTrace": []}
        runtime.request("POST", invocation + "/error", json.dumps(report))
    runtime.getresponse().read()
