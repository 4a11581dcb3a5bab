package dev.nightjar.cli.demo;

import dev.nightjar.proving.flights.AwsClients;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * Points the AWS SDK's default chain of this process to another AWS, by the SDK's own system
 * properties, which win over environment and profiles. Closing brings back what was there.
 */
public final class AwsProperties implements AutoCloseable {

  private final Map<String, String> before = new HashMap<>();

  /** From now on every client that names nothing else uses that address and key. */
  public AwsProperties(URI endpoint, String accessKeyId, String secretAccessKey) {
    set("aws.region", AwsClients.REGION);
    set("aws.accessKeyId", accessKeyId);
    set("aws.secretAccessKey", secretAccessKey);
    set("aws.disableEc2Metadata", "true");
    for (String service : new String[] {"", "Dynamodb", "DynamodbStreams", "S3", "Sts"}) {
      set("aws.endpointUrl" + service, endpoint.toString());
    }
  }

  @Override
  public void close() {
    before.forEach((name, value) -> {
      if (value == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, value);
      }
    });
  }

  private void set(String name, String value) {
    before.put(name, System.setProperty(name, value));
  }
}
