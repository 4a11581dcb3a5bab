package dev.nightjar.dynamodb.connection;

import static dev.nightjar.dynamodb.connection.AwsFailures.call;

import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.scan.ItemKey;
import dev.nightjar.dynamodb.scan.ScanPage;
import dev.nightjar.dynamodb.scan.ScanRequest;
import dev.nightjar.dynamodb.scan.TableScanner;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** Scan through the SDK, whose answers' bytes are taken before it makes objects of them. */
final class AwsTableScanner implements TableScanner {
  private final DynamoDbClient dynamodb;
  private final RoleTarget target;

  AwsTableScanner(DynamoDbClient dynamodb, RoleTarget target) {
    this.dynamodb = dynamodb;
    this.target = target;
  }

  @Override
  public ScanPage page(ScanRequest request) {
    RecordCapture.Answer answer = new RecordCapture.Answer();
    var scan =
        software.amazon.awssdk.services.dynamodb.model.ScanRequest.builder()
            .tableName(target.nameOrArn(request.tableArn()))
            .consistentRead(true)
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
            .limit(request.limit())
            .overrideConfiguration(c -> c.putExecutionAttribute(RecordCapture.ANSWER, answer));
    if (request.totalSegments() > 1) {
      scan.segment(request.segment()).totalSegments(request.totalSegments());
    }
    request.after().map(AwsTableScanner::attributes).ifPresent(scan::exclusiveStartKey);
    call("dynamodb:Scan", request.tableArn(), () -> dynamodb.scan(scan.build()));
    try {
      return ScanPage.parse(answer.body(), answer.length());
    } catch (MalformedJsonException malformed) {
      throw new RejectedException(
          "Scan",
          "",
          "the answer to Scan of "
              + request.tableArn()
              + " is not understood: "
              + malformed.getMessage(),
          malformed);
    }
  }

  private static Map<String, AttributeValue> attributes(ItemKey key) {
    Map<String, AttributeValue> attributes = new LinkedHashMap<>();
    for (ItemKey.Value value : key.values()) {
      attributes.put(
          value.name(),
          switch (value.type()) {
            case S -> AttributeValue.fromS(value.text());
            case N -> AttributeValue.fromN(value.text());
            case B ->
                AttributeValue.fromB(
                    SdkBytes.fromByteArray(Base64.getDecoder().decode(value.text())));
          });
    }
    return attributes;
  }
}
