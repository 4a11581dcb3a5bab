package dev.nightjar.awslocal;

import dev.nightjar.awslocal.backup.ContinuousBackups;
import dev.nightjar.awslocal.backup.ExportOperations;
import dev.nightjar.awslocal.backup.Exports;
import dev.nightjar.awslocal.control.ControlProtocol;
import dev.nightjar.awslocal.control.Controls;
import dev.nightjar.awslocal.credentials.AccessKeys;
import dev.nightjar.awslocal.credentials.Authenticator;
import dev.nightjar.awslocal.dynamodb.ExpiryRuns;
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
import dev.nightjar.awslocal.weather.Weather;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** A running stand-in for AWS: every service at one address, until it is closed. */
public final class AwsLocal implements AutoCloseable {

  private final Front front;
  private final Exports exports;
  private final S3Store objects;
  private final URI endpoint;
  private final Control control;
  private final Optional<ExpiryRuns> expiry;

  private AwsLocal(
      Front front,
      Exports exports,
      S3Store objects,
      URI endpoint,
      Control control,
      Optional<ExpiryRuns> expiry) {
    this.front = front;
    this.exports = exports;
    this.objects = objects;
    this.endpoint = endpoint;
    this.control = control;
    this.expiry = expiry;
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
    Roles roles = new Roles();
    AccessPolicies policies = new AccessPolicies(roles, clock);
    Faults faults = new Faults(options.seed(), clock);
    Calls calls = new Calls();
    OperationRegistry registry = new OperationRegistry();
    registry.intercept(calls);
    registry.intercept(faults);
    registry.intercept(policies);

    new IamOperations(roles, keys, clock).register(registry);
    new StsOperations(roles, keys, clock).register(registry);
    TableStore tables = new TableStore(clock, options.tables());
    DynamoDbOperations.register(registry, tables);
    ContinuousBackups backups = new ContinuousBackups(tables, clock);
    backups.register(registry);
    S3Store objects = objects(options);
    Exports exports =
        new Exports(tables, backups, objects, policies, options.exports(), spool(options), clock);
    new ExportOperations(exports, clock).register(registry);

    Controls controls =
        new Controls(
            keys,
            tables,
            tables.streamControl(),
            faults,
            exports.control(),
            calls,
            new Weather(tables.streamControl(), exports.control(), faults));
    Authenticator authenticator = new Authenticator(keys, options.regions(), options.allowedSkew());
    try {
      Front front =
          Front.start(
              options.host(),
              options.port(),
              clock,
              new Front.Protocols(
                  new JsonProtocol(registry, authenticator),
                  new QueryProtocol(registry, authenticator),
                  new S3Protocol(registry, authenticator, objects, faults, policies),
                  ControlProtocol.PREFIX,
                  new ControlProtocol(controls)));
      Control control = new Control(registry, controls, calls);
      Optional<ExpiryRuns> expiry =
          options.expiryInterval().map(interval -> ExpiryRuns.every(interval, tables));
      return new AwsLocal(front, exports, objects, address(options.host(), front), control, expiry);
    } catch (RuntimeException e) {
      exports.close();
      objects.close();
      throw e;
    }
  }

  private static S3Store objects(AwsLocalOptions options) throws IOException {
    return options.dataDirectory().isPresent()
        ? S3Store.inFolder(options.dataDirectory().get().resolve("s3"))
        : S3Store.inMemory();
  }

  /** Where files of exports are written before they are objects. */
  private static Path spool(AwsLocalOptions options) throws IOException {
    return options.dataDirectory().isPresent()
        ? Files.createDirectories(options.dataDirectory().get().resolve("exports"))
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  private static URI address(String host, Front front) {
    String name = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + name + ":" + front.port());
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
    expiry.ifPresent(ExpiryRuns::close);
    front.close();
    exports.close();
    objects.close();
  }
}
