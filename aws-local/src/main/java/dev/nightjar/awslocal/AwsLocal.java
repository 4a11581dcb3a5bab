package dev.nightjar.awslocal;

import dev.nightjar.awslocal.credentials.AccessKeys;
import dev.nightjar.awslocal.credentials.Authenticator;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.operation.DynamoDbOperations;
import dev.nightjar.awslocal.faults.Faults;
import dev.nightjar.awslocal.http.Front;
import dev.nightjar.awslocal.http.JsonProtocol;
import dev.nightjar.awslocal.http.QueryProtocol;
import dev.nightjar.awslocal.iam.AccessPolicies;
import dev.nightjar.awslocal.iam.IamOperations;
import dev.nightjar.awslocal.iam.Roles;
import dev.nightjar.awslocal.operation.OperationRegistry;
import dev.nightjar.awslocal.s3.S3Protocol;
import dev.nightjar.awslocal.s3.S3Store;
import dev.nightjar.awslocal.sts.StsOperations;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/** A running stand-in for AWS: every service at one address, until it is closed. */
public final class AwsLocal implements AutoCloseable {

  private final Front front;
  private final S3Store store;
  private final URI endpoint;
  private final Control control;

  private AwsLocal(Front front, S3Store store, URI endpoint, Control control) {
    this.front = front;
    this.store = store;
    this.endpoint = endpoint;
    this.control = control;
  }

  /**
   * Starts one; it answers when this returns.
   *
   * @throws IOException if the data directory cannot be used
   * @throws java.io.UncheckedIOException if the port is taken
   */
  public static AwsLocal start(AwsLocalOptions options) throws IOException {
    Clock clock = options.clock();
    AccessKeys keys = new AccessKeys(clock);
    options.rootKeys().forEach(key -> keys.addRoot(key.id(), key.secret(), key.account()));
    Authenticator authenticator = new Authenticator(keys, options.regions());
    Roles roles = new Roles();
    Faults faults = new Faults(options.seed());
    Calls calls = new Calls();
    OperationRegistry registry = new OperationRegistry();
    registry.intercept(calls);
    registry.intercept(faults);
    registry.intercept(new AccessPolicies(roles));
    new IamOperations(roles, keys, clock).register(registry);
    new StsOperations(roles, keys).register(registry);
    TableStore tables = new TableStore(clock, options.tables());
    DynamoDbOperations.register(registry, tables);
    S3Store store =
        options.dataDirectory().isPresent()
            ? S3Store.inFolder(options.dataDirectory().get().resolve("s3"))
            : S3Store.inMemory();
    Front front =
        Front.start(
            options.host(),
            options.port(),
            clock,
            new JsonProtocol(registry, authenticator),
            new QueryProtocol(registry, authenticator),
            new S3Protocol(registry, authenticator, store, faults));
    String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
    return new AwsLocal(
        front,
        store,
        URI.create("http://" + host + ":" + front.port()),
        new Control(registry, keys, faults, calls, tables));
  }

  /** Where all services answer: {@code http://HOST:PORT}. */
  public URI endpoint() {
    return endpoint;
  }

  /** What a test can see and do. */
  public Control control() {
    return control;
  }

  /** Stops listening; what was kept in memory is gone. */
  @Override
  public void close() {
    front.close();
    store.close();
  }
}
