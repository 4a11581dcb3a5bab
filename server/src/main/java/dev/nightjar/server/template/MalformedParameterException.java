package dev.nightjar.server.template;

/** A parameter of the request is not of its type. */
public final class MalformedParameterException extends TemplateException {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;

  private final String parameter;

  MalformedParameterException(String parameter, String value, String expected) {
    super(
        "The parameter `%s` is `%s`; %s is expected.".formatted(parameter, shown(value), expected));
    this.parameter = parameter;
  }

  /** One of a value that nobody may read. */
  private MalformedParameterException(String parameter) {
    super(
        "The value of `%s` is made of a secret, and is not what is expected.".formatted(parameter));
    this.parameter = parameter;
  }

  /** The same without the value, and without what was expected: a secret may be in both. */
  MalformedParameterException untold() {
    return new MalformedParameterException(parameter);
  }

  /** The parameter's name. */
  public String parameter() {
    return parameter;
  }

  private static String shown(String value) {
    String line = value.replaceAll("\\p{Cntrl}", "�");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }
}
