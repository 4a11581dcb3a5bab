package dev.nightjar.server.template;

/** The request lacks a parameter that the template needs. */
public final class MissingParameterException extends TemplateException {
  private static final long serialVersionUID = 1L;

  private final String parameter;

  MissingParameterException(String parameter) {
    super("The parameter `%s` is required and missing.".formatted(parameter));
    this.parameter = parameter;
  }

  /** The parameter's name. */
  public String parameter() {
    return parameter;
  }
}
