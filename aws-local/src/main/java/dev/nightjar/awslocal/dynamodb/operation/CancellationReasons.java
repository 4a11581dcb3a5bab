package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.operation.AwsError;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The TransactionCanceledException of a transaction, one reason for each of its items. */
final class CancellationReasons {

  private CancellationReasons() {}

  /**
   * @param refusals why each item was refused, in the request's order; none for those that were not
   */
  static AwsError error(List<Optional<AwsError>> refusals) {
    ArrayNode reasons = JsonNodeFactory.instance.arrayNode();
    for (Optional<AwsError> refusal : refusals) {
      ObjectNode reason = reasons.addObject();
      reason.put("Code", code(refusal));
      refusal.ifPresent(error -> {
        reason.put("Message", error.getMessage());
        reason.setAll(error.details());
      });
    }
    String codes =
        refusals.stream().map(CancellationReasons::code).collect(Collectors.joining(", "));
    return AwsError.client(
            "TransactionCanceledException",
            "Transaction cancelled, please refer cancellation reasons for specific reasons ["
                + codes
                + "]")
        .with("CancellationReasons", reasons);
  }

  private static String code(Optional<AwsError> refusal) {
    return refusal
        .map(error ->
            error.type().equals("ConditionalCheckFailedException")
                ? "ConditionalCheckFailed"
                : "ValidationError")
        .orElse("None");
  }
}
