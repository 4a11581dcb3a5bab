package dev.nightjar.proving.flights;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The SDK's clients for an AWS at an address of its own, as its user has them. */
public final class AwsClients implements AutoCloseable {

  /** Where the demo's table is. */
  public static final String REGION = "us-east-1";

  private final SdkHttpClient http = Apache5HttpClient.builder().maxConnections(64).build();
  private final DynamoDbClient dynamo;
  private final S3Client s3;
  private final IamClient iam;

  /** Clients that sign with that key. */
  public AwsClients(URI endpoint, String accessKeyId, String secretAccessKey) {
    AwsCredentialsProvider credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKeyId, secretAccessKey));
    dynamo =
        DynamoDbClient.builder()
            .endpointOverride(endpoint)
            .region(Region.of(REGION))
            .credentialsProvider(credentials)
            .httpClient(http)
            .build();
    s3 =
        S3Client.builder()
            .endpointOverride(endpoint)
            .forcePathStyle(true)
            .region(Region.of(REGION))
            .credentialsProvider(credentials)
            .httpClient(http)
            .build();
    iam =
        IamClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(credentials)
            .httpClient(http)
            .build();
  }

  /** DynamoDB. */
  public DynamoDbClient dynamo() {
    return dynamo;
  }

  /** Makes a bucket. */
  public void createBucket(String bucket) {
    s3.createBucket(request -> request.bucket(bucket));
  }

  /** The keys of a bucket's first thousand objects. */
  public List<String> keys(String bucket) {
    return s3.listObjectsV2(request -> request.bucket(bucket)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  /**
   * Makes a role.
   *
   * @param trust who may assume it: a policy document
   * @param access what it may do: a policy document
   * @return its ARN
   */
  public String createRole(String name, String trust, String access) {
    String arn =
        iam.createRole(request -> request.roleName(name).assumeRolePolicyDocument(trust))
            .role()
            .arn();
    iam.putRolePolicy(
        request -> request.roleName(name).policyName("nightjar").policyDocument(access));
    return arn;
  }

  /** A trust policy that lets nobody assume a role. */
  public static final String NOBODY =
      """
      {"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},\
      "Action":"sts:AssumeRole"}]}
      """;

  /** Who may assume a role: a policy document. */
  public String trustOf(String roleArn) {
    String document =
        iam.getRole(request -> request.roleName(roleName(roleArn)))
            .role()
            .assumeRolePolicyDocument();
    // IAM answers it "URL-encoded compliant with RFC 3986".
    return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Lets others assume a role. */
  public void trust(String roleArn, String policy) {
    iam.updateAssumeRolePolicy(
        request -> request.roleName(roleName(roleArn)).policyDocument(policy));
  }

  private static String roleName(String roleArn) {
    return roleArn.substring(roleArn.lastIndexOf('/') + 1);
  }

  @Override
  public void close() {
    dynamo.close();
    s3.close();
    iam.close();
    http.close();
  }
}
