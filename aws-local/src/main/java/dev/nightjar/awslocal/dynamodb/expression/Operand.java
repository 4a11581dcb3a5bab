package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.item.AttributeValue;

/** Something in an expression that has a value. */
sealed interface Operand {

  /** What a document path leads to. */
  record At(Path path) implements Operand {}

  /** A value of the request. */
  record Literal(AttributeValue value) implements Operand {}

  /** {@code size(path)}. */
  record Size(Operand of) implements Operand {}

  /** {@code if_not_exists(path, value)}. */
  record IfNotExists(Path path, Operand otherwise) implements Operand {}

  /** {@code list_append(list, list)}. */
  record ListAppend(Operand first, Operand second) implements Operand {}

  /** {@code left + right} or {@code left - right}. */
  record Arithmetic(Operand left, boolean plus, Operand right) implements Operand {}
}
