package dev.nightjar.awslocal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightjar.awslocal.credentials.Authenticator;
import dev.nightjar.awslocal.credentials.NotAuthenticated;
import dev.nightjar.awslocal.http.HttpCall;
import dev.nightjar.awslocal.http.Protocol;
import dev.nightjar.awslocal.http.RequestIds;
import dev.nightjar.awslocal.http.XmlText;
import dev.nightjar.awslocal.iam.Authorizer;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.ConnectionCut;
import dev.nightjar.awslocal.operation.Invocation;
import dev.nightjar.awslocal.operation.OperationRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * S3's REST protocol. Interceptors see each request as {@code S3.} and the operation's name, with
 * {@code Bucket} and {@code Key} as its input; the bodies stream past them.
 */
public final class S3Protocol implements Protocol {

  private static final Logger log = LoggerFactory.getLogger(S3Protocol.class);

  /** Segments of a key that no path of a file can have. */
  private static final Pattern UNKEPT = Pattern.compile("(^|/)(\\.{1,2}(/|$)|/)");

  private final OperationRegistry registry;
  private final Authenticator authenticator;
  private final S3Store store;
  private final BodyFilter bodies;
  private final Authorizer authorizer;

  public S3Protocol(
      OperationRegistry registry,
      Authenticator authenticator,
      S3Store store,
      BodyFilter bodies,
      Authorizer authorizer) {
    this.registry = registry;
    this.authenticator = authenticator;
    this.store = store;
    this.bodies = bodies;
    this.authorizer = authorizer;
  }

  @Override
  public void answer(HttpCall call) throws IOException {
    String requestId = RequestIds.s3();
    S3Target target = S3Target.of(call);
    try {
      Caller caller = authenticator.authenticate(call);
      Invocation invocation =
          new Invocation(requestId, "S3." + target.action(), input(target), caller);
      HandlerResponse response =
          new HandlerResponse(call, socket -> bodies.apply(invocation, socket));
      registry.invoke(invocation, (input, by) -> carryOut(call, target, response, invocation));
      response.finish();
    } catch (NotAuthenticated e) {
      refuse(call, target, requestId, refusal(e));
    } catch (AwsError error) {
      refuse(call, target, requestId, error);
    } catch (ConnectionCut cut) {
      throw cut;
    } catch (UncheckedIOException gone) {
      throw gone.getCause();
    } catch (RuntimeException e) {
      log.error("S3.{} failed (request {})", target.action(), requestId, e);
      refuse(
          call,
          target,
          requestId,
          new AwsError(
              500, "InternalError", "We encountered an internal error. Please try again."));
    }
  }

  private ObjectNode carryOut(
      HttpCall call, S3Target target, HandlerResponse response, Invocation invocation) {
    if (UNKEPT.matcher(target.key()).find()) {
      throw new AwsError(
          501,
          "NotImplemented",
          "Objects are kept as files here: a key must not have empty, '.' or '..' segments.");
    }
    try {
      store.handle(call, target, response);
    } catch (IOException | RuntimeException e) {
      RuntimeException error = StoreErrors.asAwsError(e, call);
      if (error instanceof AwsError refusal && refusal.type().equals("NoSuchKey")) {
        requireListing(invocation);
      }
      throw error;
    }
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * "If you don't have the s3:ListBucket permission, Amazon S3 returns an HTTP status code 403":
   * only those who may list a bucket learn that a key is not there.
   */
  private void requireListing(Invocation of) {
    ObjectNode bucket =
        JsonNodeFactory.instance.objectNode().put("Bucket", of.input().path("Bucket").asString());
    authorizer.check(new Invocation(of.requestId(), "S3.ListObjectsV2", bucket, of.caller()));
  }

  private static ObjectNode input(S3Target target) {
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    target.copySource().ifPresent(source -> input.put("CopySource", source));
    for (String parameter : new String[] {"prefix", "delimiter", "max-keys"}) {
      if (target.query().containsKey(parameter)) {
        input.put(parameter, target.query().get(parameter));
      }
    }
    if (!target.bucket().isEmpty()) {
      input.put("Bucket", target.bucket());
    }
    return target.key().isEmpty() ? input : input.put("Key", target.key());
  }

  private static void refuse(HttpCall call, S3Target target, String requestId, AwsError error) {
    if (call.begun()) {
      // too late to tell: an answer that ends early is the only sign left
      throw new ConnectionCut();
    }
    call.status(error.httpStatus());
    call.setHeader("x-amz-request-id", requestId);
    if (call.method().equals("HEAD") || error.httpStatus() == 304) {
      call.send();
      return;
    }
    call.setHeader("Content-Type", "application/xml");
    String resource = "/" + target.bucket() + (target.key().isEmpty() ? "" : "/" + target.key());
    call.send(
        ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>"
                + XmlText.escape(error.type())
                + "</Code><Message>"
                + XmlText.escape(error.getMessage())
                + "</Message><Resource>"
                + XmlText.escape(resource)
                + "</Resource><RequestId>"
                + requestId
                + "</RequestId></Error>")
            .getBytes(UTF_8));
  }

  private static AwsError refusal(NotAuthenticated why) {
    return switch (why.reason()) {
      case MISSING -> new AwsError(403, "AccessDenied", "Access Denied");
      case MALFORMED -> new AwsError(400, "AuthorizationHeaderMalformed", why.getMessage());
      case OTHER_VERSION -> new AwsError(400, "InvalidRequest", why.getMessage());
      case UNKNOWN_KEY ->
          new AwsError(
              403,
              "InvalidAccessKeyId",
              "The AWS Access Key Id you provided does not exist in our records.");
      case WRONG_TOKEN ->
          new AwsError(
              400, "InvalidToken", "The provided token is malformed or otherwise invalid.");
      case SKEWED ->
          new AwsError(
              403,
              "RequestTimeTooSkewed",
              "The difference between the request time and the current time is too large.");
      case URL_EXPIRED -> new AwsError(403, "AccessDenied", "Request has expired");
      case EXPIRED -> new AwsError(400, "ExpiredToken", "The provided token has expired.");
      case WRONG_REGION -> new AwsError(400, "AuthorizationHeaderMalformed", why.getMessage());
      case WRONG_SIGNATURE ->
          new AwsError(
              403,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided. Check"
                  + " your key and signing method.");
    };
  }
}
