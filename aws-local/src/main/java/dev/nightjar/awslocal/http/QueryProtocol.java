package dev.nightjar.awslocal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightjar.awslocal.credentials.Authenticator;
import dev.nightjar.awslocal.credentials.NotAuthenticated;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.ConnectionCut;
import dev.nightjar.awslocal.operation.Invocation;
import dev.nightjar.awslocal.operation.OperationRegistry;
import java.io.IOException;
import java.net.URLDecoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS's query protocol, spoken by STS and IAM: a form (or a query) with an {@code Action} and its
 * parameters, answered in XML. A parameter is a member of the operation's input under its name in
 * the form.
 */
public final class QueryProtocol implements Protocol {

  private static final int LARGEST_REQUEST = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(QueryProtocol.class);

  private final OperationRegistry registry;
  private final Authenticator authenticator;

  public QueryProtocol(OperationRegistry registry, Authenticator authenticator) {
    this.registry = registry;
    this.authenticator = authenticator;
  }

  @Override
  public void answer(HttpCall call) throws IOException {
    byte[] body = call.body().readNBytes(LARGEST_REQUEST);
    String form = call.method().equals("GET") ? call.rawQuery() : new String(body, UTF_8);
    ObjectNode input = parameters(form);
    String action = input.path("Action").asString("");
    Service service = Service.of(input.path("Version").asString(""));
    String requestId = RequestIds.query();
    int status = 200;
    String document;
    try {
      document = carryOut(call, body, service, requestId, action, input);
    } catch (AwsError error) {
      status = error.httpStatus();
      document = service.error(requestId, error);
    } catch (ConnectionCut cut) {
      throw cut;
    } catch (RuntimeException e) {
      log.error("{}.{} failed (request {})", service, action, requestId, e);
      status = 500;
      document = service.error(requestId, new AwsError(500, "InternalFailure", "Internal failure"));
    }
    call.status(status);
    call.setHeader("Content-Type", "text/xml");
    call.setHeader("x-amzn-RequestId", requestId);
    call.send(document.getBytes(UTF_8));
  }

  private String carryOut(
      HttpCall call,
      byte[] body,
      Service service,
      String requestId,
      String action,
      ObjectNode input)
      throws IOException {
    Caller caller;
    try {
      caller = authenticator.authenticate(call, body);
    } catch (NotAuthenticated e) {
      throw refusal(e);
    }
    String name = service.name() + "." + action;
    if (registry.find(name).isEmpty()) {
      throw AwsError.client(
          "InvalidAction",
          "Could not find operation "
              + action
              + " for version "
              + input.path("Version").asString("NO_VERSION_SPECIFIED"));
    }
    return service.answer(
        requestId, action, registry.invoke(new Invocation(requestId, name, input, caller)));
  }

  private static ObjectNode parameters(String form) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    for (String pair : form.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            URLDecoder.decode(pair.substring(0, equals), UTF_8),
            URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  private static AwsError refusal(NotAuthenticated why) {
    return switch (why.reason()) {
      case MISSING -> new AwsError(403, "MissingAuthenticationToken", why.getMessage());
      case MALFORMED, OTHER_VERSION -> new AwsError(400, "IncompleteSignature", why.getMessage());
      case UNKNOWN_KEY, WRONG_TOKEN -> new AwsError(403, "InvalidClientTokenId", why.getMessage());
      case EXPIRED -> new AwsError(403, "ExpiredToken", why.getMessage());
      case WRONG_REGION, WRONG_SIGNATURE, SKEWED, URL_EXPIRED ->
          new AwsError(403, "SignatureDoesNotMatch", why.getMessage());
    };
  }

  private enum Service {
    STS("https://sts.amazonaws.com/doc/2011-06-15/"),
    IAM("https://iam.amazonaws.com/doc/2010-05-08/");

    private final String namespace;

    Service(String namespace) {
      this.namespace = namespace;
    }

    static Service of(String version) {
      return version.equals("2010-05-08") ? IAM : STS;
    }

    String answer(String requestId, String action, ObjectNode result) {
      String root = action + "Response";
      XmlText xml = new XmlText(root, namespace);
      if (!result.isEmpty()) {
        xml.element(action + "Result", result);
      }
      return xml.element(
              "ResponseMetadata", JsonNodeFactory.instance.objectNode().put("RequestId", requestId))
          .close(root);
    }

    String error(String requestId, AwsError error) {
      ObjectNode details =
          JsonNodeFactory.instance
              .objectNode()
              .put("Type", error.httpStatus() < 500 ? "Sender" : "Receiver")
              .put("Code", error.type())
              .put("Message", error.getMessage());
      return new XmlText("ErrorResponse", namespace)
          .element("Error", details)
          .element("RequestId", JsonNodeFactory.instance.stringNode(requestId))
          .close("ErrorResponse");
    }
  }
}
