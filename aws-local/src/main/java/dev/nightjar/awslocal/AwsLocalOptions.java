package dev.nightjar.awslocal;

import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.awslocal.dynamodb.TablesOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a stand-in is set up.
 *
 * @param host the address to listen on
 * @param port the port, 0 for any free one
 * @param rootKeys the keys that are there from the start
 * @param regions the regions that are served
 * @param clock the time of all services
 * @param tables how tables and their streams behave
 * @param exports how exports to S3 behave
 * @param dataDirectory where S3 keeps its objects; in memory if there is none. Tables are always in
 *     memory.
 * @param expiryInterval how long after a run of time to live the next one begins; none: only on
 *     command
 * @param seed for every draw that a test may want to see again
 * @param allowedSkew how far from now a request may be signed (AWS: 15 minutes of S3, 5 of the
 *     others); none: at any time, for tests with a clock of their own
 */
public record AwsLocalOptions(
    String host,
    int port,
    List<RootKey> rootKeys,
    Set<String> regions,
    Clock clock,
    TablesOptions tables,
    ExportOptions exports,
    Optional<Path> dataDirectory,
    Optional<Duration> expiryInterval,
    long seed,
    Optional<Duration> allowedSkew) {

  /** AWS's commercial regions. */
  public static final Set<String> REGIONS =
      Set.of(
          "af-south-1",
          "ap-east-1",
          "ap-east-2",
          "ap-northeast-1",
          "ap-northeast-2",
          "ap-northeast-3",
          "ap-south-1",
          "ap-south-2",
          "ap-southeast-1",
          "ap-southeast-2",
          "ap-southeast-3",
          "ap-southeast-4",
          "ap-southeast-5",
          "ap-southeast-6",
          "ap-southeast-7",
          "ca-central-1",
          "ca-west-1",
          "eu-central-1",
          "eu-central-2",
          "eu-north-1",
          "eu-south-1",
          "eu-south-2",
          "eu-west-1",
          "eu-west-2",
          "eu-west-3",
          "il-central-1",
          "me-central-1",
          "me-south-1",
          "mx-central-1",
          "sa-east-1",
          "us-east-1",
          "us-east-2",
          "us-west-1",
          "us-west-2");

  /**
   * How far from AWS's time S3 takes signatures; the other services take them a little less far.
   */
  public static final Duration AWS_SKEW = Duration.ofMinutes(15);

  /** The account of {@link #defaults()}. */
  public static final String ACCOUNT = "123456789012";

  public AwsLocalOptions {
    rootKeys = List.copyOf(rootKeys);
    regions = Set.copyOf(regions);
  }

  /**
   * Any free port of loopback, the key {@code test} with the secret {@code test}, everything in
   * memory, the system's time.
   */
  public static AwsLocalOptions defaults() {
    return new AwsLocalOptions(
        "127.0.0.1",
        0,
        List.of(new RootKey("test", "test", ACCOUNT)),
        REGIONS,
        Clock.systemUTC(),
        TablesOptions.defaults(),
        ExportOptions.defaults(),
        Optional.empty(),
        Optional.empty(),
        0,
        Optional.empty());
  }

  /** The same on another address. */
  public AwsLocalOptions withHost(String other) {
    return new AwsLocalOptions(
        other,
        port,
        rootKeys,
        regions,
        clock,
        tables,
        exports,
        dataDirectory,
        expiryInterval,
        seed,
        allowedSkew);
  }

  /** The same on another port. */
  public AwsLocalOptions withPort(int other) {
    return new AwsLocalOptions(
        host,
        other,
        rootKeys,
        regions,
        clock,
        tables,
        exports,
        dataDirectory,
        expiryInterval,
        seed,
        allowedSkew);
  }

  /** The same with these keys only. */
  public AwsLocalOptions withRootKeys(RootKey... others) {
    return new AwsLocalOptions(
        host,
        port,
        List.of(others),
        regions,
        clock,
        tables,
        exports,
        dataDirectory,
        expiryInterval,
        seed,
        allowedSkew);
  }

  /** The same with these regions only. */
  public AwsLocalOptions withRegions(String... others) {
    return new AwsLocalOptions(
        host,
        port,
        rootKeys,
        Set.of(others),
        clock,
        tables,
        exports,
        dataDirectory,
        expiryInterval,
        seed,
        allowedSkew);
  }

  /** The same by another clock. */
  public AwsLocalOptions withClock(Clock other) {
    return new AwsLocalOptions(
        host,
        port,
        rootKeys,
        regions,
        other,
        tables,
        exports,
        dataDirectory,
        expiryInterval,
        seed,
        allowedSkew);
  }

  /** The same with other tables. */
  public AwsLocalOptions withTables(TablesOptions other) {
    return new AwsLocalOptions(
        host,
        port,
        rootKeys,
        regions,
        clock,
        other,
        exports,
        dataDirectory,
        expiryInterval,
        seed,
        allowedSkew);
  }

  /** The same with other exports. */
  public AwsLocalOptions withExports(ExportOptions other) {
    return new AwsLocalOptions(
        host,
        port,
        rootKeys,
        regions,
        clock,
        tables,
        other,
        dataDirectory,
        expiryInterval,
        seed,
        allowedSkew);
  }

  /** The same with S3's objects in a folder of that directory. */
  public AwsLocalOptions withDataDirectory(Path other) {
    return new AwsLocalOptions(
        host,
        port,
        rootKeys,
        regions,
        clock,
        tables,
        exports,
        Optional.of(other),
        expiryInterval,
        seed,
        allowedSkew);
  }

  /** The same with a run of time to live again and again. */
  public AwsLocalOptions withExpiryInterval(Duration other) {
    return new AwsLocalOptions(
        host,
        port,
        rootKeys,
        regions,
        clock,
        tables,
        exports,
        dataDirectory,
        Optional.of(other),
        seed,
        allowedSkew);
  }

  /** The same with another seed. */
  public AwsLocalOptions withSeed(long other) {
    return new AwsLocalOptions(
        host,
        port,
        rootKeys,
        regions,
        clock,
        tables,
        exports,
        dataDirectory,
        expiryInterval,
        other,
        allowedSkew);
  }

  /** The same with requests refused that were signed further from now than that. */
  public AwsLocalOptions withAllowedSkew(Duration other) {
    return new AwsLocalOptions(
        host,
        port,
        rootKeys,
        regions,
        clock,
        tables,
        exports,
        dataDirectory,
        expiryInterval,
        seed,
        Optional.of(other));
  }
}
