package dev.nightjar.awslocal.http;

import static dev.nightjar.awslocal.operation.LargeJson.LARGEST_REQUEST;

import dev.nightjar.awslocal.credentials.Authenticator;
import dev.nightjar.awslocal.credentials.NotAuthenticated;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.ConnectionCut;
import dev.nightjar.awslocal.operation.Invocation;
import dev.nightjar.awslocal.operation.LargeJson;
import dev.nightjar.awslocal.operation.OperationRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code application/x-amz-json-1.0}: the operation's name in {@code X-Amz-Target}, the input and
 * the answer as JSON, the answer's CRC-32 in {@code x-amz-crc32} (AWS's SDKs check it).
 */
public final class JsonProtocol implements Protocol {

  private static final String DYNAMODB = "com.amazonaws.dynamodb.v20120810#";
  private static final String CORAL = "com.amazon.coral.service#";

  /** Errors that come from AWS's common front and not from DynamoDB's own model. */
  private static final Map<String, String> NAMESPACES =
      Map.ofEntries(
          Map.entry("AccessDeniedException", CORAL),
          Map.entry("ExpiredTokenException", CORAL),
          Map.entry("IncompleteSignatureException", CORAL),
          Map.entry("InternalFailure", CORAL),
          Map.entry("InvalidSignatureException", CORAL),
          Map.entry("MissingAuthenticationTokenException", CORAL),
          Map.entry("SerializationException", CORAL),
          Map.entry("ServiceUnavailableException", CORAL),
          Map.entry("UnknownOperationException", CORAL),
          Map.entry("UnrecognizedClientException", CORAL),
          Map.entry("ThrottlingException", "com.amazon.coral.availability#"),
          Map.entry("ValidationException", "com.amazon.coral.validate#"));

  private static final Logger log = LoggerFactory.getLogger(JsonProtocol.class);

  private final JsonMapper json = LargeJson.mapper();
  private final OperationRegistry registry;
  private final Authenticator authenticator;

  public JsonProtocol(OperationRegistry registry, Authenticator authenticator) {
    this.registry = registry;
    this.authenticator = authenticator;
  }

  @Override
  public void answer(HttpCall call) throws IOException {
    String requestId = RequestIds.json();
    int status = 200;
    ObjectNode answer;
    try {
      answer = carryOut(call, requestId);
    } catch (AwsError error) {
      status = error.httpStatus();
      answer = document(error);
    } catch (ConnectionCut cut) {
      throw cut;
    } catch (RuntimeException e) {
      log.error("{} failed (request {})", call.header("X-Amz-Target"), requestId, e);
      status = 500;
      answer = document(new AwsError(500, "InternalServerError", "Internal server error"));
    }
    byte[] body = json.writeValueAsBytes(answer);
    CRC32 crc = new CRC32();
    crc.update(body);
    call.status(status);
    call.setHeader("Content-Type", "application/x-amz-json-1.0");
    call.setHeader("x-amzn-RequestId", requestId);
    call.setHeader("x-amz-crc32", Long.toString(crc.getValue()));
    call.send(body);
  }

  private ObjectNode carryOut(HttpCall call, String requestId) throws IOException {
    byte[] body = call.body().readNBytes(LARGEST_REQUEST + 1);
    if (body.length > LARGEST_REQUEST) {
      throw new AwsError(413, "RequestEntityTooLargeException", "Request Entity Too Large");
    }
    Caller caller;
    try {
      caller = authenticator.authenticate(call, body);
    } catch (NotAuthenticated e) {
      throw refusal(e);
    }
    return registry.invoke(
        new Invocation(requestId, call.header("X-Amz-Target"), input(body), caller));
  }

  private ObjectNode input(byte[] body) {
    if (body.length == 0) {
      return json.createObjectNode();
    }
    try {
      JsonNode input = json.readTree(body);
      if (input instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException notJson) {
      throw AwsError.client("SerializationException", "The request is not valid JSON");
    }
    throw AwsError.client(
        "SerializationException", "Start of structure or map found where not expected");
  }

  private ObjectNode document(AwsError error) {
    String namespace = NAMESPACES.getOrDefault(error.type(), DYNAMODB);
    ObjectNode document = json.createObjectNode().put("__type", namespace + error.type());
    if (!error.getMessage().isEmpty()) {
      // AWS's common front writes it with a capital in some errors; SDKs read both
      document.put(namespace.equals(CORAL) ? "Message" : "message", error.getMessage());
    }
    document.setAll(error.details());
    return document;
  }

  private static AwsError refusal(NotAuthenticated why) {
    String type =
        switch (why.reason()) {
          case MISSING -> "MissingAuthenticationTokenException";
          case MALFORMED, OTHER_VERSION -> "IncompleteSignatureException";
          case UNKNOWN_KEY, WRONG_TOKEN -> "UnrecognizedClientException";
          case EXPIRED -> "ExpiredTokenException";
          case WRONG_REGION, WRONG_SIGNATURE, SKEWED, URL_EXPIRED -> "InvalidSignatureException";
        };
    return AwsError.client(type, why.getMessage());
  }
}
