package dev.nightjar.awslocal.http;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Writes JSON as the XML of AWS's query protocol: a member is an element, a list's entries are
 * {@code member} elements.
 */
public final class XmlText {

  private final StringBuilder text = new StringBuilder(512);

  /** Opens the root element with its namespace. */
  XmlText(String root, String namespace) {
    text.append('<').append(root).append(" xmlns=\"").append(escape(namespace)).append("\">");
  }

  XmlText element(String name, JsonNode value) {
    text.append('<').append(name).append('>');
    if (value.isArray()) {
      value.forEach(entry -> element("member", entry));
    } else if (value.isObject()) {
      members(value);
    } else {
      text.append(escape(value.asString()));
    }
    text.append("</").append(name).append('>');
    return this;
  }

  private void members(JsonNode object) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      element(member.getKey(), member.getValue());
    }
  }

  String close(String root) {
    return text.append("</").append(root).append(">").toString();
  }

  /**
   * The text with the characters that XML reserves, and those that a parser would change, as
   * references.
   */
  public static String escape(String raw) {
    StringBuilder safe = new StringBuilder(raw.length() + 16);
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      switch (c) {
        case '&' -> safe.append("&amp;");
        case '<' -> safe.append("&lt;");
        case '>' -> safe.append("&gt;");
        case '"' -> safe.append("&quot;");
        case '\r' -> safe.append("&#13;");
        default -> safe.append(c);
      }
    }
    return safe.toString();
  }
}
