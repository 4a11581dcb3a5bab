import { defineDynamoDBConnection, secret } from "@tinybirdco/sdk";

export const ordersDynamo = defineDynamoDBConnection("my_ddb", {
  region: "us-east-1",
  arn: secret("dynamodb_role_arn_my_ddb"),
});
