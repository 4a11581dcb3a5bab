package dev.nightjar.awslocal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Requests whose every byte a test chooses, signed by AWS's signer, answers as they come. */
record RawCalls(URI endpoint, String accessKey, String secret) {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Set<String> SET_BY_THE_CLIENT = Set.of("Host", "Content-Length");

  HttpResponse<String> json(String target, String body) throws IOException, InterruptedException {
    return post(
        "dynamodb",
        body,
        Map.of("Content-Type", "application/x-amz-json-1.0", "X-Amz-Target", target));
  }

  HttpResponse<String> form(String service, String body) throws IOException, InterruptedException {
    return post(
        service, body, Map.of("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"));
  }

  /** Without any signature. */
  HttpResponse<String> unsigned(String target) throws IOException, InterruptedException {
    return HTTP.send(
        HttpRequest.newBuilder(endpoint)
            .header("X-Amz-Target", target)
            .POST(BodyPublishers.ofString("{}"))
            .build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String service, String body, Map<String, String> headers)
      throws IOException, InterruptedException {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.POST).uri(endpoint.resolve("/"));
    headers.forEach(request::putHeader);
    byte[] content = body.getBytes(UTF_8);
    var signed =
        AwsV4HttpSigner.create()
            .sign(s ->
                s.identity(AwsCredentialsIdentity.create(accessKey, secret))
                    .request(request.build())
                    .payload(ContentStreamProvider.fromByteArray(content))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-west-1"));
    HttpRequest.Builder sent =
        HttpRequest.newBuilder(endpoint.resolve("/")).POST(BodyPublishers.ofByteArray(content));
    signed
        .request()
        .forEachHeader((name, values) -> {
          if (!SET_BY_THE_CLIENT.contains(name)) {
            values.forEach(value -> sent.header(name, value));
          }
        });
    return HTTP.send(sent.build(), BodyHandlers.ofString());
  }
}
