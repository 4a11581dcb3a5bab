package dev.nightjar.awslocal.dynamodb.expression;

import dev.nightjar.awslocal.dynamodb.expression.Path.Index;
import dev.nightjar.awslocal.dynamodb.expression.Path.Name;
import dev.nightjar.awslocal.dynamodb.expression.Path.Step;
import dev.nightjar.awslocal.dynamodb.expression.Token.Kind;
import dev.nightjar.awslocal.dynamodb.item.AttributeValue;
import dev.nightjar.awslocal.operation.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the parsers of all expressions share: the way through the tokens, paths and values. */
final class TokenReader {

  /** "The maximum length of any expression string is 4 KB" (quotas in the developer guide). */
  private static final int MAX_BYTES = 4096;

  private final ExpressionKind kind;
  private final String text;
  private final List<Token> tokens;
  private final Placeholders placeholders;
  private int at;

  TokenReader(ExpressionKind kind, String text, Placeholders placeholders) {
    if (text.isBlank()) {
      throw kind.invalid("The expression can not be empty;");
    }
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw kind.invalid(
          "Expression size has exceeded the maximum allowed size; expression size: " + bytes);
    }
    this.kind = kind;
    this.text = text;
    this.tokens = Lexer.tokens(kind, text);
    this.placeholders = placeholders;
  }

  ExpressionKind kind() {
    return kind;
  }

  /** How many tokens were taken. */
  int position() {
    return at;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peekSecond() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  boolean takeSymbol(String symbol) {
    boolean there = peek().isSymbol(symbol);
    if (there) {
      at++;
    }
    return there;
  }

  boolean takeKeyword(String keyword) {
    boolean there = peek().isKeyword(keyword);
    if (there) {
      at++;
    }
    return there;
  }

  void expectSymbol(String symbol) {
    if (!takeSymbol(symbol)) {
      throw syntaxError();
    }
  }

  void expectKeyword(String keyword) {
    if (!takeKeyword(keyword)) {
      throw syntaxError();
    }
  }

  void expectEnd() {
    if (peek().kind() != Kind.END) {
      throw syntaxError();
    }
  }

  /** An error at the token that is next. */
  AwsError syntaxError() {
    Token token = peek();
    Token first = tokens.get(Math.max(0, at - 1));
    Token last = peekSecond();
    return kind.syntaxError(token.text(), text.substring(first.start(), last.end()));
  }

  boolean atValue() {
    return peek().kind() == Kind.VALUE;
  }

  AttributeValue value() {
    if (!atValue()) {
      throw syntaxError();
    }
    return placeholders.value(next().text(), kind);
  }

  Path path() {
    List<Step> steps = new ArrayList<>();
    steps.add(name());
    while (true) {
      if (takeSymbol(".")) {
        steps.add(name());
      } else if (takeSymbol("[")) {
        steps.add(index());
        expectSymbol("]");
      } else {
        return new Path(List.copyOf(steps));
      }
    }
  }

  List<Path> paths() {
    List<Path> paths = new ArrayList<>();
    do {
      paths.add(path());
    } while (takeSymbol(","));
    return paths;
  }

  private Step name() {
    Token token = peek();
    if (token.kind() == Kind.NAME) {
      at++;
      return new Name(placeholders.name(token.text(), kind));
    }
    if (token.kind() != Kind.WORD) {
      throw syntaxError();
    }
    if (ReservedWords.contains(token.text())) {
      throw kind.invalid("Attribute name is a reserved keyword; reserved keyword: " + token.text());
    }
    at++;
    return new Name(token.text());
  }

  private Step index() {
    if (peek().kind() != Kind.INDEX) {
      throw syntaxError();
    }
    try {
      return new Index(Integer.parseInt(next().text()));
    } catch (NumberFormatException tooLarge) {
      throw kind.invalid(
          "List index is not within the allowable range; index: ["
              + tokens.get(at - 1).text()
              + "]");
    }
  }
}
