package dev.nightjar.awslocal.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class OperationRegistryTest {

  private final OperationRegistry registry = new OperationRegistry();
  private final Caller caller =
      new Caller("111122223333", new Caller.Root(), "eu-west-1", "AKIAEXAMPLE");

  @Test
  void aCallReachesItsOperation() {
    registry.register(
        "Clock_1.Say",
        (input, by) -> object().put("said", input.path("text").asString()).put("for", by.arn()));

    ObjectNode answer = registry.invoke(call("Clock_1.Say", object().put("text", "tick")));

    assertThat(answer)
        .isEqualTo(object().put("said", "tick").put("for", "arn:aws:iam::111122223333:root"));
  }

  @Test
  void anUnknownNameIsRefusedAsAwsDoes() {
    assertThatThrownBy(() -> registry.invoke(call("Clock_1.Sing", object())))
        .isInstanceOfSatisfying(
            AwsError.class,
            refusal -> {
              assertThat(refusal.type()).isEqualTo("UnknownOperationException");
              assertThat(refusal.httpStatus()).isEqualTo(400);
            });
  }

  @Test
  void aNameIsGivenOnce() {
    registry.register("Clock_1.Say", (input, by) -> input);

    assertThatThrownBy(() -> registry.register("Clock_1.Say", (input, by) -> input))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Clock_1.Say");
  }

  @Test
  void interceptorsStandAroundTheCallInTheOrderTheyCame() {
    List<String> seen = new ArrayList<>();
    registry.register(
        "Clock_1.Say",
        (input, by) -> {
          seen.add("operation");
          return object();
        });
    registry.intercept((call, next) -> {
      seen.add("outer " + call.service() + " " + call.action());
      ObjectNode answer = next.proceed(call);
      seen.add("outer again");
      return answer;
    });
    registry.intercept((call, next) -> {
      seen.add("inner");
      return next.proceed(call);
    });

    registry.invoke(call("Clock_1.Say", object()));

    assertThat(seen).containsExactly("outer Clock_1 Say", "inner", "operation", "outer again");
  }

  @Test
  void anInterceptorMayRefuseAndBeTakenAway() {
    registry.register("Clock_1.Say", (input, by) -> object());
    Runnable remove =
        registry.intercept((call, next) -> {
          throw AwsError.client("ThrottlingException", "Rate exceeded");
        });

    assertThatThrownBy(() -> registry.invoke(call("Clock_1.Say", object())))
        .hasMessage("Rate exceeded");
    remove.run();
    assertThat(registry.invoke(call("Clock_1.Say", object()))).isEqualTo(object());
  }

  @Test
  void aRoleSessionIsNamedByItsArn() {
    Caller session =
        new Caller(
            "111122223333",
            new Caller.RoleSession("reader", "AROAX", "nightjar"),
            "eu-west-1",
            "ASIAEXAMPLE");

    assertThat(session.arn()).isEqualTo("arn:aws:sts::111122223333:assumed-role/reader/nightjar");
  }

  private Invocation call(String name, ObjectNode input) {
    return new Invocation("request", name, input, caller);
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
