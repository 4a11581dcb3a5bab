package dev.nightjar.awslocal.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Invocation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What policies allow, as "Policy evaluation logic" and the JSON element reference in IAM's user
 * guide say.
 */
class AccessPoliciesTest {

  private static final String ACCOUNT = "123456789012";

  private final Roles roles = new Roles();
  private final AccessPolicies policies = new AccessPolicies(roles, Clock.systemUTC());

  @Test
  void whatNoStatementAllowsIsDenied() {
    role(allow("dynamodb:DescribeTable", "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"));

    assertAllowed("DynamoDB_20120810.DescribeTable", "{\"TableName\":\"orders\"}");
    assertDenied(
        "DynamoDB_20120810.DescribeTable",
        "{\"TableName\":\"other\"}",
        "User: arn:aws:sts::123456789012:assumed-role/reader/s is not authorized to perform:"
            + " dynamodb:DescribeTable on resource:"
            + " arn:aws:dynamodb:eu-west-1:123456789012:table/other because no identity-based"
            + " policy allows the dynamodb:DescribeTable action");
    assertDenied(
        "DynamoDB_20120810.DeleteTable",
        "{\"TableName\":\"orders\"}",
        "no identity-based policy allows the dynamodb:DeleteTable action");
  }

  @Test
  void aDenyBeatsEveryAllow() {
    role(
        """
        {"Statement":[
          {"Effect":"Allow","Action":"*","Resource":"*"},
          {"Effect":"Deny","Action":"dynamodb:Delete*","Resource":"*"}]}
        """);

    assertAllowed("DynamoDB_20120810.PutItem", "{\"TableName\":\"orders\"}");
    assertDenied(
        "DynamoDB_20120810.DeleteItem",
        "{\"TableName\":\"orders\"}",
        "with an explicit deny in an identity-based policy");
  }

  @Test
  void notActionAndNotResourceAreTheRest() {
    role(
        """
        {"Statement":{"Effect":"Allow","NotAction":"iam:*",
          "NotResource":"arn:aws:s3:::secret/*"}}
        """);

    assertAllowed("S3.GetObject", "{\"Bucket\":\"open\",\"Key\":\"k\"}");
    assertDenied("S3.GetObject", "{\"Bucket\":\"secret\",\"Key\":\"k\"}", "s3:GetObject");
    assertDenied("IAM.GetRole", "{\"RoleName\":\"reader\"}", "iam:GetRole");
  }

  @Test
  void conditionsMustHold() {
    role(
        """
        {"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*",
          "Condition":{"StringLike":{"aws:PrincipalArn":"arn:aws:sts::*:assumed-role/writer/*"}}}}
        """);

    assertDenied("S3.GetObject", "{\"Bucket\":\"b\",\"Key\":\"k\"}", "s3:GetObject");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "StringEquals | aws:PrincipalArn | arn:aws:iam::123456789012:role/reader | true",
        "StringLike | aws:userid | AROAREADER:* | true",
        "StringNotEquals | aws:RequestedRegion | eu-west-1 | false",
        "StringEqualsIfExists | aws:PrincipalOrgID | o-1 | true",
        "StringEquals | aws:PrincipalOrgID | o-1 | false",
        "ForAnyValue:StringEquals | aws:PrincipalOrgID | o-1 | false",
        "ForAllValues:StringEquals | aws:PrincipalOrgID | o-1 | true",
        "Bool | aws:SecureTransport | true | false",
        "Null | sts:ExternalId | true | true",
        "NumericGreaterThan | aws:EpochTime | 1000000000 | true",
        "NumericLessThanEquals | aws:EpochTime | 1e9 | false",
        "DateGreaterThan | aws:CurrentTime | 2020-01-01T00:00:00Z | true",
        "DateLessThan | aws:CurrentTime | 2020-01-01T00:00:00Z | false",
        "ArnLike | aws:PrincipalArn | arn:aws:iam::*:role/read* | true"
      })
  void eachOperatorComparesItsWay(String operator, String key, String value, boolean allows) {
    role(
        """
        {"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*",
          "Condition":{"%s":{"%s":"%s"}}}}
        """
            .formatted(operator, key, value));
    if (allows) {
      assertAllowed("S3.GetObject", "{\"Bucket\":\"b\",\"Key\":\"k\"}");
    } else {
      assertDenied("S3.GetObject", "{\"Bucket\":\"b\",\"Key\":\"k\"}", "s3:GetObject");
    }
  }

  @Test
  void aListingCanBeAllowedForOnePrefix() {
    role(
        """
        {"Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
          "Condition":{"StringLike":{"s3:prefix":["exports/*"]}}}}
        """);
    assertAllowed("S3.ListObjectsV2", "{\"Bucket\":\"b\",\"prefix\":\"exports/1\"}");
    assertDenied("S3.ListObjectsV2", "{\"Bucket\":\"b\"}", "s3:ListBucket");
  }

  @Test
  void aCopyReadsItsSource() {
    role(allow("s3:PutObject", "*"));
    assertDenied(
        "S3.CopyObject",
        "{\"Bucket\":\"b\",\"Key\":\"k\",\"CopySource\":\"from/x\"}",
        "s3:GetObject on resource: \"arn:aws:s3:::from/x\"");
  }

  @Test
  void aSessionsOwnPolicyOnlyTakesAway() {
    role(allow("s3:*", "*"));
    Caller narrowed =
        new Caller(
            ACCOUNT,
            new Caller.RoleSession(
                "reader", "AROAREADER", "s", Optional.of(allow("s3:Get*\",\"dynamodb:*", "*"))),
            "eu-west-1",
            "ASIA");
    assertThatCode(() -> policies.check(of("S3.GetObject", narrowed))).doesNotThrowAnyException();
    assertThatThrownBy(() -> policies.check(of("S3.PutObject", narrowed)))
        .hasMessageEndingWith("because no session policy allows the s3:PutObject action");
    assertThatThrownBy(() -> policies.check(of("DynamoDB_20120810.ListTables", narrowed)))
        .hasMessageEndingWith(
            "because no identity-based policy allows the dynamodb:ListTables action");
  }

  private static Invocation of(String operation, Caller caller) {
    return new Invocation("r", operation, input("{\"Bucket\":\"b\",\"Key\":\"k\"}"), caller);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "S3.HeadObject ; {'Bucket':'b','Key':'k'} ; s3:GetObject ; arn:aws:s3:::b/k",
        "S3.ListObjectsV2 ; {'Bucket':'b'} ; s3:ListBucket ; arn:aws:s3:::b",
        "S3.UploadPart ; {'Bucket':'b','Key':'k'} ; s3:PutObject ; arn:aws:s3:::b/k",
        "S3.ListBuckets ; {} ; s3:ListAllMyBuckets ; *",
        "DynamoDB_20120810.Query ; {'TableName':'t','IndexName':'i'} ; dynamodb:Query ;"
            + " arn:aws:dynamodb:eu-west-1:123456789012:table/t/index/i",
        "DynamoDB_20120810.BatchWriteItem ; {'RequestItems':{'t':[]}} ; dynamodb:BatchWriteItem ;"
            + " arn:aws:dynamodb:eu-west-1:123456789012:table/t",
        "DynamoDB_20120810.TransactWriteItems ; {'TransactItems':[{'Put':{'TableName':'t'}}]} ;"
            + " dynamodb:PutItem ; arn:aws:dynamodb:eu-west-1:123456789012:table/t",
        "DynamoDB_20120810.DescribeExport ; {'ExportArn':'arn:aws:x/export/1'} ;"
            + " dynamodb:DescribeExport ; arn:aws:x/export/1",
        "DynamoDBStreams_20120810.GetRecords ; {'ShardIterator':'arn:aws:x/stream/1|9|AA'} ;"
            + " dynamodb:GetRecords ; arn:aws:x/stream/1",
        "DynamoDBStreams_20120810.DescribeStream ; {'StreamArn':'arn:aws:x/stream/1'} ;"
            + " dynamodb:DescribeStream ; arn:aws:x/stream/1"
      })
  void everyCallNeedsItsActionOnItsResource(
      String operation, String input, String action, String resource) {
    role(allow(action, resource));
    assertAllowed(operation, input.replace('\'', '"'));

    roles.change(
        ACCOUNT, "reader", role -> role.withPolicy("p", policy(allow(action, resource + "-not"))));
    assertDenied(operation, input.replace('\'', '"'), action + " on resource:");
  }

  @Test
  void whoeverCallsMayAskWhoItIs() {
    role(allow("s3:GetObject", "*"));

    assertAllowed("STS.GetCallerIdentity", "{}");
  }

  @Test
  void theAccountItselfMayDoEverything() {
    Caller root = new Caller(ACCOUNT, new Caller.Root(), "eu-west-1", "test");

    assertThatCode(() ->
            policies.check(
                new Invocation(
                    "r", "DynamoDB_20120810.DeleteTable", input("{\"TableName\":\"t\"}"), root)))
        .doesNotThrowAnyException();
  }

  @Test
  void aRoleThatWasMadeAgainDoesNotServeTheOldSessions() {
    role(allow("s3:GetObject", "*"));
    roles.change(ACCOUNT, "reader", role -> role.withoutPolicy("p"));
    roles.remove(ACCOUNT, "reader");
    roles.add(make("AROAOTHER").withPolicy("p", policy(allow("s3:GetObject", "*"))));

    assertDenied("S3.GetObject", "{\"Bucket\":\"b\",\"Key\":\"k\"}", "s3:GetObject");
  }

  @ParameterizedTest
  @CsvSource({
    "dynamodb:*, dynamodb:GetItem, true",
    "dynamodb:Get*, dynamodb:GetItem, true",
    "dynamodb:Get*, dynamodb:PutItem, false",
    "*:GetItem, dynamodb:GetItem, true",
    "dynamodb:?etItem, dynamodb:GetItem, true",
    "d*b:*I*m, dynamodb:GetItem, true",
    "dynamodb:GetItem, dynamodb:GetItems, false",
    "'', dynamodb:GetItem, false",
    "*, '', true"
  })
  void wildcardsStandForAnyText(String pattern, String text, boolean matches) {
    assertThat(Wildcards.matches(pattern, text)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json | This policy contains invalid Json",
        "{} | Syntax errors in policy.",
        "{\"Statement\":{\"Effect\":\"Permit\",\"Action\":\"*\",\"Resource\":\"*\"}} | Syntax errors"
            + " in policy.",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Resource\":\"*\"}} | must contain actions",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\"}} | must contain resources",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Principal\":\"*\"}}"
            + " | should not specify a principal",
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Guess\":{}}}}"
            + " | Invalid Condition type : Guess."
      })
  void malformedPoliciesAreRefusedWithTheReason(String document, String reason) {
    assertThatThrownBy(() -> PolicyDocument.ofAccess(document))
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.type()).isEqualTo("MalformedPolicyDocument"))
        .hasMessageContaining(reason);
  }

  private void assertAllowed(String operation, String input) {
    assertThatCode(() -> policies.check(call(operation, input))).doesNotThrowAnyException();
  }

  private void assertDenied(String operation, String input, String words) {
    assertThatThrownBy(() -> policies.check(call(operation, input)))
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.type()).startsWith("AccessDenied"))
        .hasMessageContaining(words);
  }

  private static Invocation call(String operation, String input) {
    Caller session =
        new Caller(
            ACCOUNT, new Caller.RoleSession("reader", "AROAREADER", "s"), "eu-west-1", "ASIA");
    return new Invocation("r", operation, input(input), session);
  }

  private static ObjectNode input(String json) {
    return (ObjectNode) JsonMapper.shared().readTree(json);
  }

  private void role(String document) {
    roles.add(make("AROAREADER").withPolicy("p", policy(document)));
  }

  private static Role make(String id) {
    PolicyDocument trust =
        PolicyDocument.ofTrust(
            "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"}}");
    return new Role(
        ACCOUNT,
        "reader",
        id,
        "/",
        "",
        Instant.EPOCH,
        Duration.ofHours(1),
        trust,
        new TreeMap<>(Map.of()));
  }

  private static PolicyDocument policy(String document) {
    return PolicyDocument.ofAccess(document);
  }

  private static String allow(String action, String resource) {
    return """
    {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["%s"],"Resource":["%s"]}]}
    """
        .formatted(action, resource);
  }
}
