package dev.nightjar.dynamodb.connection;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.CRC32;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Answers what a test tells it to, in the shapes of AWS's protocols. */
final class AwsStub implements AutoCloseable {
  static final String ROLE = "arn:aws:iam::123456789012:role/nightjar";
  static final String TABLE = "arn:aws:dynamodb:us-east-1:123456789012:table/orders";
  static final String STREAM = TABLE + "/stream/2026-01-01T00:00:00.000";

  /** A request: its operation (or its method and path), headers that matter, and its body. */
  record Request(String operation, String authorization, String body) {}

  /** An answer. */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer json(String body) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      var crc = new CRC32();
      crc.update(bytes);
      return new Answer(200, Map.of("x-amz-crc32", Long.toString(crc.getValue())), bytes);
    }

    static Answer error(int status, String type, String message) {
      return text(
          status,
          "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}"
              .formatted(type, message));
    }

    static Answer text(int status, String body) {
      return new Answer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    Answer with(String header, String value) {
      Map<String, String> all = new HashMap<>(headers);
      all.put(header, value);
      return new Answer(status, all, body);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Answer>> answers = new HashMap<>();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  AwsStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    answer("AssumeRole", assumed("ASIAROLE"));
    answer("GetCallerIdentity", caller("999999999999"));
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  AwsConnector connector() {
    return AwsConnector.builder()
        .endpoint(endpoint())
        .credentials(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIALOCAL", "secret")))
        .build();
  }

  static RoleTarget target(String... externalIds) {
    return new RoleTarget(ROLE, "us-east-1", List.of(externalIds));
  }

  /** What to answer to an operation: each once, the last one for ever. */
  synchronized void answer(String operation, Answer... inTurn) {
    answers.put(operation, new ArrayDeque<>(List.of(inTurn)));
  }

  List<Request> requests(String operation) {
    return requests.stream().filter(request -> request.operation().equals(operation)).toList();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String operation = operation(exchange, body);
      String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      requests.add(new Request(operation, authorization, body));
      Answer answer = next(operation);
      answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      exchange.sendResponseHeaders(
          answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
      exchange.getResponseBody().write(answer.body());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String operation(HttpExchange exchange, String body) {
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    if (target != null) {
      return target.substring(target.indexOf('.') + 1);
    }
    for (String field : body.split("&")) {
      if (field.startsWith("Action=")) {
        return URLDecoder.decode(field.substring("Action=".length()), StandardCharsets.UTF_8);
      }
    }
    return exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
  }

  private synchronized Answer next(String operation) {
    Deque<Answer> left = answers.get(operation);
    if (left == null) {
      return Answer.error(400, "UnknownOperationException", "nothing is told about " + operation);
    }
    return left.size() > 1 ? left.pop() : left.peek();
  }

  static Answer assumed(String accessKeyId) {
    return Answer.text(
        200,
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
        <AccessKeyId>%s</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken>
        <Expiration>2999-01-01T00:00:00Z</Expiration></Credentials><AssumedRoleUser>
        <Arn>arn:aws:sts::123456789012:assumed-role/nightjar/nightjar</Arn>
        <AssumedRoleId>AROA:nightjar</AssumedRoleId></AssumedRoleUser></AssumeRoleResult>
        <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></AssumeRoleResponse>\
        """
            .formatted(accessKeyId));
  }

  static Answer stsError(int status, String code, String message) {
    return Answer.text(
        status,
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
        <Code>%s</Code><Message>%s</Message></Error><RequestId>r</RequestId></ErrorResponse>\
        """
            .formatted(code, message));
  }

  private static Answer caller(String account) {
    return Answer.text(
        200,
        """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
        <Arn>arn:aws:iam::%1$s:user/me</Arn><UserId>AIDA</UserId><Account>%1$s</Account></GetCallerIdentityResult>
        <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>\
        """
            .formatted(account));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
