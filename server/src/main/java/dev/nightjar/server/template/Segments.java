package dev.nightjar.server.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into text and tags. {@code {{!}}, {@code {%!} and {@code {#!} stand for the braces themselves, {@code {# #}}
 * is a comment. Quotes inside a tag may hold anything.
 */
final class Segments {
  private final String template;
  private final Places places;
  private final List<Segment> segments = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private final QuoteState quotes = new QuoteState();
  private int at;

  private Segments(String template, Places places) {
    this.template = template;
    this.places = places;
  }

  static List<Segment> of(String template, Places places) {
    return new Segments(template, places).cut();
  }

  private List<Segment> cut() {
    while (at < template.length()) {
      if (startsWith("{{!") || startsWith("{%!") || startsWith("{#!")) {
        text(template.substring(at, at + 2));
        at += 3;
      } else if (startsWith("{#")) {
        int end = template.indexOf("#}", at + 2);
        if (end < 0) {
          throw syntax(at, "The comment `{#` is not closed with `#}`.");
        }
        at = end + 2;
      } else if (startsWith("{{")) {
        if (quotes.inQuotes()) {
          throw syntax(
              at,
              "A value cannot stand inside quotes: it comes with its own. Write `concat('%', {{ String(x) }}, '%')`, for example.");
        }
        int end = closing("}}");
        flush();
        segments.add(new Segment.Output(at + 2, end));
        at = end + 2;
      } else if (startsWith("{%")) {
        int end = closing("%}");
        flush();
        segments.add(new Segment.Block(at + 2, end));
        at = end + 2;
      } else {
        text(template.substring(at, at + 1));
        at++;
      }
    }
    flush();
    return segments;
  }

  private void text(String piece) {
    text.append(piece);
    quotes.append(piece);
  }

  private void flush() {
    if (!text.isEmpty()) {
      segments.add(new Segment.Text(text.toString()));
      text.setLength(0);
    }
  }

  /**
   * Where the tag's closing braces begin: outside quotes and outside braces that it opened itself.
   */
  private int closing(String braces) {
    int depth = 0;
    int i = at + 2;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (depth == 0 && template.startsWith(braces, i)) {
        return i;
      }
      if (c == '\'' || c == '"') {
        i = afterQuoted(i);
        continue;
      }
      depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
      i++;
    }
    throw syntax(
        at,
        "The tag `%s` is not closed with `%s`.".formatted(template.substring(at, at + 2), braces));
  }

  private int afterQuoted(int open) {
    for (int i = open + 1; i < template.length(); i++) {
      if (template.charAt(i) == '\\') {
        i++;
      } else if (template.charAt(i) == template.charAt(open)) {
        return i + 1;
      }
    }
    throw syntax(open, "A quote in this tag is not closed.");
  }

  private boolean startsWith(String prefix) {
    return template.startsWith(prefix, at);
  }

  private TemplateSyntaxException syntax(int index, String message) {
    return new TemplateSyntaxException(places.at(index), message);
  }
}
