package dev.nightjar.cli;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.awslocal.dynamodb.TablesOptions;
import dev.nightjar.awslocal.stream.StreamOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

@Command(
    name = "aws-local",
    description = {
      "A stand-in for AWS on this machine, until Ctrl-C: DynamoDB with streams and exports, S3, STS"
          + " and roles. Its tables are in memory.",
      "The options below are what differs from AWS or what AWS does by itself; lengths of time are"
          + " written 250ms, 30s, 15m, 4h or 35d."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar aws-local --port 4566",
      "  export AWS_ENDPOINT_URL=http://127.0.0.1:4566 AWS_REGION=us-east-1",
      "  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test",
      "  aws dynamodb list-tables",
      "",
      "What no client of AWS can do, from this machine only: POST a JSON object to",
      "/_aws-local/COMMAND with Content-Type: application/json",
      "(lengths of time in it are milliseconds; what is not named stays as it is)",
      "  weather          {\"Seed\":1,\"Level\":5}: a mix of all the trouble below that loses no",
      "                   data, from level 0 (fair) to 10; the same seed is the same weather",
      "  streams/shards   {\"StreamArn\"}: those that can be read",
      "  streams/roll     {\"StreamArn\"}: all open shards, or one {\"ShardId\"}",
      "  streams/split    {\"StreamArn\",\"ShardId\"}",
      "  streams/trim     {\"StreamArn\"}: all records, or of one {\"ShardId\"} the oldest",
      "                   {\"Records\"}",
      "  streams/vanish   {\"StreamArn\",\"ShardId\"}: a closed shard, read or not",
      "  streams/conditions",
      "                   of all streams: Retention, ShardLifetime, IteratorLife;",
      "                   EmptyPages (share of reads), Rolls (share of records behind which",
      "                   their shard closes), Splits (share of those), TimesBack (how far",
      "                   record times run back), SequenceDigits (24 to 40), SilentTrims",
      "                   (true: a trimmed position reads on with what is left, as AWS never",
      "                   does); how late listings are: ListingLag, ParentOpen (beside its",
      "                   child), ParentHidden, SecondChild, VanishedListed, DelaysDrawn (for",
      "                   each shard; true or false); Seed",
      "  exports/conditions",
      "                   of exports to come: Duration, Files, Seed, Fuzz (60000: each item as",
      "                   of a moment within a minute of ExportTime)",
      "  exports/fault    {\"Fault\"} of the next export: missingFile, truncatedFile,",
      "                   damagedFile, swappedFiles, lostItem, miscountedFile,",
      "                   miscountedSummary, shortManifest, missingManifest,",
      "                   failure {\"Code\",\"Message\"}; {\"Checksum\":\"right\"} hides damage",
      "                   from MD5",
      "  tables/expire    {\"TableArn\"}: a run of time to live now",
      "  sessions/expire  {\"RoleArn\"}: its sessions end now",
      "  faults/add       {\"Operation\":\"S3.*\",\"Effect\":\"cut\"} answers its Id; which calls:",
      "                   Rate (a share), Skip (the first ones), Times (at most), For (how",
      "                   long), Key (of S3: \"*/data/*\"), By (\"roles\": not root keys)",
      "                   Effect: throttled, internalError, accessDenied, expiredCredentials,",
      "                   cut, cutAfterwards, delay {\"Milliseconds\"},",
      "                   silence {\"Milliseconds\"}, cutBody {\"Bytes\"},",
      "                   silentBody {\"Bytes\",\"Milliseconds\"}, slowBody {\"BytesPerSecond\"},",
      "                   error {\"Code\",\"Message\",\"Status\"}",
      "  faults/list, faults/clear, faults/remove {\"Id\"}",
      "  calls            {}: how often each operation was called",
      "Operations are named as in DynamoDB_20120810.GetItem, S3.GetObject,",
      "DynamoDBStreams_20120810.GetRecords, STS.AssumeRole, IAM.CreateRole."
    })
final class AwsLocalCommand implements Callable<Integer> {

  private final Environment environment;

  @Option(
      names = "--port",
      defaultValue = "4566",
      paramLabel = "PORT",
      description = "The port of all services; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  String host;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where S3 keeps its objects (default: in memory).")
  Optional<Path> dataDir = Optional.empty();

  @Option(
      names = "--shards",
      defaultValue = "1",
      paramLabel = "N",
      description = "How many shards a new stream begins with (default: ${DEFAULT-VALUE}).")
  int shards;

  @Option(
      names = "--shard-lifetime",
      defaultValue = "4h",
      paramLabel = "TIME",
      converter = TimeSpanConverter.class,
      description = "When a shard closes and a child goes on (default: ${DEFAULT-VALUE}).")
  TimeSpan shardLifetime;

  @Option(
      names = "--stream-retention",
      defaultValue = "24h",
      paramLabel = "TIME",
      converter = TimeSpanConverter.class,
      description =
          "How long stream records are kept, all of it in memory (default: ${DEFAULT-VALUE}).")
  TimeSpan streamRetention;

  @Option(
      names = "--history",
      defaultValue = "35d",
      paramLabel = "TIME",
      converter = TimeSpanConverter.class,
      description =
          "How far back an export can look; every change of that time is in memory (default:"
              + " ${DEFAULT-VALUE}).")
  TimeSpan history;

  @Option(
      names = "--creation-time",
      defaultValue = "0s",
      paramLabel = "TIME",
      converter = TimeSpanConverter.class,
      description =
          "How long a table is CREATING, and a stream ENABLING (default: ${DEFAULT-VALUE}).")
  TimeSpan creationTime;

  @Option(
      names = "--export-duration",
      defaultValue = "0s",
      paramLabel = "TIME",
      converter = TimeSpanConverter.class,
      description = "How long an export takes at least (default: ${DEFAULT-VALUE}).")
  TimeSpan exportDuration;

  @Option(
      names = "--export-files",
      defaultValue = "4",
      paramLabel = "N",
      description =
          "How many files with items an export has, besides an empty one (default:"
              + " ${DEFAULT-VALUE}).")
  int exportFiles;

  @Option(
      names = "--ttl-interval",
      defaultValue = "1m",
      paramLabel = "TIME",
      converter = TimeSpanConverter.class,
      description =
          "How long after a run of time to live the next one begins; 0s: on command only (default:"
              + " ${DEFAULT-VALUE}).")
  TimeSpan expiryInterval;

  AwsLocalCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    AwsLocalOptions options = options();
    AwsLocalOptions kept =
        dataDir
            .map(environment.directory()::resolve)
            .map(options::withDataDirectory)
            .orElse(options);
    try (Interruption interruption = new Interruption();
        AwsLocal aws = AwsLocal.start(kept)) {
      environment
          .terminal()
          .say("A local AWS answers at " + aws.endpoint() + " (key test, secret test).");
      interruption.await();
      return interruption.requested() ? 0 : 1;
    } catch (UncheckedIOException | IOException e) {
      throw new UserException(
          "The local AWS cannot listen on "
              + host
              + ":"
              + port
              + ": "
              + e.getMessage()
              + ". Choose another --port.",
          e);
    }
  }

  private AwsLocalOptions options() {
    try {
      TablesOptions tables =
          TablesOptions.defaults()
              .withStream(
                  new StreamOptions(shards, shardLifetime.duration(), streamRetention.duration()))
              .withHistory(history.duration())
              .withCreationTime(creationTime.duration());
      AwsLocalOptions options =
          AwsLocalOptions.defaults()
              .withHost(host)
              .withPort(port)
              .withAllowedSkew(AwsLocalOptions.AWS_SKEW)
              .withTables(tables)
              .withExports(
                  ExportOptions.defaults()
                      .withDuration(exportDuration.duration())
                      .withFiles(exportFiles));
      return expiryInterval.duration().isZero()
          ? options
          : options.withExpiryInterval(expiryInterval.duration());
    } catch (IllegalArgumentException wrong) {
      throw new UserException(
          "The local AWS cannot be set up so: " + wrong.getMessage() + ".", wrong);
    }
  }

  static final class TimeSpanConverter implements ITypeConverter<TimeSpan> {

    @Override
    public TimeSpan convert(String text) {
      return TimeSpan.parse(text);
    }
  }
}
