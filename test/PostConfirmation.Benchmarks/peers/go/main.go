// The same trigger with the AWS SDK for Go 2: a peer for the benchmark, with the Runtime API's loop of Lambda.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/cognitoidentityprovider"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb"
	"github.com/aws/aws-sdk-go-v2/service/dynamodb/types"
)

type event struct {
	UserPoolID    string `json:"userPoolId"`
	UserName      string `json:"userName"`
	TriggerSource string `json:"triggerSource"`
	Request       struct {
		UserAttributes map[string]string `json:"userAttributes"`
	} `json:"request"`
}

func reasonToSkip(source string, attributes map[string]string) string {
	if source != "PostConfirmation_ConfirmSignUp" {
		if source == "PostConfirmation_ConfirmForgotPassword" {
			return "password-reset"
		}
		return "unknown-trigger"
	}
	switch attributes["cognito:user_status"] {
	case "EXTERNAL_PROVIDER":
		return ""
	case "CONFIRMED":
		if attributes["email_verified"] == "false" && attributes["phone_number_verified"] != "true" {
			return "unverified"
		}
		return ""
	}
	return "not-confirmed"
}

func text(value string) types.AttributeValue { return &types.AttributeValueMemberS{Value: value} }

func toAttribute(value interface{}) types.AttributeValue {
	switch typed := value.(type) {
	case nil:
		return &types.AttributeValueMemberNULL{Value: true}
	case bool:
		return &types.AttributeValueMemberBOOL{Value: typed}
	case json.Number:
		return &types.AttributeValueMemberN{Value: typed.String()}
	case string:
		return text(typed)
	case []interface{}:
		list := make([]types.AttributeValue, len(typed))
		for i, element := range typed {
			list[i] = toAttribute(element)
		}
		return &types.AttributeValueMemberL{Value: list}
	}
	members := map[string]types.AttributeValue{}
	for name, member := range value.(map[string]interface{}) {
		members[name] = toAttribute(member)
	}
	return &types.AttributeValueMemberM{Value: members}
}

func addressesOf(typed string) map[string]types.AttributeValue {
	if typed == "" {
		return map[string]types.AttributeValue{}
	}
	var address map[string]interface{}
	decoder := json.NewDecoder(bytes.NewReader([]byte(typed)))
	decoder.UseNumber()
	if decoder.Decode(&address) != nil || address == nil {
		whole := map[string]types.AttributeValue{"formatted": text(typed)}
		return map[string]types.AttributeValue{"default": &types.AttributeValueMemberM{Value: whole}}
	}
	kind, _ := address["address_type"].(string)
	if kind == "" {
		kind = "default"
	}
	return map[string]types.AttributeValue{kind: toAttribute(address)}
}

func provision(ctx context.Context, cognito *cognitoidentityprovider.Client, table *dynamodb.Client, input event) error {
	attributes := input.Request.UserAttributes
	_, err := cognito.AdminAddUserToGroup(ctx, &cognitoidentityprovider.AdminAddUserToGroupInput{
		UserPoolId: &input.UserPoolID, Username: &input.UserName, GroupName: aws.String(os.Getenv("APP_GROUP_NAME")),
	})
	if err != nil {
		return err
	}
	key := text("USER#" + attributes["sub"])
	item := map[string]types.AttributeValue{
		"PK":            key,
		"SK":            key,
		"sub":           text(attributes["sub"]),
		"username":      text(input.UserName),
		"addresses":     &types.AttributeValueMemberM{Value: addressesOf(attributes["address"])},
		"shopping_cart": &types.AttributeValueMemberM{Value: map[string]types.AttributeValue{}},
		"date_created":  text(time.Now().UTC().Format("2006-01-02T15:04:05.000Z")),
	}
	if email := attributes["email"]; email != "" {
		item["email"] = text(email)
	}
	_, err = table.PutItem(ctx, &dynamodb.PutItemInput{
		TableName: aws.String(os.Getenv("APP_TABLE_NAME")), Item: item, ConditionExpression: aws.String("attribute_not_exists(PK)"),
	})
	var there *types.ConditionalCheckFailedException
	if errors.As(err, &there) {
		return nil
	}
	return err
}

func handle(ctx context.Context, cognito *cognitoidentityprovider.Client, table *dynamodb.Client, payload []byte) error {
	var input event
	if err := json.Unmarshal(payload, &input); err != nil {
		return err
	}
	attributes := input.Request.UserAttributes
	reason, outcome := reasonToSkip(input.TriggerSource, attributes), "skipped"
	if reason == "" {
		outcome = "provisioned"
		if err := provision(ctx, cognito, table, input); err != nil {
			return err
		}
	}
	line, _ := json.Marshal(map[string]string{"outcome": outcome, "reason": reason, "sub": attributes["sub"]})
	fmt.Println(string(line))
	return nil
}

// The version that Debian packages does not read the endpoint variables by itself.
func endpoint(service, region string, _ ...interface{}) (aws.Endpoint, error) {
	variables := map[string]string{
		cognitoidentityprovider.ServiceID: "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", dynamodb.ServiceID: "AWS_ENDPOINT_URL_DYNAMODB",
	}
	return aws.Endpoint{URL: os.Getenv(variables[service]), SigningRegion: region}, nil
}

func main() {
	ctx := context.Background()
	settings, err := config.LoadDefaultConfig(ctx, config.WithEndpointResolverWithOptions(aws.EndpointResolverWithOptionsFunc(endpoint)))
	if err != nil {
		panic(err)
	}
	cognito, table := cognitoidentityprovider.NewFromConfig(settings), dynamodb.NewFromConfig(settings)
	runtime := "http://" + os.Getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/"
	client := &http.Client{}
	for {
		work, err := client.Get(runtime + "next")
		if err != nil {
			panic(err)
		}
		payload, _ := io.ReadAll(work.Body)
		work.Body.Close()
		answer, kind := payload, "/response"
		if err := handle(ctx, cognito, table, payload); err != nil {
			answer, _ = json.Marshal(map[string]string{"errorMessage": err.Error(), "errorType": fmt.Sprintf("%T", err)})
			kind = "/error"
		}
		taken, err := client.Post(runtime+work.Header.Get("Lambda-Runtime-Aws-Request-Id")+kind, "application/json", bytes.NewReader(answer))
		if err != nil {
			panic(err)
		}
		io.Copy(io.Discard, taken.Body)
		taken.Body.Close()
	}
}
