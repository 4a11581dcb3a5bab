package dev.nightjar.awslocal.credentials;

import dev.nightjar.awslocal.credentials.NotAuthenticated.Reason;
import dev.nightjar.awslocal.operation.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Says who signed a request, or why nobody is believed to have. Thread-safe. */
public final class Authenticator {

  private final AccessKeys keys;
  private final Set<String> regions;
  private final Optional<Duration> allowedSkew;
  private final SignatureCheck check = new SignatureCheck();

  /**
   * @param keys the keys to believe
   * @param regions the regions that are served
   * @param allowedSkew how far from now a request may be signed; none: at any time
   */
  public Authenticator(AccessKeys keys, Set<String> regions, Optional<Duration> allowedSkew) {
    this.keys = keys;
    this.regions = Set.copyOf(regions);
    this.allowedSkew = allowedSkew;
  }

  /** The caller of a request whose whole body is at hand: the signature must cover it. */
  public Caller authenticate(RequestHead request, byte[] body) throws NotAuthenticated {
    return authenticate(request, SignatureCheck.sha256(body));
  }

  /**
   * The caller of an S3 request: its signature covers the hash (or the word) that a header of it
   * names.
   */
  public Caller authenticate(RequestHead request) throws NotAuthenticated {
    String hash = request.header("X-Amz-Content-Sha256");
    return authenticate(request, hash.isEmpty() ? "UNSIGNED-PAYLOAD" : hash);
  }

  private Caller authenticate(RequestHead request, String payloadHash) throws NotAuthenticated {
    Signature signature = Signature.of(request);
    AccessKey key =
        keys.find(signature.accessKeyId())
            .orElseThrow(() ->
                new NotAuthenticated(
                    Reason.UNKNOWN_KEY, "The security token included in the request is invalid."));
    if (!key.session().map(AccessKey.Session::token).orElse("").equals(signature.token())) {
      throw new NotAuthenticated(
          Reason.WRONG_TOKEN, "The security token included in the request is invalid.");
    }
    if (keys.expired(key)) {
      throw new NotAuthenticated(
          Reason.EXPIRED, "The security token included in the request is expired");
    }
    if (!regions.contains(signature.region()) && !global(signature)) {
      throw new NotAuthenticated(
          Reason.WRONG_REGION, "Credential should be scoped to a valid region.");
    }
    requireRecent(signature);
    if (!check.matches(signature, key, request, payloadHash)) {
      throw new NotAuthenticated(
          Reason.WRONG_SIGNATURE,
          "The request signature we calculated does not match the signature you provided. Check"
              + " your AWS Secret Access Key and signing method. Consult the service documentation"
              + " for details.");
    }
    if (signature.expires().isPresent() && !keys.now().isBefore(signature.expires().get())) {
      throw new NotAuthenticated(Reason.URL_EXPIRED, "Request has expired");
    }
    return new Caller(key.account(), key.principal(), signature.region(), key.id());
  }

  private void requireRecent(Signature signature) throws NotAuthenticated {
    if (allowedSkew.isEmpty() || signature.expires().isPresent()) {
      return;
    }
    Instant signed = signature.signed();
    Instant now = keys.now();
    Instant earliest = now.minus(allowedSkew.get());
    Instant latest = now.plus(allowedSkew.get());
    long minutes = allowedSkew.get().toMinutes();
    if (signed.isBefore(earliest)) {
      throw new NotAuthenticated(
          Reason.SKEWED,
          "Signature expired: %s is now earlier than %s (%s - %d min.)"
              .formatted(signature.time(), Signature.text(earliest), Signature.text(now), minutes));
    }
    if (signed.isAfter(latest)) {
      throw new NotAuthenticated(
          Reason.SKEWED,
          "Signature not yet current: %s is still later than %s (%s + %d min.)"
              .formatted(signature.time(), Signature.text(latest), Signature.text(now), minutes));
    }
  }

  /** IAM is signed for one region wherever the caller is; STS and S3 may be. */
  private static boolean global(Signature signature) {
    return signature.region().equals("us-east-1")
        && Set.of("iam", "sts", "s3").contains(signature.service());
  }
}
